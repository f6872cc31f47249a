"""What a reader reads: the words of a document as rendered, and those of its page."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

import html5lib
from markdown_it import MarkdownIt

from guidance.segments.inline import plain_text
from guidance.segments.stream import Stream, extract
from guidance.text.normalize import normalize
from importers.markdown.parse import parse_body
from importers.stream import to_stream

# Another configuration than the importer's, on purpose: this is what others show.
_RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

_UNSEEN = frozenset({"script", "style", "template", "iframe", "noscript", "title"})
_IN_TEXT = (
    "a abbr b bdo big cite code del dfn em font i ins kbd mark q s samp small span "
    "strike strong sub sup tt u var"
)
_INLINE = frozenset(_IN_TEXT.split())


def rendered_words(markdown: str) -> list[str]:
    """Return the words that a browser shows."""
    tree = html5lib.parse(_RENDERER.render(markdown), namespaceHTMLElements=False)
    return _words("".join(_texts(tree)))


def page_words(markdown: str) -> list[str]:
    """Return the words of the page that the importer makes."""
    stream, _ = to_stream(parse_body(markdown), "1.1", {}, {})
    return stream_words(stream)


def stream_words(stream: Stream) -> list[str]:
    """Return all words of a stream in reading order, those of code, too."""
    texts = []
    for block in stream:
        if block["type"] == "code":
            texts.append(block["value"]["code"])
        elif block["type"] == "embed":
            texts.append(block["value"]["url"])
        texts += [plain_text(leaf.inline) for leaf in extract([block])]
    return _words("\n".join(texts))


def lost_words(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return the wanted words that are not among the found ones, in this order.

    The first one that is missing is looked for behind the last one that is there.
    """
    rest = list(found)
    lost: list[str] = []
    place = 0
    for word in wanted:
        try:
            place = rest.index(word, place) + 1
        except ValueError:
            lost.append(word)
    return lost


def _words(text: str) -> list[str]:
    return re.split(r"\s+", normalize(text).strip())


def _texts(element: Element) -> Iterator[str]:
    # Comments have a function for a name.
    seen = isinstance(element.tag, str) and element.tag not in _UNSEEN
    gap = "" if not seen or element.tag in _INLINE else " "
    yield gap
    if seen:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
    yield gap
    yield element.tail or ""
