"""What a translated page does when something happens to its source, or to itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from guidance.models import Choice, GuidanceIndexPage, GuidancePage, LocalePolicy
from guidance.publication.lock import content_lock
from guidance.translation.policy import load_policy
from guidance.translation.status import status_differences
from tests.guidance_site import make_choice, make_page, page_in, prose, shown_paragraphs
from tests.integration.test_translation_status import ENGLISH, TEXT, publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=TEXT)
    make_page(row, prose("Her ay toplanırız.", "Tutanak tutarız."))
    translate("en", ENGLISH)
    publish()
    return row


def page(choice: Choice, language: str = "en") -> GuidancePage:
    found = page_in(language, choice)
    assert found is not None
    return found


# ---- the source goes and comes back


def test_an_unpublished_source_takes_its_translation_along_and_brings_it_back(
    choice: Choice,
) -> None:
    source = page(choice, "tr")

    source.unpublish()
    gone = page(choice)
    page(choice, "tr").get_latest_revision().publish()

    assert not gone.live
    assert page(choice).live
    assert page(choice).withdrawn_revision is None
    assert shown_paragraphs(page(choice)) == [
        "We meet every month.",
        "We keep minutes.",
    ]
    assert status_differences() == []


def test_what_an_editor_unpublished_does_not_come_back(choice: Choice) -> None:
    page(choice).unpublish()

    page(choice, "tr").unpublish()
    page(choice, "tr").get_latest_revision().publish()

    assert not page(choice).live


def test_a_deleted_source_takes_its_translation_off_the_site_and_nothing_is_lost(
    choice: Choice,
) -> None:
    page(choice, "tr").delete()

    assert not page(choice).live
    assert shown_paragraphs(page(choice))[0] == "We meet every month."


def test_a_source_that_becomes_private_hides_its_translation(choice: Choice) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page(choice, "tr"), restriction_type="login"
    )
    assert not page(choice).live

    restriction.delete()

    assert page(choice).live


def test_a_page_below_a_private_index_is_withdrawn_too(choice: Choice) -> None:
    index = page(choice, "tr").get_parent()

    PageViewRestriction.objects.create(page=index, restriction_type="login")

    assert not page(choice).live


def test_a_draft_of_the_source_does_nothing_to_the_translation(choice: Choice) -> None:
    source = page(choice, "tr")
    source.body = GuidancePage.body.field.to_python(prose("Yeni bir taslak."))

    source.save_revision()

    assert page(choice).live
    assert status_differences() == []


def test_a_moved_source_is_followed_where_its_new_index_is_translated(
    choice: Choice,
) -> None:
    root = Page.get_first_root_node()
    other = GuidanceIndexPage(
        title="İkinci", slug="ikinci", locale=page(choice, "tr").locale
    )
    root.add_child(instance=other)
    english = GuidanceIndexPage(
        title="Second",
        slug="second",
        locale=Locale.objects.get(language_code="en"),
        translation_key=other.translation_key,
    )
    Page.get_first_root_node().add_child(instance=english)

    page(choice, "tr").move(
        GuidanceIndexPage.objects.get(pk=other.pk), pos="last-child"
    )

    assert page(choice).get_parent().pk == english.pk
    assert Page.find_problems() == ([], [], [], [], [])


# ---- addresses


@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_slug_changed_by_hand_leaves_a_redirect(
    choice: Choice,
    language: str,
    client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = page(choice, language)
    old = before.get_url()
    before.slug = "10-2-elle"

    with django_capture_on_commit_callbacks(execute=True):
        before.save_revision().publish()

    new = page(choice, language).get_url()
    assert new != old
    assert Redirect.objects.count() == 1
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_publishing_a_new_translation_leaves_the_slug(choice: Choice) -> None:
    before = page(choice)
    before.slug = "10-2-by-hand"
    before.save_revision().publish()
    translate("en", {("choice", TEXT): "We gather regularly."})
    publish()

    assert page(choice).slug == "10-2-by-hand"
    assert page(choice).title == "We gather regularly."


# ---- schedules and moderation


def test_a_scheduled_correction_flows_back_when_its_time_comes(choice: Choice) -> None:
    edited = page(choice)
    edited.body = GuidancePage.body.field.to_python(
        prose("We meet each month.", "We keep minutes.")
    )
    edited.go_live_at = timezone.now() + timedelta(hours=1)
    edited.save_revision().publish()
    waiting = shown_paragraphs(page(choice))
    publish()

    revision = edited.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    publish()

    assert waiting == ["We meet every month.", "We keep minutes."]
    assert shown_paragraphs(page(choice)) == ["We meet each month.", "We keep minutes."]
    assert not page(choice).is_adapted


def test_an_expired_source_takes_its_translation_along(choice: Choice) -> None:
    GuidancePage.objects.filter(pk=page(choice, "tr").pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    assert not page(choice, "tr").live
    assert not page(choice).live
    assert status_differences() == []


def test_a_page_in_moderation_is_left_alone(choice: Choice, admin_user: Any) -> None:
    from wagtail.models import Workflow

    edited = page(choice)
    edited.body = GuidancePage.body.field.to_python(prose("We meet each month."))
    edited.save_revision()
    workflow = Workflow.objects.get()
    workflow.start(page(choice), admin_user)
    translate("en", {("", "Her ay toplanırız."): "We come together every month."})

    publish()

    assert page(choice).workflow_in_progress
    latest = page(choice).get_latest_revision_as_object()
    assert shown_paragraphs(latest) == ["We meet each month."]


def test_a_locked_page_is_left_alone(choice: Choice) -> None:
    GuidancePage.objects.filter(pk=page(choice).pk).update(locked=True)
    translate("en", {("", "Her ay toplanırız."): "We come together every month."})

    publish()

    assert shown_paragraphs(page(choice))[0] == "We meet every month."


# ---- rules


def automatic(language: str, threshold: int | None = None) -> None:
    LocalePolicy.objects.update_or_create(
        locale=language, defaults={"mode": "automatic", "threshold": threshold}
    )


def test_the_rule_is_manual_and_the_setting_the_threshold_by_default(
    settings: Any,
) -> None:
    settings.GUIDANCE_THRESHOLD = 65

    rule = load_policy("en")

    assert (rule.is_automatic, rule.threshold) == (False, 65)
    automatic("en", 0)
    assert (load_policy("en").is_automatic, load_policy("en").threshold) == (True, 0)


def test_a_published_source_is_followed_under_an_automatic_rule(
    choice: Choice, django_capture_on_commit_callbacks: Any
) -> None:
    automatic("en")

    with django_capture_on_commit_callbacks(execute=True):
        make_page(choice, prose("Tutanak tutarız."))

    assert shown_paragraphs(page(choice)) == ["We keep minutes."]


def test_under_a_manual_rule_nothing_is_published_by_itself(
    choice: Choice, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_page(choice, prose("Tutanak tutarız."))

    assert len(shown_paragraphs(page(choice))) == 2


def test_a_live_translation_does_not_lose_text_under_an_automatic_rule(
    choice: Choice, django_capture_on_commit_callbacks: Any
) -> None:
    automatic("en", 0)

    with django_capture_on_commit_callbacks(execute=True):
        make_page(choice, prose("Her ay toplanırız.", "Yeni bir paragraf var."))

    assert shown_paragraphs(page(choice)) == [
        "We meet every month.",
        "We keep minutes.",
    ]


def test_an_import_that_holds_the_lock_is_followed_when_it_has_finished(
    choice: Choice, django_capture_on_commit_callbacks: Any
) -> None:
    automatic("en")

    with content_lock("import"):
        with django_capture_on_commit_callbacks(execute=True):
            make_page(choice, prose("Tutanak tutarız."))
        during = shown_paragraphs(page(choice))

    assert len(during) == 2
    assert shown_paragraphs(page(choice)) == ["We keep minutes."]
