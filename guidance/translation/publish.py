"""Publishing: source page and translations of a language → the page in that language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from guidance.catalog.entry import Key
from guidance.collector import OF_A_CATALOG, rare_collections
from guidance.conf import guidance_settings
from guidance.models import GuidancePage, choice_key
from guidance.publication.lock import HeldLock, content_lock
from guidance.publication.pages import (
    PageWrite,
    batches,
    lock_pages,
    write_pages,
)
from guidance.publication.valid import PagesRefusedError
from guidance.segments.filled import Filled, read_written
from guidance.segments.inline import Link, page_link, plain_text
from guidance.segments.leaf import Leaf
from guidance.segments.stream import Stream, fill
from guidance.translation.adapted import Draft, Source, review
from guidance.translation.changes import gathered
from guidance.translation.columns import (
    NOTHING,
    Withdrawal,
    is_translated,
    write_columns,
)
from guidance.translation.existing_pages import FIELDS, Existing, load_existing
from guidance.translation.extract import refresh_messages, source_pages
from guidance.translation.memory import load_memory
from guidance.translation.page_text import (
    LinkChange,
    PageText,
    filled_leaves,
    page_text,
)

# Stands for a page that a plan would make: no page has it.
_TO_BE_MADE = 0


class Outcome(StrEnum):
    """What happened to a page, by the name that reports count."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    BELOW_THRESHOLD = "below-threshold"
    NO_HEADING = "no-heading"
    STALE = "stale"
    EDITED = "edited"
    # An editor changed the structure of the page: it stays, …
    ADAPTED = "adapted"
    # … and new translations of its texts are a draft that somebody has to publish.
    DRAFTED = "drafted"
    # There is something in the page that cannot be stored.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """One page of a publication; ``percent`` of its leaves are translated.

    ``refusal`` says what is wrong with a page that cannot be stored, ``has_page_link``
    that it leads to a page of this site.
    """

    question: int
    choice: int
    outcome: Outcome
    percent: int
    refusal: ValidationError | None = None
    has_page_link: bool = False

    @property
    def owner(self) -> str:
        return choice_key(self.question, self.choice)


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
class Version:
    """What the page shall say."""

    fields: Mapping[str, str]
    stream: Stream
    source: Source
    has_heading: bool

    @property
    def text(self) -> PageText:
        return self.source.text


@rare_collections(OF_A_CATALOG)
def publish_translations(
    order: Order, *, now: datetime, user: Any = None
) -> list[PageOutcome]:
    """Make or update the pages of a language; return what happened to each.

    Fuzzy translations are never used. Raises LockHeldError when somebody else writes.
    """
    with content_lock("publish_translations") as lock:
        _prepare(order, now)
        outcomes = _publish(order, lock, user)
        if _links_to_new(outcomes):
            # A page may link to one that was made after it: now that is there.
            again = _publish(_linking(order, outcomes), lock, user)
            outcomes = {
                pk: _first(row, again.get(pk, row)) for pk, row in outcomes.items()
            }
    return list(outcomes.values())


def plan_translations(order: Order, *, now: datetime) -> list[PageOutcome]:
    """Return what ``publish_translations`` would do; nothing is stored.

    The caller holds the lock.
    """
    with transaction.atomic():
        _prepare(order, now)
        again = outcomes = _planned(order, ())
        if _links_to_new(outcomes):
            new = [pk for pk, row in outcomes.items() if row.outcome is Outcome.CREATED]
            again = _planned(_linking(order, outcomes), new)
        transaction.set_rollback(True)
    return [_first(row, again.get(pk, row)) for pk, row in outcomes.items()]


def _planned(order: Order, new: Collection[int]) -> dict[int, PageOutcome]:
    """Return {choice pk: what would happen}; ``new`` are choices that get a page."""
    translations = load_memory(order.language).published()
    to_be_made = dict.fromkeys(new, _TO_BE_MADE)
    links = _page_links(to_be_made | _page_pks(order.language))
    outcomes = {}
    for choices in batches(_wanted(order.owners)):
        existing = load_existing(choices, order.language)
        for source in _sources(choices):
            version = make_version(source, translations, links)
            outcome = decide(version, existing.get(source.choice_id), order)
            outcomes[source.choice_id] = _row(source, outcome, version)
    return outcomes


def _prepare(order: Order, now: datetime) -> None:
    """Make messages and columns what they have to be before pages are written."""
    refresh_messages(now)
    shown = Withdrawal(owners=order.owners) if order.show_source else NOTHING
    write_columns(order.language, shown)


def _links_to_new(outcomes: Mapping[int, PageOutcome]) -> bool:
    """Whether a page was made, and one links to a page that may be it."""
    rows = outcomes.values()
    is_new = any(row.outcome is Outcome.CREATED for row in rows)
    return is_new and any(row.has_page_link for row in rows)


def _first(first: PageOutcome, again: PageOutcome) -> PageOutcome:
    return again if first.outcome is Outcome.UNCHANGED else first


def _linking(order: Order, outcomes: Mapping[int, PageOutcome]) -> Order:
    """Return the order for the pages alone that link to others."""
    rows = outcomes.values()
    return replace(order, owners={row.owner for row in rows if row.has_page_link})


def _publish(order: Order, lock: HeldLock, user: Any) -> dict[int, PageOutcome]:
    """Write what is to be written, batch by batch; return {choice pk: what happened}."""
    translations = load_memory(order.language).published()
    links = _page_links(_page_pks(order.language))
    outcomes: dict[int, PageOutcome] = {}
    for choices in batches(_wanted(order.owners)):
        with transaction.atomic(), gathered(by_hand=False):
            lock.check()
            lock_pages(GuidancePage.objects.filter(choice__in=choices))
            existing = load_existing(choices, order.language)
            rows, writes = {}, []
            for source in _sources(choices):
                version = make_version(source, translations, links)
                outcome = decide(version, existing.get(source.choice_id), order)
                rows[source.choice_id] = _row(source, outcome, version)
                if outcome in (Outcome.CREATED, Outcome.UPDATED):
                    writes.append(_write(source, order.language, version))
                elif outcome is Outcome.DRAFTED:
                    draft = existing[source.choice_id].draft
                    writes.append(_review(source, order.language, draft, version))
            for choice, refusal in _write_all(writes, user=user).items():
                row = rows[choice]
                rows[choice] = replace(row, outcome=Outcome.REFUSED, refusal=refusal)
            outcomes |= rows
    return outcomes


def _write_all(writes: Sequence[PageWrite], *, user: Any) -> dict[int, ValidationError]:
    """Write the pages; return {choice pk: refusal} of those that cannot be stored."""
    try:
        with transaction.atomic():
            write_pages(writes, user=user)
    except PagesRefusedError as error:
        rest = [write for write in writes if write.choice.pk not in error.refusals]
        return error.refusals | _write_all(rest, user=user)
    return {}


def decide(version: Version, existing: Existing | None, order: Order) -> Outcome:
    """Return what is to happen to a page. Pure."""
    if existing is None:
        return _decide_new(version, order)
    if existing.is_edited:
        return Outcome.EDITED
    if existing.draft is not None:
        is_news = review(existing.draft, version.source) is not None
        return Outcome.DRAFTED if is_news else Outcome.ADAPTED
    if _is_same(version, existing):
        return Outcome.UNCHANGED
    if not order.show_source and _loses_text(version, existing):
        return Outcome.STALE
    return Outcome.UPDATED


def _decide_new(version: Version, order: Order) -> Outcome:
    if not version.has_heading:
        return Outcome.NO_HEADING
    is_enough = version.text.percent >= order.threshold
    return Outcome.CREATED if is_enough else Outcome.BELOW_THRESHOLD


def make_version(
    source: GuidancePage,
    translations: Mapping[Key, str],
    links: Mapping[int, int],
) -> Version:
    """Return what ``source`` says in the language of ``translations``.

    ``links`` maps source pages to the pages of the language.
    """
    owner = source.choice.key
    leaves = source.leaves()
    text = page_text(owner, leaves, translations, _link_change(links))
    fields = {name: _field(name, source, leaves, text) for name in FIELDS}
    has_own_heading = bool(fields["heading"]) and "heading" not in text.untranslated
    return Version(
        fields=fields,
        stream=fill(source.stream(), text.values),
        source=Source(leaves, text, source.content_digest),
        # Not what the choice shows now: that may be from an older text of the source.
        has_heading=has_own_heading or is_translated(source.choice, translations),
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
        and not _loses_heading(version, existing)
        and existing.stream == version.stream
        and existing.fields == version.fields
        and existing.untranslated == frozenset(version.text.untranslated)
        and existing.source_digest == version.source.digest
    )


def _loses_text(version: Version, existing: Existing) -> bool:
    """Whether a reader would see source text where there is a translation now."""
    new = set(version.text.untranslated) - existing.untranslated
    return existing.is_live and (bool(new) or _loses_heading(version, existing))


def _loses_heading(version: Version, existing: Existing) -> bool:
    return existing.has_heading and not version.has_heading


def _write(source: GuidancePage, language: str, version: Version) -> PageWrite:
    structure, leaves = read_written(version.stream)
    return PageWrite(
        choice=source.choice,
        language=language,
        stream=version.stream,
        publish=True,
        untranslated=version.text.untranslated,
        source_digest=version.source.digest,
        filled=_filled(version.source, structure, leaves).as_json(),
        leaves=leaves,
        heading=version.fields["heading"],
        seo_title=version.fields["seo_title"],
        search_description=version.fields["search_description"],
    )


def _filled(source: Source, structure: str, there: Iterable[Leaf]) -> Filled:
    """Return the marks by which a later edit of the page is seen.

    ``structure`` and ``there``, its leaves, are those of the new body.
    """
    leaves = [leaf for leaf in there if leaf.id in source.text.values]
    fields = [
        replace(leaf, inline=value)
        for leaf in source.leaves
        if leaf.id in FIELDS and (value := source.text.values[leaf.id])
    ]
    before = [leaf for leaf in fields if leaf.id == "heading"]
    after = [leaf for leaf in fields if leaf.id != "heading"]
    written = [*before, *leaves, *after]
    return Filled(
        structure,
        filled_leaves(written, source.text),
    )


def _review(
    source: GuidancePage, language: str, draft: Draft | None, version: Version
) -> PageWrite:
    new = review(draft, version.source) if draft is not None else None
    if new is None:
        raise ValueError("there is nothing to review")
    return PageWrite(
        choice=source.choice,
        language=language,
        stream=new.stream,
        publish=False,
        untranslated=new.untranslated,
        source_digest=new.source_digest,
        filled=new.filled.as_json(),
        is_adapted=True,
        heading=new.fields["heading"],
        seo_title=new.fields["seo_title"],
        search_description=new.fields["search_description"],
    )


def _row(source: GuidancePage, outcome: Outcome, version: Version) -> PageOutcome:
    choice = source.choice
    return PageOutcome(
        choice.question.number,
        choice.number,
        outcome,
        version.text.percent,
        has_page_link=version.text.has_page_link,
    )


def _wanted(owners: Collection[str] | None) -> list[int]:
    """Return the choices (primary keys) of the source pages, in order."""
    pages = _public_source().order_by("choice__question__number", "choice__number")
    rows = pages.values_list("choice_id", "choice__question__number", "choice__number")
    return [
        pk
        for pk, question, choice in rows
        if owners is None or choice_key(question, choice) in owners
    ]


def _sources(choices: Sequence[int]) -> list[GuidancePage]:
    """Return the source pages of a batch, in its order: never those of a whole site."""
    pages = source_pages(choices)
    return [pages[pk] for pk in choices if pk in pages]


def _public_source() -> QuerySet[GuidancePage]:
    pages: QuerySet[GuidancePage] = (
        GuidancePage.objects.live()
        .public()
        .filter(locale__language_code=guidance_settings().source)
    )
    return pages


def _pages_in(language: str) -> QuerySet[GuidancePage]:
    pages: QuerySet[GuidancePage] = GuidancePage.objects.filter(
        locale__language_code=language
    )
    return pages


def _page_pks(language: str) -> dict[int, int]:
    return dict(_pages_in(language).values_list("choice_id", "pk"))


def _page_links(translated: Mapping[int, int]) -> dict[int, int]:
    """Return {source page pk: page pk} of what has a page in the language."""
    return {
        pk: translated[choice]
        for choice, pk in _public_source().values_list("choice_id", "pk")
        if choice in translated
    }
