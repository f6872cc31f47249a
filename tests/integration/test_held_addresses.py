"""S19: an address on another host waits until somebody has looked at it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance.models import (
    Choice,
    LocalePolicy,
    Translation,
    TranslationChange,
)
from guidance.translation.proposals import keep_stored, open_proposals
from tests.guidance_site import NOW, make_choice, make_page, page_in, prose
from tests.integration.test_hostile_catalogs import (
    ADDRESS,
    CHOICE,
    LINKED,
    PLAIN,
    publish,
    upload,
)

pytestmark = pytest.mark.django_db

FOREIGN = "https://baska.example/en"
TEXTS = {CHOICE: "We meet.", PLAIN: "Written.", LINKED: "We read the <a1>guide</a1>."}


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(row, prose(f'<a href="{ADDRESS}">Rehberi</a> birlikte okuruz.', PLAIN))
    return row


@pytest.fixture
def held(choice: Choice) -> Translation:
    upload({**TEXTS, ADDRESS: FOREIGN})
    publish()
    assert FOREIGN not in shown(choice)
    return Translation.objects.get(msgstr=FOREIGN)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    return client


def member(name: str, *rights: str) -> Client:
    user = User.objects.create_user(name, f"{name}@ornek.org", "x")
    user.groups.add(Group.objects.get(name="Translators: English"))
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def shown(choice: Choice) -> str:
    page = page_in("en", choice)
    assert page is not None
    return str(page.stream())


def catalog_page(client: Client) -> str:
    address = reverse("guidance_translations:catalog", args=["en"])
    return client.get(address).content.decode()


def panel(client: Client, choice: Choice) -> str:
    address = reverse("guidance_translations:panel", args=[choice.pk, "en"])
    return client.get(address).content.decode()


def decide(
    client: Client, held: Translation, answer: str, language: str = "en", **form: str
) -> HttpResponse:
    address = reverse("guidance_translations:decide_address", args=[language, held.pk])
    response: HttpResponse = client.post(
        address, {answer: "", "address": FOREIGN} | form
    )
    return response


def test_S19_a_held_address_is_listed_and_the_same_again_stays_held(
    admin: Client, held: Translation, choice: Choice
) -> None:
    upload({ADDRESS: FOREIGN})

    held.refresh_from_db()
    assert held.state == "fuzzy"
    for page in (catalog_page(admin), panel(admin, choice)):
        assert FOREIGN in page
        assert f"catalogs/en/addresses/{held.pk}/" in page
        assert f'href="{FOREIGN}"' not in page


def test_S19_a_held_address_is_live_only_after_somebody_took_it(
    admin: Client, held: Translation, choice: Choice
) -> None:
    LocalePolicy.objects.update_or_create(
        locale="en", defaults={"mode": "automatic", "threshold": 50}
    )

    decide(admin, held, "take")

    assert FOREIGN in shown(choice)
    last = TranslationChange.objects.filter(message=held.message_id).last()
    assert last is not None
    assert last.user is not None
    assert (last.user.username, last.old_state, last.new_state) == (
        "admin",
        "fuzzy",
        "translated",
    )
    assert FOREIGN not in catalog_page(admin)
    assert upload({ADDRESS: FOREIGN}).counts()["same"] >= 1


def test_S19_under_the_manual_rule_a_taken_address_waits_for_the_publication(
    admin: Client, held: Translation, choice: Choice
) -> None:
    decide(admin, held, "take")
    before = shown(choice)

    publish()

    assert FOREIGN not in before
    assert FOREIGN in shown(choice)


def test_S19_a_refused_address_is_gone_and_the_history_has_it(
    admin: Client, held: Translation, choice: Choice
) -> None:
    decide(admin, held, "refuse")
    publish()

    assert not Translation.objects.filter(msgstr=FOREIGN).exists()
    assert ADDRESS in shown(choice)
    last = TranslationChange.objects.filter(message=held.message_id).last()
    assert last is not None
    assert last.user is not None
    assert (last.user.username, last.old_msgstr, last.new_msgstr) == (
        "admin",
        FOREIGN,
        "",
    )
    assert FOREIGN not in catalog_page(admin)


def test_S19_a_refused_address_is_not_held_again_by_the_same_file(
    admin: Client, held: Translation, choice: Choice
) -> None:
    decide(admin, held, "refuse")

    again = upload({ADDRESS: FOREIGN})

    assert not Translation.objects.filter(msgstr=FOREIGN).exists()
    assert FOREIGN not in catalog_page(admin)
    (told,) = [each for each in again.decisions if each.entry.msgid == ADDRESS]
    assert told.outcome == "stale"
    assert [finding.code for finding in told.findings] == ["refused-address"]
    assert not again.failed()
    assert ADDRESS in shown(choice)


def test_S19_another_address_than_the_refused_one_is_held(
    admin: Client, held: Translation
) -> None:
    decide(admin, held, "refuse")

    upload({ADDRESS: "https://yine.example/"})
    upload({ADDRESS: FOREIGN})

    assert "https://yine.example/" in catalog_page(admin)
    row = Translation.objects.get(message=held.message_id)
    assert (row.msgstr, row.state) == ("https://yine.example/", "fuzzy")


def test_S19_a_refused_address_is_taken_once_the_source_leads_to_its_host(
    admin: Client, held: Translation
) -> None:
    decide(admin, held, "refuse")
    make_page(
        make_choice(11, 1, tr="Başka."),
        prose('<a href="https://baska.example/">Öbürünü</a> de okuruz.'),
    )

    report = upload({ADDRESS: FOREIGN})

    assert report.counts()["new"] == 1
    row = Translation.objects.get(message=held.message_id)
    assert (row.msgstr, row.state) == (FOREIGN, "translated")


def test_S19_an_address_that_was_decided_against_stays_out_when_another_is_live(
    admin: Client, held: Translation
) -> None:
    decide(admin, held, "take")
    upload({ADDRESS: "https://yine.example/"})
    (proposal,) = open_proposals("en")
    keep_stored(proposal.pk, now=NOW)

    again = upload({ADDRESS: "https://yine.example/"})

    assert again.counts()["stale"] == 1
    assert open_proposals("en") == []
    held.refresh_from_db()
    assert (held.msgstr, held.state) == (FOREIGN, "translated")


RIGHTS: list[tuple[tuple[str, ...], str, bool]] = [
    ((), "en", False),
    (("publish_ar",), "en", False),
    (("publish_en",), "en", True),
    (("publish_en",), "ar", False),
]


@pytest.mark.parametrize(("rights", "language", "is_allowed"), RIGHTS)
def test_S19_only_who_may_publish_the_language_decides(
    held: Translation, rights: tuple[str, ...], language: str, is_allowed: bool
) -> None:
    client = member("reviewer", *rights)

    decide(client, held, "take", language)

    held.refresh_from_db()
    assert (held.state == "translated") is is_allowed


def test_S19_a_translator_sees_what_waits_and_no_buttons(held: Translation) -> None:
    page = catalog_page(member("translator"))

    assert FOREIGN in page
    assert f"addresses/{held.pk}/" not in page


def test_S19_a_get_decides_nothing(admin: Client, held: Translation) -> None:
    address = reverse("guidance_translations:decide_address", args=["en", held.pk])

    assert admin.get(address, {"take": "", "address": FOREIGN}).status_code == 405
    held.refresh_from_db()
    assert held.state == "fuzzy"


def _other(held: Translation) -> None:
    Translation.objects.filter(pk=held.pk).update(msgstr="https://yine.example/")


def _decided(held: Translation) -> None:
    Translation.objects.filter(pk=held.pk).update(state="translated")


def _no_address(held: Translation) -> None:
    Translation.objects.filter(pk=held.pk).update(msgstr="javascript:alert(1)")


@pytest.mark.parametrize(
    ("meanwhile", "address", "said"),
    [
        (_other, FOREIGN, "Another address was uploaded meanwhile"),
        (_decided, FOREIGN, "Somebody has decided about this address already"),
        (_no_address, "javascript:alert(1)", "No complete address"),
    ],
)
def test_S19_only_what_was_seen_and_is_an_address_is_taken(
    admin: Client,
    held: Translation,
    meanwhile: Callable[[Translation], None],
    address: str,
    said: str,
) -> None:
    meanwhile(held)
    before = Translation.objects.get(pk=held.pk)

    response = admin.post(
        reverse("guidance_translations:decide_address", args=["en", held.pk]),
        {"take": "", "address": address},
        follow=True,
        headers={"accept-language": "en"},
    )

    after = Translation.objects.get(pk=held.pk)
    assert (after.msgstr, after.state) == (before.msgstr, before.state)
    assert said in " ".join(str(each) for each in response.context["messages"])


def test_a_decision_leads_back_only_to_this_site(
    admin: Client, held: Translation, choice: Choice
) -> None:
    there = reverse("guidance_translations:panel", args=[choice.pk, "en"])

    inside = decide(admin, held, "refuse", next=there)
    outside = decide(admin, held, "refuse", next="https://kotu.example/")

    assert inside["Location"] == there
    assert outside["Location"] == reverse("guidance_translations:catalog", args=["en"])


def test_many_held_addresses_cost_as_many_statements_as_one(admin: Client) -> None:
    def statements(count: int) -> int:
        row = make_choice(20 + count, 1, tr=f"Seçenek {count}.")
        links = [f"https://ornek.org/{count}/{number}" for number in range(count)]
        make_page(row, prose(*(f'<a href="{url}">Bak</a> buraya.' for url in links)))
        upload({url: url.replace("ornek.org", "baska.example") for url in links})
        catalog_page(admin)
        with CaptureQueriesContext(connection) as captured:
            page = catalog_page(admin)
        assert page.count('name="take"') >= count
        return len(captured)

    assert statements(1) == statements(12)
