"""Which context a text has in the catalog: none, that of its kind, or its document.

Equal texts are one message only where one translation fits all of them. A heading is
short and often a sentence of its own elsewhere, and "veya" between two links has to fit
the links.
"""

import re
from collections.abc import Mapping

from guidance.segments.inline import Link, plain_text
from guidance.segments.leaf import Leaf, LeafKind
from guidance.text.words import ends_sentence, has_at_least, starts_with_capital

LINK = "link"
HEADING = "heading"
QUESTION = "question"
CHOICE = "choice"
ALT = "alt"

_CONTEXTS: Mapping[LeafKind, str] = {
    LeafKind.HEADING: HEADING,
    LeafKind.CALLOUT_TITLE: HEADING,
    LeafKind.SEO_TITLE: HEADING,
    LeafKind.ALT: ALT,
    LeafKind.CAPTION: "caption",
    LeafKind.EMBED_TITLE: "caption",
    LeafKind.CELL: "cell",
    LeafKind.QUESTION: QUESTION,
    LeafKind.CHOICE: CHOICE,
}
# What is one string of plain text, wherever it is kept.
PLAIN = frozenset({QUESTION, CHOICE, ALT})

_OWNER = re.compile(r"q[0-9]+(?:\.c[0-9]+)?")
_FRAGMENT_WORDS = 4
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def context(leaf: Leaf, owner: str) -> str:
    """Return the ``msgctxt`` of a leaf; ``""`` for the text of most paragraphs.

    >>> from guidance.segments.leaf import plain_leaf
    >>> [context(plain_leaf("x", LeafKind.ITEM, text), "q10.c2")
    ...  for text in ("veya", "Görüş alın.", "Sosyal medya", "Tüm üyelere açık olan toplantı")]
    ['q10.c2', '', 'q10.c2', '']
    """
    return context_of(leaf.kind, plain_text(leaf.inline), owner)


def context_of(kind: LeafKind, text: str, owner: str) -> str:
    """Return the context of a leaf whose plain text is known."""
    constant = _CONTEXTS.get(kind)
    if constant is not None:
        return constant
    return owner if is_fragment(text) else ""


def is_owner(msgctxt: str) -> bool:
    """Tell whether a context is a single document, not a kind of text.

    >>> [is_owner(msgctxt) for msgctxt in ("q10.c2", "q10", "choice", "")]
    [True, True, False, False]
    """
    return _OWNER.fullmatch(msgctxt) is not None


def is_fragment(text: str) -> bool:
    """Tell whether a text is too short, and too little of a sentence, to stand alone."""
    if has_at_least(text, _FRAGMENT_WORDS):
        return False
    return not (starts_with_capital(text) and ends_sentence(text))


def translatable_address(link: Link) -> str | None:
    """Return the address that translators may change; None for links within the site.

    A page or document link follows its target's own translation.
    """
    href = link.href
    return href if href and href.lower().startswith(_SCHEMES) else None
