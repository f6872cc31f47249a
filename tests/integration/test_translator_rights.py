"""S20, S21, S30: what a translator can reach, and what nobody reaches with a bare GET."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from guidance.admin.gate import EVERYBODYS
from guidance.models import (
    CatalogUpload,
    Choice,
    LocalePolicy,
    StagedUpload,
    TranslationProposal,
)
from guidance.translation.roles import (
    ensure_roles,
    may_publish,
    may_translate,
    translated_by,
)
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.integration.test_translation_status import ENGLISH, TEXT, publish, translate

pytestmark = pytest.mark.django_db

# A translator's pages of his own language; the last name says how they are asked.
MINE_GET = {"catalogs", "catalog", "plan", "upload"}
MINE_POST = {
    "download",
    "upload_file",
    "apply_plan",
    "discard_plan",
    "undo",
}
FOREIGN = {
    "matrix",
    "matrix_results",
    "publish_selected",
    "panel",
    "publish_page",
    "spread",
    "note_source",
    "give_back",
    "mark_change",
    "decide",
    "decide_address",
}


@dataclass(frozen=True)
class Site:
    """Rows of everything, to ask for."""

    choice: Choice
    page: int
    upload: int
    staged: int


def make_translator(name: str = "translator", language: str = "English") -> User:
    user = User.objects.create_user(name, f"{name}@ornek.org", "x")
    user.groups.add(Group.objects.get(name=f"Translators: {language}"))
    return user


@pytest.fixture
def translator() -> Client:
    client = Client()
    client.force_login(make_translator())
    return client


@pytest.fixture
def site(translator: Client) -> Site:  # noqa: ARG001 - for what it does
    choice = make_choice(10, 2, tr=TEXT)
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate("en", ENGLISH)
    publish()
    page = page_in("en", choice)
    assert page is not None
    other = User.objects.create_user("other", "o@ornek.org", "x")
    upload = CatalogUpload.objects.create(
        locale="en", name="a.po", sha256="", created_at=timezone.now(), user=other
    )
    staged = StagedUpload.objects.create(
        locale="en", name="b.po", data=b"", user=other, created_at=timezone.now()
    )
    return Site(choice, page.pk, upload.pk, staged.pk)


@dataclass(frozen=True)
class Address:
    name: str
    path: str


def admin_addresses(site: Site, language: str) -> Iterator[Address]:
    """Yield every address of the admin, with values for what it asks for."""
    for name, pattern in _patterns(get_resolver().url_patterns, "", ""):
        # The last one catches what no other address takes: always 404.
        if pattern.startswith("admin/") and name:
            yield Address(name, "/" + _filled(pattern, name, site, language))


def _patterns(
    entries: list[URLPattern | URLResolver], prefix: str, namespace: str
) -> Iterator[tuple[str, str]]:
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry.url_patterns, route, inner)
        else:
            yield f"{namespace}{entry.name or ''}", route


def _filled(route: str, name: str, site: Site, language: str) -> str:
    values = {"language": language, "choice": str(site.choice.pk)}
    if name.endswith((":plan", "_plan")):
        values["pk"] = str(site.staged)
    elif name.endswith((":upload", ":undo")):
        values["pk"] = str(site.upload)

    def value(match: re.Match[str]) -> str:
        converter, _, field = match[1].rpartition(":")
        if field in values:
            return values[field]
        is_text = converter in ("str", "slug", "path") and field not in (
            "pk",
            "object_id",
        )
        return "guidance" if is_text else str(site.page)

    path = re.sub(r"<([^>]+)>", value, route)
    # What is left of regular expressions.
    path = re.sub(r"\(\?P<[^>]+>[^)]*\)|\([^)]*\)", str(site.page), path)
    return re.sub(r"[\^$?\\]", "", path)


def fingerprint() -> dict[str, str]:
    """Return a digest of the rows of each table but those of sessions."""
    digests = {}
    for model in apps.get_models():
        if model._meta.label in ("sessions.Session", "wagtailadmin.EditingSession"):  # noqa: SLF001
            continue
        if not model._meta.managed or model._meta.proxy:  # noqa: SLF001
            continue
        rows = model._base_manager.order_by("pk")  # noqa: SLF001
        # A translated field says what the active language says.
        with translation.override("tr"):
            data = serializers.serialize("json", rows).encode()
        digests[model._meta.label] = hashlib.sha256(data).hexdigest()  # noqa: SLF001
    return digests


def is_refused(response: Any) -> bool:
    home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    if response.status_code in (301, 302):
        return response["Location"] == home or response["Location"].startswith(login)
    return response.status_code in (400, 403, 404, 405)


def test_S20_each_address_of_translations_is_in_one_of_the_lists() -> None:
    """A new one fails here until somebody has thought about who may use it."""
    from guidance.admin.urls import urlpatterns

    names = {pattern.name for pattern in urlpatterns}

    assert names == MINE_GET | MINE_POST | FOREIGN


@pytest.mark.parametrize("method", ["get", "post"])
def test_S20_a_translator_reaches_nothing_but_his_pages(
    translator: Client, site: Site, method: str
) -> None:
    before, reached, asked = fingerprint(), set(), 0
    for address in admin_addresses(site, "en"):
        name = address.name.removeprefix("guidance_translations:")
        is_mine = address.name.startswith("guidance_translations:") and name in (
            MINE_GET | MINE_POST
        )
        if address.name in EVERYBODYS or is_mine:
            continue
        asked += 1
        response = getattr(translator, method)(address.path)
        if not is_refused(response):
            reached.add((address.name, address.path, response.status_code))

    assert reached == set()
    assert asked > 200
    assert fingerprint() == before


@pytest.mark.usefixtures("site")
def test_S20_sees_what_is_open_without_the_gate(settings: Any) -> None:
    """The control: Wagtail itself lets a translator choose among all pages."""
    gate = "guidance.admin.gate.TranslatorGate"
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != gate]
    client = Client()
    client.force_login(User.objects.get(username="translator"))

    assert (
        client.get(reverse("wagtailimages_chooser:choose_results")).status_code == 200
    )


def test_an_editor_who_also_translates_keeps_the_admin(site: Site) -> None:
    user = User.objects.get(username="translator")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    page = page_in("tr", site.choice)
    assert page is not None

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", sorted(MINE_GET | MINE_POST))
@pytest.mark.parametrize("method", ["get", "post"])
def test_S20_another_language_is_not_there(
    translator: Client, site: Site, name: str, method: str
) -> None:
    if name == "catalogs":
        response = translator.get(reverse("guidance_translations:catalogs"))
        assert response["Location"].endswith("/catalogs/en/")
        return
    CatalogUpload.objects.update(
        locale="ar", user=User.objects.get(username="translator")
    )
    StagedUpload.objects.update(
        locale="ar", user=User.objects.get(username="translator")
    )
    pks = {"plan": site.staged, "apply_plan": site.staged, "discard_plan": site.staged}
    pks |= {"upload": site.upload, "undo": site.upload}
    arguments = ["ar", pks[name]] if name in pks else ["ar"]
    before = fingerprint()

    response = getattr(translator, method)(
        reverse(f"guidance_translations:{name}", args=arguments),
        *([{"part": "whole"}] if method == "post" else []),
    )

    assert response.status_code in (404, 405)
    assert fingerprint() == before


def test_S20_a_file_of_another_person_is_not_there(
    translator: Client, site: Site
) -> None:
    for name in ("plan", "apply_plan", "discard_plan"):
        address = reverse(f"guidance_translations:{name}", args=["en", site.staged])
        assert translator.get(address).status_code in (404, 405)
        assert translator.post(address).status_code in (404, 405)
    assert StagedUpload.objects.exists()


@pytest.mark.parametrize(
    "name", ["delete", "move", "unpublish", "edit", "history", "lock"]
)
def test_S21_a_translator_has_no_right_on_pages(
    translator: Client, site: Site, name: str
) -> None:
    address = reverse(f"wagtailadmin_pages:{name}", args=[site.page])
    before = fingerprint()

    assert is_refused(translator.post(address))
    assert fingerprint() == before


@pytest.mark.usefixtures("site")
def test_S21_a_translator_sees_no_page_in_choosers(translator: Client) -> None:
    draft = make_page(make_choice(11, 1, tr="Gizli taslak."), prose("x"), publish=False)

    response = translator.get(reverse("wagtailadmin_choose_page"))

    assert draft.title not in response.content.decode()


def test_S30_nothing_is_changed_by_a_get(site: Site) -> None:
    admin = Client()
    admin.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    before = fingerprint()

    for name in (MINE_POST - {"undo"}) | FOREIGN - {
        "matrix",
        "matrix_results",
        "panel",
    }:
        for address in admin_addresses(site, "en"):
            if address.name == f"guidance_translations:{name}":
                assert admin.get(address.path).status_code == 405, address

    assert fingerprint() == before


@pytest.mark.usefixtures("site")
def test_S30_an_upload_without_a_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    before = fingerprint()

    for name in ("upload_file", "download"):
        response = client.post(
            reverse(f"guidance_translations:{name}", args=["en"]),
            {"file": SimpleUploadedFile("a.po", b"x"), "part": "whole"},
        )
        assert response.status_code == 403
    assert fingerprint() == before


@pytest.mark.usefixtures("site")
def test_S30_sees_a_change() -> None:
    before = fingerprint()

    LocalePolicy.objects.filter(locale="en").update(threshold=1)

    assert fingerprint() != before


# ---- the groups


def test_there_is_a_group_for_each_language_without_page_permissions() -> None:
    group = Group.objects.get(name="Translators: English")

    assert set(group.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "translate_en",
    }
    assert not group.page_permissions.exists()
    assert not Group.objects.filter(name__contains="Türkçe").exists()


def test_a_renamed_or_deleted_group_stays_so() -> None:
    Group.objects.filter(name="Translators: English").update(name="Çevirmenler")
    Group.objects.filter(name__startswith="Translators:").delete()

    call_command("migrate", verbosity=0)

    assert not Group.objects.filter(name__startswith="Translators:").exists()
    assert Group.objects.filter(name="Çevirmenler").count() == 1


def test_a_new_language_gets_its_group(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]

    ensure_roles()

    group = Group.objects.get(name="Translators: Deutsch")
    assert group.permissions.filter(codename="translate_de").exists()


def test_a_role_is_about_one_language() -> None:
    user = make_translator()

    assert translated_by(user) == ("en",)
    assert not may_translate(user, "ar")
    assert not may_translate(user, "tr")
    assert not may_publish(user, "en")


def test_the_right_to_publish_is_given_per_language(site: Site) -> None:
    user = User.objects.get(username="translator")
    user.user_permissions.add(Permission.objects.get(codename="publish_en"))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    translate("en", {("", "Her ay toplanırız."): "We come together monthly."})
    address = reverse("guidance_translations:publish_selected")

    client.post(address, {"language": "ar", "owner": ["q10.c2"]})
    client.post(address, {"language": "en", "owner": ["q10.c2"]})

    page = page_in("en", site.choice)
    assert page is not None
    assert "We come together monthly." in str(page.stream())
    assert page_in("ar", site.choice) is None


def test_the_rights_can_be_given_to_other_groups() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))

    html = client.get(reverse("wagtailusers_groups:add")).content.decode()

    for codename in ("translate_en", "publish_ar"):
        pk = Permission.objects.get(codename=codename).pk
        assert f'value="{pk}"' in html


@pytest.mark.usefixtures("site")
def test_an_editor_without_rights_on_translations_sees_the_matrix_and_publishes_nothing() -> (
    None
):
    user = User.objects.create_user("editor", "e@ornek.org", "x")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    assert client.get(reverse("guidance_translations:matrix")).status_code == 200
    before = fingerprint()

    response = client.post(
        reverse("guidance_translations:publish_selected"),
        {"language": "en", "owner": ["q10.c2"]},
    )

    assert is_refused(response)
    assert fingerprint() == before


def test_proposals_are_decided_by_who_may_publish(
    translator: Client, site: Site
) -> None:
    message = site.choice  # any row: it is refused before it is looked up
    address = reverse("guidance_translations:decide", args=["en", message.pk])

    assert is_refused(translator.post(address, {"take": ""}))
    assert not TranslationProposal.objects.exists()
