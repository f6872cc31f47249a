"""The locale trees: a Locale row and an index page for each configured language."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from guidance.conf import guidance_settings
from guidance.models import GuidanceIndexPage


def ensure_locales(using: str = "default") -> None:
    """Make the Locale row of every configured language that has none."""
    known = set(Locale.all_objects.using(using).values_list("language_code", flat=True))
    Locale.all_objects.using(using).bulk_create(
        Locale(language_code=code)
        for code, _name in settings.LANGUAGES
        if code not in known
    )


def find_index(language: str) -> GuidanceIndexPage | None:
    """Return the index page of a language, or None."""
    indexes = GuidanceIndexPage.objects.filter(locale__language_code=language)
    index: GuidanceIndexPage | None = (
        indexes.select_related("locale").order_by("path").first()
    )
    return index


@transaction.atomic
def ensure_index(language: str) -> GuidanceIndexPage:
    """Return the index page of ``language``; make and publish it when there is none.

    The index of the source language becomes the root of the default site, in place
    of Wagtail's own welcome page when nobody has touched that one. The others are
    its translations, so that their addresses are ``/<lang>/``.
    """
    index = find_index(language)
    if index is not None:
        return index
    source = guidance_settings().source
    if language == source:
        return _make_source_index(language)
    return _make_index(language, of=ensure_index(source))


def _make_source_index(language: str) -> GuidanceIndexPage:
    site = Site.objects.filter(is_default_site=True).first()
    welcome = site.root_page if site else None
    index = _make_index(language)
    if site is None:
        Site.objects.create(hostname="localhost", root_page=index, is_default_site=True)
    else:
        site.root_page = index
        site.save()
    if welcome is not None and _is_untouched_welcome(welcome):
        Page.objects.get(pk=welcome.pk).delete()
    return index


def _make_index(
    language: str, of: GuidanceIndexPage | None = None
) -> GuidanceIndexPage:
    root = Page.get_first_root_node()
    with translation.override(language):
        title = _("Guidance")
    index = GuidanceIndexPage(
        title=title,
        slug=_free_slug(root, language),
        locale=Locale.objects.get(language_code=language),
        live=True,
    )
    if of is not None:
        index.translation_key = of.translation_key
    root.add_child(instance=index)
    index.save_revision().publish()
    # As the database has it now: publishing worked on an object of its own.
    made: GuidanceIndexPage = GuidanceIndexPage.objects.get(pk=index.pk)
    return made


def _free_slug(root: Page, language: str) -> str:
    taken = set(root.get_children().values_list("slug", flat=True))
    candidates = (
        f"guidance-{language}",
        *(f"guidance-{language}-{n}" for n in range(2, 99)),
    )
    return next(slug for slug in candidates if slug not in taken)


def _is_untouched_welcome(page: Page) -> bool:
    """Whether this is the page that Wagtail's first migration made, as it was."""
    return (
        page.specific_class is Page
        and page.slug == "home"
        and page.numchild == 0
        and page.latest_revision_id is None
    )
