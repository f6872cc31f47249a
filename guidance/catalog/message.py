"""From documents to messages: what translators get to translate, and in which order."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from guidance.catalog.context import LINK, context_of, translatable_address
from guidance.catalog.entry import Entry, Key
from guidance.catalog.hints import (
    address_hints,
    leaf_hints,
    link_targets,
    page_hint,
)
from guidance.segments.inline import Link, links, plain_text
from guidance.segments.leaf import Leaf
from guidance.text.words import has_words


@dataclass(frozen=True, slots=True)
class Document:
    """A page, or a question, as translators see it.

    ``owner`` is its key in the questionnaire (``q10.c2``, ``q10``), ``reference`` the
    path that stands behind ``#:`` (``guidance/q10-c2``): no spaces, no line numbers,
    which would change in every file with each inserted paragraph.
    """

    owner: str
    reference: str
    title: str
    leaves: tuple[Leaf, ...]


class Use(NamedTuple):
    """One place where a message stands, with what the translator is told about it.

    ``leaf`` is the leaf's id, for an address with ``@a1`` behind it. ``targets`` are the
    lines that say where the links of a text lead. ``message`` is the key under which the
    message is stored, 0 where it was not read from there.
    """

    leaf: str
    msgctxt: str
    msgid: str
    owner: str = ""
    order: int = 0
    reference: str = ""
    page: str = ""
    hints: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    message: int = 0

    @property
    def key(self) -> Key:
        return (self.msgctxt, self.msgid)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored about a message in a language."""

    msgstr: str
    fuzzy: bool = False
    previous_msgctxt: str = ""
    previous_msgid: str = ""
    comment: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is known: no text and no note."""
        return not self.msgstr and self == _NOTHING


_NOTHING = Known("")


def digest(msgctxt: str, msgid: str) -> str:
    """Return the identity of a message as 64 hex digits, the same on every database.

    >>> digest("", "veya") == digest("q10.c2", "veya")
    False
    """
    # gettext itself joins the two with EOT, which no text has.
    return hashlib.sha256(f"{msgctxt}\4{msgid}".encode()).hexdigest()


def document_uses(document: Document, own: Collection[Key] = ()) -> tuple[Use, ...]:
    """Return the messages of a document in reading order, each with its place.

    ``own`` are the ``(owner, msgid)`` that have a translation for this page alone: there
    the document is the context. Behind the text with links come their addresses, once
    each. A text without letters and digits is no message.

    >>> from guidance.segments.leaf import LeafKind, plain_leaf
    >>> leaves = (plain_leaf("heading", LeafKind.HEADING, "Giriş"), plain_leaf("b", LeafKind.ITEM, "veya"))
    >>> for use in document_uses(Document("q10.c2", "guidance/q10-c2", "Giriş", leaves)):
    ...     print(use.order, use.leaf, use.key, use.hints)
    0 heading ('heading', 'Giriş') ('heading', 'after: veya')
    1 b ('q10.c2', 'veya') ('list item', 'before: Giriş')
    """
    page = page_hint(document.title, document.owner)
    leaves = [leaf for leaf in document.leaves if has_words(plain_text(leaf.inline))]
    hints = dict(zip((leaf.id for leaf in leaves), leaf_hints(leaves), strict=True))
    return tuple(
        Use(
            leaf=each.place,
            msgctxt=each.msgctxt,
            msgid=each.msgid,
            owner=document.owner,
            order=order,
            reference=document.reference,
            page=page,
            hints=hints[each.leaf.id]
            if each.link is None
            else address_hints(each.link),
            targets=link_targets(each.leaf) if each.link is None else (),
        )
        for order, each in enumerate(_texts(document, own))
    )


def document_places(document: Document, own: Collection[Key] = ()) -> tuple[Use, ...]:
    """Return the same without what translators are told, at less than half of the cost."""
    return tuple(
        Use(each.place, each.msgctxt, each.msgid, document.owner, order)
        for order, each in enumerate(_texts(document, own))
    )


def catalog_entries(
    uses: Iterable[Use],
    known: Mapping[Key, Known],
    obsolete: Mapping[Key, Known] | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of a catalog: one per message, in the order of the documents.

    An address that nobody translated is its own translation. ``obsolete`` are messages
    that no document has any more; what was translated of them stands at the end, sorted.

    >>> use = Use("b#k1", "", "Hazırız.", reference="guidance/q1-c1")
    >>> for entry in catalog_entries([use], {}, {("", "Eski."): Known("Old.")}):
    ...     print(entry.msgid, entry.references, entry.obsolete)
    Hazırız. ('guidance/q1-c1',) False
    Eski. () True
    """
    return translated_entries(template_entries(uses), known, obsolete)


def template_entries(uses: Iterable[Use]) -> dict[Key, Entry]:
    """Return the entries of a template: the same for every language."""
    grouped: dict[Key, list[Use]] = {}
    for use in uses:
        grouped.setdefault(use.key, []).append(use)
    return {key: _entry(found) for key, found in grouped.items()}


def translated_entries(
    template: Mapping[Key, Entry],
    known: Mapping[Key, Known],
    obsolete: Mapping[Key, Known] | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of a template with what is known, as ``catalog_entries`` does."""
    active = [
        _translated(entry, known[key]) if key in known else entry
        for key, entry in template.items()
    ]
    gone = [
        _obsolete_entry(key, value)
        for key, value in sorted((obsolete or {}).items(), key=lambda item: item[0])
        if key not in template and value.msgstr and not is_prefilled(key, value.msgstr)
    ]
    return (*active, *gone)


def is_prefilled(key: Key, msgstr: str) -> bool:
    """Tell whether a translation is what ``catalog_entries`` gives of itself."""
    return key[0] == LINK and key[1] == msgstr


class _Text(NamedTuple):
    """A message of a leaf: its text, or with ``link`` the address of one in there."""

    place: str
    msgctxt: str
    msgid: str
    leaf: Leaf
    link: Link | None = None


def _texts(document: Document, own: Collection[Key]) -> Iterator[_Text]:
    owner = document.owner
    addresses: set[str] = set()
    for leaf in document.leaves:
        text = plain_text(leaf.inline)
        if not has_words(text):
            continue
        msgid = leaf.segment
        is_own = (owner, msgid) in own
        msgctxt = owner if is_own else context_of(leaf.kind, text, owner)
        yield _Text(leaf.id, msgctxt, msgid, leaf)
        for number, link in enumerate(links(leaf.inline), 1):
            address = translatable_address(link)
            if address is not None and address not in addresses:
                addresses.add(address)
                yield _Text(f"{leaf.id}@a{number}", LINK, address, leaf, link)


def _entry(uses: list[Use]) -> Entry:
    first = uses[0]
    return Entry(
        msgctxt=first.msgctxt,
        msgid=first.msgid,
        msgstr=first.msgid if first.msgctxt == LINK else "",
        extracted=_extracted(uses),
        references=tuple(dict.fromkeys(use.reference for use in uses if use.reference)),
    )


def _translated(entry: Entry, value: Known) -> Entry:
    return replace(
        entry,
        msgstr=value.msgstr or entry.msgstr,
        fuzzy=value.fuzzy and bool(value.msgstr),
        previous_msgctxt=value.previous_msgctxt if value.fuzzy else "",
        previous_msgid=value.previous_msgid if value.fuzzy else "",
        comment=value.comment,
    )


def _extracted(uses: list[Use]) -> tuple[str, ...]:
    """Return the hints of the first place; links may lead elsewhere in the others."""
    first = uses[0]
    if len(uses) == 1:
        own = (first.page,) if first.page else ()
        return (*own, *first.hints, *dict.fromkeys(first.targets))
    pages = list(dict.fromkeys(use.page for use in uses if use.page))
    more = len(pages) - 1
    others = [f"on {more} more page{'s' if more > 1 else ''}"] if more > 0 else []
    targets = dict.fromkeys(target for use in uses for target in use.targets)
    return (*pages[:1], *first.hints, *others, *targets)


def _obsolete_entry(key: Key, value: Known) -> Entry:
    return Entry(
        msgctxt=key[0],
        msgid=key[1],
        msgstr=value.msgstr,
        fuzzy=value.fuzzy,
        previous_msgctxt=value.previous_msgctxt if value.fuzzy else "",
        previous_msgid=value.previous_msgid if value.fuzzy else "",
        comment=value.comment,
        obsolete=True,
    )
