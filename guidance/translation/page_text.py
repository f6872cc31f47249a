"""What a page says in a language, from its leaves and the translations. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.catalog.context import LINK, context, context_of, translatable_address
from guidance.catalog.entry import Key
from guidance.catalog.message import digest
from guidance.segments.filled import FilledLeaf, leaf_digest, target_name
from guidance.segments.inline import (
    Inline,
    Link,
    links,
    map_links,
    plain_text,
    web_link,
)
from guidance.segments.leaf import Leaf
from guidance.segments.segment import EMPTY, MarkupError, from_segment, to_segment
from guidance.text.address import is_safe_address
from guidance.text.words import has_words

LinkChange = Callable[[Link], Link]


@dataclass(frozen=True, slots=True)
class PageText:
    """``values`` for ``segments.fill``: leaf id → text, None where it is left out.

    ``untranslated`` are the leaf ids that show the source text; ``total`` counts the
    leaves that have something to translate. ``targets`` has for each leaf with links
    where they lead, in the order of the source, ``messages`` for each leaf the message
    that it shares with other pages.
    """

    values: Mapping[str, tuple[Inline, ...] | None]
    untranslated: tuple[str, ...]
    total: int
    targets: Mapping[str, tuple[Link, ...]]
    messages: Mapping[str, Key]

    @property
    def percent(self) -> int:
        """The translated share in whole per cent, rounded down; 100 of nothing."""
        if not self.total:
            return 100
        return (self.total - len(self.untranslated)) * 100 // self.total

    @property
    def has_page_link(self) -> bool:
        """Whether a link leads to a page of this site."""
        return any(
            ("linktype", "page") in link.attributes
            for there in self.targets.values()
            for link in there
        )


def page_text(
    owner: str,
    leaves: Iterable[Leaf],
    translations: Mapping[Key, str],
    change_link: LinkChange,
) -> PageText:
    """Return what the leaves of ``owner`` say in a language.

    ``translations`` holds what may be published, never anything fuzzy, and ``""`` where
    a document has nothing to say of its own for now. ``change_link``
    leads links between pages to the pages of the language.
    """
    values: dict[str, tuple[Inline, ...] | None] = {}
    untranslated = []
    total = 0
    targets, messages = {}, {}
    for leaf in leaves:
        text = plain_text(leaf.inline)
        message = messages[leaf.id] = (
            context_of(leaf.kind, text, owner),
            to_segment(leaf.inline),
        )
        has_text = has_words(text)
        total += has_text
        there = links(leaf.inline)
        found = (
            _translate(owner, message, leaf, there, translations) if has_text else None
        )
        if has_text and found is None:
            untranslated.append(leaf.id)
        inline = leaf.inline if found is None else found.inline
        if there:
            # Without one in the source there is none in a translation.
            if inline is not None:
                inline = map_links(inline, change_link)
            known = translations if found else {}
            targets[leaf.id] = _targets(there, known, change_link)
        values[leaf.id] = inline
    return PageText(values, tuple(untranslated), total, targets, messages)


def filled_leaves(written: Iterable[Leaf], text: PageText) -> tuple[FilledLeaf, ...]:
    """Return the leaves of a page as they were just written."""
    return tuple(
        FilledLeaf(
            leaf.id,
            digest(*text.messages[leaf.id]),
            leaf_digest(leaf),
            tuple([target_name(link) for link in text.targets.get(leaf.id, ())]),
        )
        for leaf in written
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A translation; None says that the leaf is left out in this language."""

    inline: tuple[Inline, ...] | None


def translated_text(
    leaf: Leaf, owner: str, translations: Mapping[Key, str]
) -> str | None:
    """Return the translation of a leaf of plain text, None when there is none."""
    message = (context(leaf, owner), to_segment(leaf.inline))
    found = _translate(owner, message, leaf, links(leaf.inline), translations)
    return plain_text(found.inline) if found and found.inline else None


def _translate(
    owner: str,
    message: Key,
    leaf: Leaf,
    there: Sequence[Link],
    translations: Mapping[Key, str],
) -> _Found | None:
    # A translation for this page alone comes before the shared one, also an empty one.
    msgstr = translations.get((owner, message[1]))
    if msgstr is None:
        msgstr = translations.get(message)
    if not msgstr:
        return None
    if msgstr.strip() == EMPTY:
        return _Found(None)
    try:
        addresses = _addresses(there, translations) if there else {}
        return _Found(from_segment(msgstr, leaf.inline, addresses))
    except MarkupError:
        # The import refuses such a text; if one is there, the source text is safe.
        return None


def _targets(
    there: Sequence[Link], translations: Mapping[Key, str], change_link: LinkChange
) -> tuple[Link, ...]:
    addresses = _addresses(there, translations)
    return tuple(
        change_link(
            web_link(addresses[number], *link.children) if number in addresses else link
        )
        for number, link in enumerate(there, 1)
    )


def _addresses(
    there: Iterable[Link], translations: Mapping[Key, str]
) -> dict[int, str]:
    """Return the addresses that translators changed, by the number of the link."""
    found = {}
    for number, link in enumerate(there, 1):
        address = translatable_address(link)
        changed = translations.get((LINK, address)) if address else None
        if changed and is_safe_address(changed):
            found[number] = changed
    return found
