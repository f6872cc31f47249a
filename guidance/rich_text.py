"""What may be stored as rich text: the last gate before any page is written.

Wagtail filters nothing on output, and an unclosed ``<br>`` or a link without an id in
stored HTML takes the page or its editor down. Whoever builds rich text (the importer,
the translations) builds it from values; this module proves the result and never
repairs it in silence.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import nh3

from guidance.block_names import (
    BLOCK_FEATURES,
    HEADING_FEATURES,
    INLINE_FEATURES,
    BlockName,
)
from guidance.segments.inline import Break, Inline, Link, Mark, Text
from guidance.segments.richtext import (
    Block,
    RichTextError,
    is_canonical,
    parse_blocks,
)
from guidance.segments.stream import Stream
from guidance.text.address import SCHEMES, is_safe_address

# Where in a block, the HTML, the features that its editor offers.
_Place = tuple[str, str, tuple[str, ...]]

_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]")
# What nearly all addresses are like, and what no trick fits into.
_PLAIN_WEB = re.compile(r"https?://[\w.-]+(?:[/?#][^\x00-\x20\x7f-\x9f]*)?")
_FEATURE_OF_MARK = {
    Mark.BOLD: "bold",
    Mark.ITALIC: "italic",
    Mark.SUPERSCRIPT: "superscript",
    Mark.SUBSCRIPT: "subscript",
    Mark.STRIKETHROUGH: "strikethrough",
    Mark.CODE: "code",
}
_FEATURE_OF_LINK = {None: "link", "page": "link", "document": "document-link"}

# What an imported piece of HTML may keep; everything else goes, its text stays.
_HTML_TAGS = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"}
    | {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"}
    | {"blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure"}
    | {"h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "summary", "ul"}
    | {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr"}
)
_HTML_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}


class UnsafeContentError(ValueError):
    """Content that must not be stored; the message says where and why."""


def clean_html(html: str) -> str:
    """Return ``html`` with nothing but harmless elements, attributes and addresses.

    >>> clean_html('<p onclick="x()">Merhaba<script>alert(1)</script></p>')
    '<p>Merhaba</p>'
    """
    return nh3.clean(
        html,
        tags=set(_HTML_TAGS),
        attributes={tag: set(names) for tag, names in _HTML_ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _is_dangerous(address: str) -> bool:
    """Whether a stored address must not be there; an editor may link ``#anchor``."""
    if _PLAIN_WEB.fullmatch(address):
        return False
    scheme = urlsplit(_CONTROLS.sub("", address)).scheme.lower()
    return bool(scheme) and scheme not in SCHEMES


def prove(stream: Stream) -> None:
    """Raise UnsafeContentError unless every rich text of the stream may be stored.

    That is: canonical (Wagtail's editor gives it back unchanged, which
    ``tests/integration/test_draftail_fixpoint.py`` proves for all canonical text),
    only features that the editor offers there, only safe addresses, and keys that are
    unique in the stream.
    """
    for place, html, features in _rich_texts(stream):
        fault = _fault(html, features)
        if fault:
            raise UnsafeContentError(f"{place}: {fault}")
    for block in stream:
        if block["type"] == BlockName.RAW_HTML:
            _prove_html(block)
        if block["type"] == BlockName.EMBED:
            _prove_address(block)


def _prove_html(block: dict[str, object]) -> None:
    html = str(block["value"])
    if clean_html(html) != html:
        raise UnsafeContentError(f"{block['id']}: HTML that was not cleaned")


def _prove_address(block: dict[str, object]) -> None:
    value = block["value"]
    if not (isinstance(value, dict) and is_safe_address(value["url"])):
        raise UnsafeContentError(f"{block['id']}: unsafe address")


def _rich_texts(stream: Stream) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (place, HTML, allowed features) of every rich text in a stream."""
    for block in stream:
        if block["type"] in _PLACES:
            for name, html, features in _PLACES[block["type"]](block["value"]):
                yield f"{block['id']}{name}", html, features


def _in_list(value: Any) -> Iterator[_Place]:
    for item in value["items"]:
        yield f"/{item['id']}", item["value"]["text"], INLINE_FEATURES


def _in_table(value: Any) -> Iterator[_Place]:
    for row in value["rows"]:
        for cell in row["value"]["cells"]:
            yield f"/{cell['id']}", cell["value"], INLINE_FEATURES


_PLACES: dict[str, Callable[[Any], Iterable[_Place]]] = {
    BlockName.TEXT: lambda value: [("", value, BLOCK_FEATURES)],
    BlockName.QUOTE: lambda value: [("", value, BLOCK_FEATURES)],
    BlockName.CALLOUT: lambda value: [("", value["text"], BLOCK_FEATURES)],
    BlockName.HEADING: lambda value: [("", value["text"], HEADING_FEATURES)],
    BlockName.IMAGE: lambda value: [("", value["caption"], INLINE_FEATURES)],
    BlockName.LIST: _in_list,
    BlockName.TABLE: _in_table,
}


def _fault(html: str, features: Iterable[str]) -> str | None:
    try:
        if not is_canonical(html):
            return "rich text that the editor would change"
        blocks = parse_blocks(html)
    except RichTextError as error:
        return str(error)
    allowed = frozenset(features)
    used = {feature for block in blocks for feature in _features(block)}
    if not used <= allowed:
        return f"not possible here: {', '.join(sorted(used - allowed))}"
    addresses = (link.href for block in blocks for link in _links(block.inline))
    for address in addresses:
        if address is not None and _is_dangerous(address):
            return f"unsafe address {address!r}"
    return None


def _features(block: Block) -> Iterator[str]:
    if block.tag == "li":
        yield "ol" if block.ordered else "ul"
    elif block.tag == "hr":
        yield "hr"
    for part in block.inline:
        if isinstance(part, Link):
            yield _FEATURE_OF_LINK[dict(part.attributes).get("linktype")]
            for child in part.children:
                yield from _marks(child)
        else:
            yield from _marks(part)


def _marks(part: Text | Break) -> Iterator[str]:
    if isinstance(part, Text):
        for mark in part.marks:
            yield _FEATURE_OF_MARK[mark]


def _links(inline: Iterable[Inline]) -> Iterator[Link]:
    return (part for part in inline if isinstance(part, Link))
