"""The smallest translatable place of a page."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from json import dumps
from json.encoder import encode_basestring_ascii

from guidance.segments.inline import Inline, Text, links
from guidance.segments.segment import to_segment


class LeafKind(StrEnum):
    """What a leaf is on its page; decides the context of its message."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"
    ALT = "alt"
    CALLOUT_TITLE = "callout-title"
    EMBED_TITLE = "embed-title"
    HTML_TEXT = "html-text"
    SEO_TITLE = "seo-title"
    SEARCH_DESCRIPTION = "search-description"
    QUESTION = "question"
    CHOICE = "choice"


@dataclass(frozen=True)
class Leaf:
    """A translatable place: where it is, what it is, what it says.

    ``id`` is ``<field>[/<block or item uuid>][/<child>…][#<data-block-key>]``, unique on
    its page. ``position`` is (n, of how many) for an item of a list, counted from 1.
    """

    id: str
    kind: LeafKind
    inline: tuple[Inline, ...]
    position: tuple[int, int] | None = None

    @cached_property
    def segment(self) -> str:
        """Its text as translators see it: the digest of its page and its message say it."""
        return to_segment(self.inline)

    @cached_property
    def said(self) -> str:
        """All that it says as JSON: its kind, its text, where its links lead.

        Put together by hand, because ``json.dumps`` takes three times as long; a
        written leaf says it for its own digest and for that of its page.
        """
        text = encode_basestring_ascii(self.segment)
        targets = [link.attributes for link in links(self.inline)]
        return f'["{self.kind}", {text}, {dumps(targets) if targets else "[]"}]'


def plain_leaf(name: str, kind: LeafKind, text: str) -> Leaf:
    """Return the leaf of a field or child that holds plain text."""
    return Leaf(name, kind, (Text(text),))
