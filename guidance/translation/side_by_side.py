"""A page and its source beside each other, text by text: what the editor's panel shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count

from guidance.catalog.context import LINK, context
from guidance.catalog.entry import Key
from guidance.catalog.message import Document, Use, digest, document_places
from guidance.conf import guidance_settings
from guidance.models import (
    Choice,
    GuidancePage,
    Message,
    MessageUse,
    Translation,
    TranslationState,
)
from guidance.segments.filled import filled_from_json
from guidance.segments.leaf import Leaf
from guidance.segments.segment import EMPTY, to_segment
from guidance.translation.extract import choice_document, source_pages
from guidance.translation.provenance import Provenance, load_provenances
from guidance.translation.source_state import page_specific


class SideState(StrEnum):
    """What a text waits for."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    LEFT_OUT = "left-out"
    # The page has it, the source does not.
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Side:
    """One text of the source, what it says in the language, and what the page shows.

    ``before`` is the source text that the page, or a fuzzy translation, was made from,
    when that was another one. ``others`` counts the other pages with the same message.
    """

    leaf: str
    kind: str
    source: str
    text: str
    state: SideState
    shown: str | None = None
    before: str = ""
    is_new: bool = False
    is_source_shown: bool = False
    is_page_specific: bool = False
    others: int = 0
    provenance: Provenance | None = None

    @property
    def differs(self) -> bool:
        """Whether visitors read something else than what is translated."""
        return self.shown is not None and self.shown != self.text


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All texts of a choice in one language, in reading order."""

    source: GuidancePage | None
    page: GuidancePage | None
    sides: tuple[Side, ...]

    def count(self, state: SideState) -> int:
        return sum(side.state is state for side in self.sides)


def load_sides(choice: Choice, language: str) -> SideBySide:
    """Return source and translation side by side; a fixed number of statements."""
    source = source_pages([choice.pk]).get(choice.pk)
    page = (
        GuidancePage.objects.filter(choice=choice, locale__language_code=language)
        .select_related("locale", "choice__question")
        .first()
    )
    document = _document(choice, source)
    kinds = {leaf.id: leaf for leaf in document.leaves}
    uses = [
        use for use in document_places(document, page_specific()) if use.msgctxt != LINK
    ]
    reader = _Reader(choice.key, language, kinds, page)
    return SideBySide(source, page, (*reader.sides(uses), *reader.own_sides()))


def _document(choice: Choice, source: GuidancePage | None) -> Document:
    leaves = source.leaves() if source is not None else ()
    return choice_document(choice, leaves, guidance_settings().source)


def shared_key(choice: Choice, leaf_id: str) -> Key | None:
    """Return the message that a text shares with other pages; None for no such text."""
    source = source_pages([choice.pk]).get(choice.pk)
    document = _document(choice, source)
    return next(
        (
            (context(leaf, choice.key), to_segment(leaf.inline))
            for leaf in document.leaves
            if leaf.id == leaf_id
        ),
        None,
    )


class _Reader:
    """What is known of the texts of one choice in one language."""

    def __init__(
        self,
        owner: str,
        language: str,
        kinds: Mapping[str, Leaf],
        page: GuidancePage | None,
    ) -> None:
        self._owner = owner
        self._language = language
        self._leaves = kinds
        self._page = page
        self._shown = {leaf.id: leaf for leaf in page.leaves()} if page else {}
        self._untranslated = set(page.untranslated_leaves) if page else set()
        filled = filled_from_json(page.filled).by_id() if page else {}
        self._filled = {name: leaf.message for name, leaf in filled.items()}
        self._former = _texts(self._filled.values())

    def sides(self, uses: Sequence[Use]) -> list[Side]:
        keys = {use.leaf: self._keys(use) for use in uses}
        wanted = {digest(*key) for pair in keys.values() for key in pair}
        rows = _translations(wanted, self._language)
        pasts = load_provenances(
            [row.message_id for row in rows.values()], self._language
        )
        others = _others({digest(*shared) for _, shared in keys.values()}, self._owner)
        found = []
        for use in uses:
            own, shared = keys[use.leaf]
            row = rows.get(digest(*own)) or rows.get(digest(*shared))
            found.append(
                self._side(
                    use,
                    row,
                    pasts.get(row.message_id) if row else None,
                    others.get(digest(*shared), 0),
                )
            )
        return found

    def own_sides(self) -> list[Side]:
        """Return the texts that only the page has."""
        return [
            Side(
                leaf=leaf.id,
                kind=leaf.kind.value,
                source="",
                text="",
                state=SideState.OWN,
                shown=to_segment(leaf.inline),
                before=self._former.get(self._filled.get(leaf.id, ""), ""),
            )
            for leaf in self._shown.values()
            if leaf.id not in self._leaves
        ]

    def _keys(self, use: Use) -> tuple[Key, Key]:
        leaf = self._leaves[use.leaf]
        return (self._owner, use.msgid), (context(leaf, self._owner), use.msgid)

    def _side(
        self,
        use: Use,
        row: Translation | None,
        provenance: Provenance | None,
        others: int,
    ) -> Side:
        leaf = self._leaves[use.leaf]
        shown = self._shown.get(use.leaf)
        is_own = row is not None and row.message.msgctxt == self._owner
        natural = context(leaf, self._owner) == self._owner
        state = _state(row)
        return Side(
            leaf=use.leaf,
            kind=leaf.kind.value,
            source=use.msgid,
            text=row.msgstr if row else "",
            state=state,
            shown=to_segment(shown.inline) if shown else None,
            before=self._before(use, row),
            is_new=self._page is not None
            and bool(self._filled)
            and leaf.id not in self._filled
            and leaf.id not in ("choice", "question")
            and state is not SideState.LEFT_OUT,
            is_source_shown=use.leaf in self._untranslated,
            is_page_specific=is_own and not natural,
            others=others,
            provenance=provenance,
        )

    def _before(self, use: Use, row: Translation | None) -> str:
        if (
            row is not None
            and row.state == TranslationState.FUZZY
            and row.previous_msgid
        ):
            return row.previous_msgid
        former = self._former.get(self._filled.get(use.leaf, ""), "")
        return former if former != use.msgid else ""


def _state(row: Translation | None) -> SideState:
    if row is None or not row.msgstr:
        return SideState.UNTRANSLATED
    if row.state == TranslationState.FUZZY:
        return SideState.FUZZY
    if row.msgstr.strip() == EMPTY:
        return SideState.LEFT_OUT
    return SideState.TRANSLATED


def _texts(digests: Iterable[str]) -> dict[str, str]:
    rows = Message.objects.filter(digest__in=set(digests))
    return dict(rows.values_list("digest", "msgid"))


def _translations(digests: set[str], language: str) -> dict[str, Translation]:
    rows = Translation.objects.filter(
        locale=language, message__digest__in=digests
    ).exclude(msgstr="")
    return {row.message.digest: row for row in rows.select_related("message")}


def _others(digests: set[str], owner: str) -> dict[str, int]:
    """Return on how many other pages each message stands."""
    uses = MessageUse.objects.filter(message__digest__in=digests).exclude(owner=owner)
    rows = uses.order_by().values("message__digest")
    counted = rows.annotate(pages=Count("owner", distinct=True))
    return {row["message__digest"]: row["pages"] for row in counted}
