"""Where each question and choice stands in each language, stored and kept right.

Counted in SQL from what the catalog and the pages say, for some owners or for all. Every
path that changes messages, translations or pages calls ``refresh_status`` in its own
transaction, or ``refresh_page_status`` where only pages changed, which ``refreshed_once``
does not put off; ``status_differences`` computes the same anew and proves it.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Q, QuerySet

from guidance.bulk_rows import insert_rows
from guidance.catalog.context import CHOICE, HEADING, LINK
from guidance.conf import guidance_settings
from guidance.models import (
    Choice,
    GuidancePage,
    MessageUse,
    Question,
    StatusState,
    Translation,
    TranslationState,
    TranslationStatus,
    choice_key,
)

_CHUNK = 500
_OF_THE_OWNER = Q(leaf__in=("choice", "question"))


@dataclass(frozen=True, slots=True)
class Counts:
    """The texts of an owner in one language; ``has_text`` is about its own one."""

    total: int = 0
    translated: int = 0
    fuzzy: int = 0
    has_text: bool = False
    has_heading: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a status needs to know of a page."""

    pk: int
    choice: int
    language: str
    live: bool
    digest: str
    made_from: str
    untranslated: int
    is_adapted: bool
    has_own_heading: bool
    published_at: datetime | None


# Where a row belongs: its owner and its language.
_Key = tuple[str, str]


class _Standing(NamedTuple):
    """What a row says; the names are those of ``TranslationStatus``."""

    question: int
    choice: int | None
    state: str
    page: int | None
    total: int
    translated: int
    fuzzy: int
    has_heading: bool
    shown_untranslated: int
    stale_since: datetime | None
    is_adapted: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A question, or a choice of it, and the languages that its text is shown in."""

    question: int
    choice: int | None
    owner: str
    has_text: bool
    languages: frozenset[str]


# What waits for the end of ``refreshed_once``: owners (None: all) and languages.
_waiting: ContextVar[list[tuple[Collection[str] | None, tuple[str, ...]]] | None] = (
    ContextVar("waiting", default=None)
)


def refresh_status(
    owners: Iterable[str] | None = None, languages: Iterable[str] | None = None
) -> int:
    """Store where the owners (``q10``, ``q10.c2``; None: all) stand; return the changes.

    Runs in the caller's transaction, with the same number of statements for one owner
    and for five hundred.
    """
    chosen = tuple(languages or guidance_settings().targets)
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((None if owners is None else frozenset(owners), chosen))
        return 0
    if owners is None:
        return _store(_wanted(None, chosen), _stored(None, chosen))
    return sum(
        _store(_wanted(chunk, chosen), _stored(chunk, chosen))
        for chunk in _chunks(owners)
    )


def refresh_page_status(owners: Iterable[str]) -> int:
    """Do the same after nothing but pages changed: no text is counted again."""
    languages = tuple(guidance_settings().targets)
    changed = 0
    for chunk in _chunks(owners):
        stored = _stored(chunk, languages)
        changed += _store(_wanted(chunk, languages, stored), stored)
    return changed


@contextmanager
def refreshed_once() -> Iterator[None]:
    """Let what is to be refreshed in the block be refreshed at its end, all of it once.

    Inside, ``refresh_status`` stores nothing yet, and its result says nothing. After an
    exception nothing is refreshed: the transaction is undone.
    """
    waiting: list[tuple[Collection[str] | None, tuple[str, ...]]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for languages in dict.fromkeys(languages for _, languages in waiting):
        asked = [owners for owners, others in waiting if others == languages]
        known = [owners for owners in asked if owners is not None]
        everything = len(known) < len(asked)
        refresh_status(None if everything else set().union(*known), languages)


def status_differences() -> list[str]:
    """Return a line for each row that is not what it follows from; none is right."""
    languages = guidance_settings().targets
    stored = _stored(None, languages)
    wanted = _wanted(None, languages)
    return [
        f"{owner} {language}: {_said(stored.get((owner, language)))} is stored, "
        f"{_said(wanted.get((owner, language)))} is right"
        for owner, language in sorted({*stored, *wanted})
        if stored.get((owner, language)) != wanted.get((owner, language))
    ]


def state_of(
    source: PageFacts | None, page: PageFacts | None, counts: Counts, *, has_text: bool
) -> StatusState:
    """Return the state that a visitor sees. Pure.

    ``has_text`` says that the question or choice itself shows a text in the language.
    """
    if page is None and source is None:
        if not has_text:
            return StatusState.MISSING
        return StatusState.PUBLISHED if counts.has_text else StatusState.STALE
    if page is None:
        return StatusState.MISSING
    if not page.live:
        return StatusState.DRAFT
    if source is not None and is_behind(page, source):
        return StatusState.STALE
    return StatusState.PARTIAL if page.untranslated else StatusState.PUBLISHED


def is_behind(page: PageFacts, source: PageFacts) -> bool:
    """Whether a page was made from another text than the source's live one."""
    return bool(page.made_from and source.digest and page.made_from != source.digest)


# ---- what it should be


def _wanted(
    owners: Collection[str] | None,
    languages: Sequence[str],
    stored: Mapping[_Key, _Standing] | None = None,
) -> dict[_Key, _Standing]:
    """Return what is right; how much is translated, ``stored`` knows where it is given."""
    places = _places(owners)
    choices = None if owners is None else {each.choice for each in places}
    pages = _pages(choices)
    source = guidance_settings().source
    counts = (
        _counts(owners, languages)
        if stored is None
        else _counted(places, languages, pages, stored)
    )
    return {
        (place.owner, language): _standing(
            place,
            language,
            counts.get((place.owner, language), Counts()),
            pages.get((place.choice, source)),
            pages.get((place.choice, language)),
        )
        for language in languages
        for place in places
    }


def _standing(
    place: _Place,
    language: str,
    counts: Counts,
    source: PageFacts | None,
    page: PageFacts | None,
) -> _Standing:
    has_text = language in place.languages
    if (
        page is not None
        and not page.has_own_heading
        and place.has_text
        and not has_text
    ):
        # The heading is the text of the choice, and shows the source language.
        page = replace(page, untranslated=page.untranslated + 1)
    state = state_of(source, page, counts, has_text=has_text)
    is_stale = state is StatusState.STALE and source is not None
    return _Standing(
        question=place.question,
        choice=place.choice,
        state=state.value,
        page=page.pk if page else None,
        total=counts.total,
        translated=counts.translated,
        fuzzy=counts.fuzzy,
        has_heading=counts.has_heading,
        shown_untranslated=page.untranslated if page and page.live else 0,
        stale_since=source.published_at if is_stale and source else None,
        is_adapted=page is not None and page.is_adapted,
    )


def _places(owners: Collection[str] | None) -> list[_Place]:
    codes = (guidance_settings().source, *guidance_settings().targets)
    # Columns, not rows: a model instance asks for each of its texts several times.
    columns = [Question.text_column(code) for code in codes]
    questions = Question.objects.order_by("number")
    choices = Choice.objects.order_by("question__number", "number")
    if owners is not None:
        numbers = {_number(each) for each in owners}
        questions = questions.filter(number__in=numbers)
        choices = choices.filter(question__number__in=numbers)
    places = [
        _place(f"q{number}", question, None, codes, texts)
        for question, number, *texts in questions.values_list("pk", "number", *columns)
    ]
    places += [
        _place(choice_key(above, number), question, choice, codes, texts)
        for choice, question, above, number, *texts in choices.values_list(
            "pk", "question_id", "question__number", "number", *columns
        )
    ]
    wanted = None if owners is None else set(owners)
    return [place for place in places if wanted is None or place.owner in wanted]


def _place(
    owner: str,
    question: int,
    choice: int | None,
    codes: Sequence[str],
    texts: Sequence[str | None],
) -> _Place:
    """Return a place; the first of its texts is that in the source language."""
    shown = [code for code, text in zip(codes[1:], texts[1:], strict=True) if text]
    return _Place(question, choice, owner, bool(texts[0]), frozenset(shown))


def _number(owner: str) -> int:
    """Return the question of an owner.

    >>> _number("q10.c2"), _number("q10")
    (10, 10)
    """
    return int(owner[1:].partition(".")[0])


def _pages(
    choices: Collection[int | None] | None,
) -> dict[tuple[int | None, str], PageFacts]:
    """Return {(choice, language): page}; of the source only what everybody may read."""
    source = guidance_settings().source
    pages = GuidancePage.objects.order_by()
    if choices is not None:
        pages = pages.filter(choice__in=[pk for pk in choices if pk is not None])
    # Asked for choices and a language, SQLite would go over all pages of the language.
    public = set(pages.live().public().values_list("pk", flat=True))
    return {
        (facts.choice, facts.language): facts
        for facts in _facts(pages)
        if facts.language != source or facts.pk in public
    }


def _facts(pages: QuerySet[GuidancePage]) -> Iterator[PageFacts]:
    # Bodies and the rest of a page are never read for this.
    rows = pages.values_list(
        "pk",
        "choice_id",
        "locale__language_code",
        "live",
        "content_digest",
        "source_digest",
        "untranslated_leaves",
        "is_adapted",
        "heading",
        "last_published_at",
    )
    for row in rows:
        pk, choice, language, live, said, made_from, untranslated, *rest = row
        adapted, heading, day = rest
        yield PageFacts(
            pk=pk,
            choice=choice,
            language=language,
            live=live,
            digest=said,
            made_from=made_from,
            untranslated=len(untranslated),
            is_adapted=adapted,
            has_own_heading=bool(heading),
            published_at=day,
        )


def _counts(
    owners: Collection[str] | None, languages: Sequence[str]
) -> dict[_Key, Counts]:
    """Return how much of each owner is translated; no text is read.

    One statement for the texts and one for all languages, none of which it goes into
    before the first translation.
    """
    uses = MessageUse.objects.exclude(message__msgctxt=LINK).order_by()
    if owners is not None:
        uses = uses.filter(owner__in=list(owners))
    said = _said_in(uses, languages)
    of_page = Count("pk", filter=~_OF_THE_OWNER)
    totals = uses.values("owner").annotate(texts=of_page).values_list("owner", "texts")
    return {
        (owner, language): Counts(texts, *said.get((owner, language), ()))
        for owner, texts in totals
        for language in languages
    }


def _counted(
    places: Iterable[_Place],
    languages: Sequence[str],
    pages: Container[tuple[int | None, str]],
    stored: Mapping[_Key, _Standing],
) -> dict[_Key, Counts]:
    """Return what was counted before; anew where that is not stored.

    Whether the own text of an owner is translated is only asked where there is no source
    page, and not stored.
    """
    source = guidance_settings().source
    missing = [
        place.owner
        for place in places
        if (place.choice, source) not in pages
        or any((place.owner, language) not in stored for language in languages)
    ]
    counts = {
        key: Counts(
            said.total, said.translated, said.fuzzy, has_heading=said.has_heading
        )
        for key, said in stored.items()
    }
    return counts | (_counts(missing, languages) if missing else {})


def _said_in(
    uses: QuerySet[MessageUse], languages: Sequence[str]
) -> dict[_Key, tuple[int, int, bool, bool]]:
    """Return what is translated where anything is, as ``Counts`` has it."""
    translations = Translation.objects.filter(locale__in=languages)
    if not translations.exists():
        return {}
    done = Q(said__state=TranslationState.TRANSLATED) & ~Q(said__msgstr="")
    rows = (
        uses.annotate(
            said=FilteredRelation(
                "message__translations",
                condition=Q(message__translations__locale__in=languages),
            )
        )
        .filter(said__isnull=False)
        .values("owner", "said__locale")
        .annotate(
            done=Count("pk", filter=~_OF_THE_OWNER & done),
            fuzzy=Count(
                "pk", filter=~_OF_THE_OWNER & Q(said__state=TranslationState.FUZZY)
            ),
            own=Count("pk", filter=_OF_THE_OWNER & done),
            heading=Count("pk", filter=Q(leaf__in=(CHOICE, HEADING)) & done),
        )
        .values_list("owner", "said__locale", "done", "fuzzy", "own", "heading")
    )
    return {
        (owner, language): (done, fuzzy, bool(own), bool(heading))
        for owner, language, done, fuzzy, own, heading in rows
    }


# ---- what is stored


def _stored(
    owners: Collection[str] | None, languages: Sequence[str]
) -> dict[_Key, _Standing]:
    rows = TranslationStatus.objects.filter(locale__in=languages)
    if owners is not None:
        rows = rows.filter(owner__in=list(owners))
    values = rows.order_by().values_list("owner", "locale", *_Standing._fields)
    return {(owner, locale): _Standing(*said) for owner, locale, *said in values}


def _store(wanted: Mapping[_Key, _Standing], stored: Mapping[_Key, _Standing]) -> int:
    changed = [(*key, *said) for key, said in wanted.items() if said != stored.get(key)]
    insert_rows(
        TranslationStatus,
        ("owner", "locale", *_Standing._fields),
        changed,
        unique=("owner", "locale"),
        update=_Standing._fields,
    )
    return len(changed)


def _said(row: _Standing | None) -> str:
    if row is None:
        return "no row"
    return f"{row.state} {row.translated}/{row.total}"


def _chunks(owners: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(sorted(set(owners)))
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
