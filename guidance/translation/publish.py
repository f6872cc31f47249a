"""Publishing: source page and translations of a language → the page in that language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guidance.catalog.entry import Key
from guidance.models import GuidancePage
from guidance.publication.lock import HeldLock, content_lock
from guidance.publication.pages import PageWrite, batches, lock_pages, write_pages
from guidance.segments.inline import Link, page_link, plain_text
from guidance.segments.leaf import Leaf
from guidance.segments.stream import Stream, fill
from guidance.translation.columns import write_columns
from guidance.translation.extract import source_pages, sync_messages
from guidance.translation.memory import load_memory
from guidance.translation.page_text import LinkChange, PageText, page_text

_FIELDS = ("heading", "seo_title", "search_description")


class Outcome(StrEnum):
    """What happened to a page, by the name that reports count."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    BELOW_THRESHOLD = "below-threshold"
    NO_HEADING = "no-heading"
    STALE = "stale"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """One page of a publication; ``percent`` of its leaves are translated."""

    question: int
    choice: int
    outcome: Outcome
    percent: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be published.

    ``owners`` (``q10.c2``) None means all pages. ``show_source`` replaces a live translation even where
    a changed text is not translated yet, and shows the source text there.
    """

    language: str
    threshold: int
    show_source: bool = False
    owners: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Existing:
    """The page that is there: what it says, and whether a person changed it."""

    pk: int
    fields: Mapping[str, str]
    stream: Stream
    untranslated: frozenset[str]
    source_digest: str
    is_live: bool
    is_edited: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What the page shall say."""

    fields: Mapping[str, str]
    stream: Stream
    text: PageText
    source_digest: str
    has_heading: bool


def publish_translations(
    order: Order, *, now: datetime, user: Any = None
) -> list[PageOutcome]:
    """Make or update the pages of a language; return what happened to each.

    Fuzzy translations are never used. Raises LockHeldError when somebody else writes.
    """
    with content_lock("publish_translations") as lock:
        sync_messages(now)
        write_columns(order.language)
        outcomes = _publish(order, lock, user)
        if any(row.outcome is Outcome.CREATED for row in outcomes):
            # A page may link to one that was made after it: now that is there.
            again = {
                (row.question, row.choice): row for row in _publish(order, lock, user)
            }
            outcomes = [
                _first(row, again[row.question, row.choice]) for row in outcomes
            ]
    return outcomes


def _first(first: PageOutcome, again: PageOutcome) -> PageOutcome:
    return again if first.outcome is Outcome.UNCHANGED else first


def _publish(order: Order, lock: HeldLock, user: Any) -> list[PageOutcome]:
    translations = load_memory(order.language).published()
    sources = source_pages().values()
    links = _page_links(sources, _page_pks(order.language))
    outcomes = []
    for batch in batches(_wanted(sources, order.owners)):
        lock.check()
        with transaction.atomic():
            choices = [page.choice_id for page in batch]
            lock_pages(_pages_in(order.language).filter(choice__in=choices))
            existing = load_existing(choices, order.language)
            writes = []
            for source in batch:
                version = make_version(source, order.language, translations, links)
                outcome = decide(version, existing.get(source.choice_id), order)
                outcomes.append(_row(source, outcome, version))
                if outcome in (Outcome.CREATED, Outcome.UPDATED):
                    writes.append(_write(source, order.language, version))
            write_pages(writes, user=user)
    return outcomes


def decide(version: Version, existing: Existing | None, order: Order) -> Outcome:
    """Return what is to happen to a page. Pure."""
    if existing is None:
        if not version.has_heading:
            return Outcome.NO_HEADING
        is_enough = version.text.percent >= order.threshold
        return Outcome.CREATED if is_enough else Outcome.BELOW_THRESHOLD
    if existing.is_edited:
        return Outcome.EDITED
    if _is_same(version, existing):
        return Outcome.UNCHANGED
    if not order.show_source and _loses_text(version, existing):
        return Outcome.STALE
    return Outcome.UPDATED


def make_version(
    source: GuidancePage,
    language: str,
    translations: Mapping[Key, str],
    links: Mapping[int, int],
) -> Version:
    """Return what ``source`` says in ``language``.

    ``links`` maps source pages to the pages of the language.
    """
    owner = source.choice.key
    leaves = source.leaves()
    text = page_text(owner, leaves, translations, _link_change(links))
    fields = {name: _field(name, source, leaves, text) for name in _FIELDS}
    has_own_heading = bool(fields["heading"]) and "heading" not in text.untranslated
    return Version(
        fields=fields,
        stream=fill(source.stream(), text.values),
        text=text,
        source_digest=source.content_digest,
        has_heading=has_own_heading or source.choice.text_in(language) is not None,
    )


def _link_change(links: Mapping[int, int]) -> LinkChange:
    def change(link: Link) -> Link:
        attributes = dict(link.attributes)
        page = links.get(int(attributes.get("id", 0)))
        if attributes.get("linktype") != "page" or page is None:
            return link
        return page_link(page, *link.children)

    return change


def _field(
    name: str, source: GuidancePage, leaves: Iterable[Leaf], text: PageText
) -> str:
    """Return a field of plain text in the language, the source's where it has none."""
    if not any(leaf.id == name for leaf in leaves):
        return str(getattr(source, name))
    inline = text.values[name]
    return "" if inline is None else plain_text(inline)


def _is_same(version: Version, existing: Existing) -> bool:
    return (
        existing.is_live
        and existing.stream == version.stream
        and existing.fields == version.fields
        and existing.untranslated == frozenset(version.text.untranslated)
        and existing.source_digest == version.source_digest
    )


def _loses_text(version: Version, existing: Existing) -> bool:
    """Whether a reader would see source text where there is a translation now."""
    new = set(version.text.untranslated) - existing.untranslated
    return existing.is_live and bool(new)


def load_existing(choices: Sequence[int], language: str) -> dict[int, Existing]:
    """Return {choice pk: page} of what is there in a language; one query."""
    pages = _pages_in(language).filter(choice__in=choices)
    return {
        page.choice_id: Existing(
            pk=page.pk,
            fields={name: getattr(page, name) for name in _FIELDS},
            stream=page.stream(),
            untranslated=frozenset(page.untranslated_leaves),
            source_digest=page.source_digest,
            is_live=page.live,
            is_edited=page.has_unpublished_changes
            or page.content_digest != page.filled_digest,
        )
        for page in pages.select_related("locale", "choice__question")
    }


def _write(source: GuidancePage, language: str, version: Version) -> PageWrite:
    return PageWrite(
        choice=source.choice,
        language=language,
        stream=version.stream,
        publish=True,
        untranslated=version.text.untranslated,
        source_digest=version.source_digest,
        **version.fields,
    )


def _row(source: GuidancePage, outcome: Outcome, version: Version) -> PageOutcome:
    choice = source.choice
    return PageOutcome(
        choice.question.number, choice.number, outcome, version.text.percent
    )


def _wanted(
    pages: Iterable[GuidancePage], owners: Collection[str] | None
) -> list[GuidancePage]:
    return [
        page
        for page in sorted(pages, key=_number)
        if owners is None or page.choice.key in owners
    ]


def _number(page: GuidancePage) -> tuple[int, int]:
    return (page.choice.question.number, page.choice.number)


def _pages_in(language: str) -> QuerySet[GuidancePage]:
    pages: QuerySet[GuidancePage] = GuidancePage.objects.filter(
        locale__language_code=language
    )
    return pages


def _page_pks(language: str) -> dict[int, int]:
    return dict(_pages_in(language).values_list("choice_id", "pk"))


def _page_links(
    sources: Iterable[GuidancePage], translated: Mapping[int, int]
) -> dict[int, int]:
    return {
        page.pk: translated[page.choice_id]
        for page in sources
        if page.choice_id in translated
    }
