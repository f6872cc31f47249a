"""Guidance pages: one for each choice and language, under the index of its language."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from wagtail.models import Locale, Page

from guidance.conf import guidance_settings
from guidance.doctor.check import Check, Problem
from guidance.doctor.names import page_name
from guidance.models import GuidanceIndexPage, GuidancePage
from guidance.models.pages import translation_key

_CHUNK = 200


def guidance_pages() -> Iterator[GuidancePage]:
    """Yield every guidance page as it is live, without holding all of them."""
    pages = GuidancePage.objects.order_by("pk").select_related(
        "choice__question", "locale"
    )
    yield from pages.iterator(chunk_size=_CHUNK)


def missing_locales() -> Iterator[Problem]:
    known = set(Locale.all_objects.values_list("language_code", flat=True))
    for language in guidance_settings().languages:
        if language not in known:
            yield Problem(f"language {language}", "there is no Locale row for it")


def wrong_indexes() -> Iterator[Problem]:
    """Find languages with pages and no index, with two, and indexes that are strangers."""
    rows = list(
        GuidanceIndexPage.objects.order_by("path").values_list(
            "pk", "locale__language_code", "translation_key"
        )
    )
    seen = set()
    for pk, language, key in rows:
        if language in seen:
            yield Problem(f"page {pk}", f"it is a second index page in {language}")
        elif key != rows[0][2]:
            yield Problem(
                f"page {pk}", f"it is no translation of the index page {rows[0][0]}"
            )
        seen.add(language)
    used = GuidancePage.objects.order_by("locale__language_code").values_list(
        "locale__language_code", flat=True
    )
    for language in used.distinct():
        if language not in seen:
            yield Problem(f"language {language}", "it has pages and no index page")


def wrong_places() -> Iterator[Problem]:
    """Find pages that are not below the index page of their language."""
    indexes = dict(GuidanceIndexPage.objects.values_list("path", "locale_id"))
    rows = GuidancePage.objects.order_by("pk").values_list("pk", "path", "locale_id")
    for pk, path, locale in rows.iterator():
        if indexes.get(path[: -Page.steplen]) != locale:
            yield Problem(
                f"page {pk}", "it does not stand below the index page of its language"
            )


def wrong_keys() -> Iterator[Problem]:
    """Find pages that Wagtail would not take for translations of each other."""
    rows = GuidancePage.objects.order_by("pk").values_list(
        "pk",
        "choice__question__number",
        "choice__number",
        "locale__language_code",
        "translation_key",
    )
    for pk, question, choice, language, key in rows.iterator():
        if key != translation_key(question, choice):
            yield Problem(
                page_name(pk, question, choice, language),
                f"its translation key {key} is not that of its choice",
            )


def second_pages() -> Iterator[Problem]:
    """Find choices with two pages in one language."""
    rows = (
        GuidancePage.objects.values_list(
            "choice__question__number", "choice__number", "locale__language_code"
        )
        .annotate(pages=Count("pk"))
        .filter(pages__gt=1)
        .order_by()
    )
    for question, choice, language, pages in rows:
        yield Problem(f"choice {question}.{choice} {language}", f"it has {pages} pages")


def incomplete_pages() -> Iterator[Problem]:
    """Find rows of Wagtail's table of pages whose own part is missing."""
    for model in (GuidancePage, GuidanceIndexPage):
        kind = ContentType.objects.get_for_model(model)
        incomplete = Page.objects.filter(content_type=kind).exclude(
            pk__in=model.objects.values("pk")
        )
        for pk in incomplete.order_by("pk").values_list("pk", flat=True):
            yield Problem(f"page {pk}", f"its row of {model._meta.db_table} is missing")  # noqa: SLF001 - public API


CHECKS = (
    Check(
        "locale-missing", "Run `manage.py migrate`, which makes it.", missing_locales
    ),
    Check(
        "index-page",
        "Delete a second index page when it is empty; an import or a publication makes "
        "a missing one.",
        wrong_indexes,
    ),
    Check(
        "page-incomplete",
        "Restore the last backup, or delete the page in the admin.",
        incomplete_pages,
    ),
    Check(
        "page-place",
        "Move the page below the index page of its language in the admin.",
        wrong_places,
    ),
    Check(
        "page-key",
        "Open the page in the admin and save it: saving sets the key.",
        wrong_keys,
    ),
    Check("page-twice", "Delete one of the two in the admin.", second_pages),
)
