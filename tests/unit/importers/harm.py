"""What would do harm in stored HTML: elements, attributes and addresses that act."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from guidance.segments.stream import Stream
from tests.unit.importers.stream_shapes import rich_texts

# Everything that the importer writes; a name that is not here has no business there.
_ELEMENTS = (
    "html head body p ul ol li hr br b i s sub sup code a table thead tbody tr th td"
)
_ALLOWED = frozenset(_ELEMENTS.split())
_ATTRIBUTES = frozenset({"href", "id", "linktype", "data-block-key"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# A browser overlooks these in front of and inside of a scheme.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b\ufffd]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def stored_html(stream: Stream) -> list[str]:
    """Return all HTML of a stream."""
    html = [text for _, text in rich_texts(stream)]
    html += [block["value"] for block in stream if block["type"] == "raw_html"]
    return html


def harm_in(html: str) -> list[str]:
    """Return what is harmful in a piece of HTML, as a browser reads it."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [harm for element in tree.iter() for harm in _harm_of(element)]


def _harm_of(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield "a comment"
        return
    if element.tag not in _ALLOWED:
        yield f"<{element.tag}>"
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES:
            yield f"{element.tag} {name}"
        elif name == "href":
            yield from _harm_of_address(value)


def _harm_of_address(address: str) -> Iterator[str]:
    bare = _OVERLOOKED.sub("", address)
    scheme = _SCHEME.match(bare)
    if scheme is None or scheme[1].lower() not in _SCHEMES:
        yield f"href {address}"
