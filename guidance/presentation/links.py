"""Where the links of a text lead for readers of its language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.models import Page

from guidance.conf import guidance_settings
from guidance.presentation.html import Attributes
from guidance.presentation.versions import below_hidden_index, shown_language
from guidance.segments.inline import Inline, Link, links
from guidance.segments.settle import is_trusted_address

_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """The addresses behind the stored links of a text, looked up at once."""

    pages: dict[str, Attributes] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def resolve(self, link: Link) -> Attributes | None:
        """Return the attributes of the ``<a>``, or None when the link leads nowhere.

        A page that is gone, unpublished or private leaves its text without a link.
        """
        stored = dict(link.attributes)
        match stored.get("linktype"):
            case "page":
                return self.pages.get(stored.get("id", ""))
            case "document":
                url = self.documents.get(stored.get("id", ""))
                return None if url is None else (("href", url),)
        href = stored.get("href")
        if href is None or not is_trusted_address(href):
            return None
        return (("href", href),)


def link_targets(
    inlines: Iterable[Iterable[Inline]], language: str, request: HttpRequest
) -> LinkTargets:
    """Look up every page and document that the texts link to.

    A page is linked in ``language`` when it can be read there, else in the source
    language, else as it was chosen. At most a handful of statements, and none for
    texts without such links.
    """
    wanted: dict[str, set[str]] = {"page": set(), "document": set()}
    for inline in inlines:
        for link in links(inline):
            stored = dict(link.attributes)
            wanted.get(stored.get("linktype", ""), set()).add(stored.get("id", ""))
    return LinkTargets(
        pages=_page_targets(wanted["page"], language, request),
        documents=_document_targets(wanted["document"], request),
    )


def _page_targets(
    ids: set[str], language: str, request: HttpRequest
) -> dict[str, Attributes]:
    chosen = dict(
        Page.objects.filter(pk__in=_known(ids)).values_list("pk", "translation_key")
        if ids
        else ()
    )
    if not chosen:
        return {}
    readable = (
        Page.objects.live()
        .public()
        .exclude(below_hidden_index())
        .filter(translation_key__in=chosen.values())
        .select_related("locale")
    )
    versions: dict[Any, dict[str, Page]] = {key: {} for key in chosen.values()}
    for page in readable:
        versions[page.translation_key][page.locale.language_code] = page
    found = {}
    for pk, key in chosen.items():
        target = _best(versions[key], language, pk)
        url = target.get_url(request) if target else None
        if target and url:
            found[str(pk)] = _page_attributes(target, url, language, request)
    return found


def _best(versions: dict[str, Page], language: str, chosen: int) -> Page | None:
    shown = shown_language(versions, language, guidance_settings().source)
    if shown is not None:
        return versions[shown]
    return next((page for page in versions.values() if page.pk == chosen), None)


def _page_attributes(
    page: Page, url: str, language: str, request: HttpRequest
) -> Attributes:
    address = request.build_absolute_uri(url)
    if page.locale.language_code == language:
        return (("href", address),)
    return (("href", address), ("hreflang", page.locale.language_code))


def _document_targets(ids: set[str], request: HttpRequest) -> dict[str, str]:
    if not ids:
        return {}
    return {
        str(document.pk): request.build_absolute_uri(document.url)
        for document in get_document_model().objects.filter(pk__in=_known(ids))
    }


def _known(ids: set[str]) -> list[int]:
    """Return the ids that a database can hold."""
    return [int(pk) for pk in ids if pk.isdecimal() and len(pk) <= _MOST_DIGITS]
