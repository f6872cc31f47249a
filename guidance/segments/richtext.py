"""Rich text as Wagtail stores it, read into blocks and written back.

The form written is *canonical*: what Wagtail's editor writes when somebody opens and
saves it without an edit. For canonical ``x``, ``serialize(parse_blocks(x)) == x``.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from guidance.segments.inline import Break, Inline, Link, Mark, Text, merge
from guidance.segments.lists import Level, ListTags
from guidance.segments.nesting import Close, Open, Token, nest
from guidance.segments.prose import Block, canonical

__all__ = ["Block", "RichTextError", "canonical", "parse_blocks", "serialize"]

_KEY = "data-block-key"
_WITH_KEY = ("p", "li")
# "" is the outside of everything.
_PARENTS = {
    "p": ("",),
    "hr": ("",),
    "ul": ("", "li"),
    "ol": ("", "li"),
    "li": ("ul", "ol"),
}
_MARKS = {mark.value: mark for mark in Mark}
_TOKEN = re.compile(
    r"<(?P<name>/?[a-z]+)(?P<attributes>(?:\s+[a-z-]+=\"[^\"]*\")*)\s*/?>|(?P<text>[^<]+)"
)
_PARAGRAPH = re.compile(rf'<p {_KEY}="(?P<key>[^"]*)">(?P<text>.*)\Z', re.DOTALL)
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
# Text, marked text, or a link around text: a mark or a link with no other tag in it.
_SINGLE = re.compile(
    rf"([^<]+)|<({'|'.join(_MARKS)})>([^<]+)</\2>"
    r"|<a((?: [a-z-]+=\"[^\"]*\")+)>([^<]+)</a>"
)
_ALONE = {mark.value: frozenset({mark}) for mark in Mark}


class RichTextError(ValueError):
    """Raised for HTML that Wagtail's editor would not have written."""


def parse_blocks(source: str) -> tuple[Block, ...]:
    """Return the blocks of rich text, those of nested lists in reading order.

    >>> parse_blocks('<ul><li data-block-key="k1">Tanım</li></ul>')
    ... # doctest: +NORMALIZE_WHITESPACE
    (Block(tag='li', key='k1', inline=(Text(text='Tanım', marks=frozenset()),),
           depth=0, ordered=False),)

    A block without a key and a link without an address are read, because the editor
    does write them. Anything else that it would not write raises ``RichTextError``.
    """
    known = _WRITTEN.get(source)
    return _read(source) if known is None else known


def serialize(blocks: Iterable[Block]) -> str:
    """Return canonical rich text; an empty text when there is nothing to see.

    >>> serialize([Block("p", "k1", (Text("a < b", frozenset({Mark.BOLD})),))])
    '<p data-block-key="k1"><b>a &lt; b</b></p>'

    What the editor would change is changed here first: see ``canonical``.
    """
    kept = canonical(blocks)
    source = "".join(_write(kept))
    if len(_WRITTEN) >= _MOST_WRITTEN:
        for older in list(islice(_WRITTEN, _MOST_WRITTEN // 2)):
            # Another thread may have taken it out.
            _WRITTEN.pop(older, None)
    _WRITTEN[source] = kept
    return source


def is_canonical(source: str) -> bool:
    """Whether ``serialize`` would write this rich text again as it is.

    What it wrote a moment ago it need not write again; everything else is proved.
    Raises RichTextError.
    """
    return source in _WRITTEN or serialize(parse_blocks(source)) == source


# What was written last, because whoever writes a page reads it again at once: for its
# proof, its leaves, its digest. A batch of pages has half as many texts; the older half
# goes when there are more.
_WRITTEN: dict[str, tuple[Block, ...]] = {}
_MOST_WRITTEN = 5000


# ---- writing


def _write(blocks: Sequence[Block]) -> Iterator[str]:
    lists = ListTags()
    for block in blocks:
        if block.tag == "li":
            yield lists.before(Level(block.depth, block.ordered))
            yield _write_block(block)
            continue
        yield lists.end()
        yield "<hr/>" if block.tag == "hr" else f"{_write_block(block)}</p>"
    yield lists.end()


def _write_block(block: Block) -> str:
    """Return a block without its end tag."""
    key = f' {_KEY}="{_escaped(block.key)}"' if block.key else ""
    return f"<{block.tag}{key}>{_write_inline(block.inline)}"


def _write_inline(inline: tuple[Inline, ...]) -> str:
    if len(inline) == 1 and isinstance(only := inline[0], Text) and not only.marks:
        return html.escape(only.text, quote=False)
    if any(map(_has_marks, inline)):
        return "".join(map(_write_token, nest(inline)))
    # Without marks there is nothing to nest.
    return "".join(map(_write_bare, inline))


def _write_bare(node: Inline) -> str:
    if isinstance(node, Link):
        inside = "".join(map(_write_token, node.children))
        return f"{_start_of(node)}{inside}</a>"
    return _write_token(node)


def _has_marks(node: Inline) -> bool:
    if isinstance(node, Link):
        return any(child.marks for child in node.children)
    return bool(node.marks)


def _write_token(token: Token) -> str:
    match token:
        case Text(text):
            return html.escape(text, quote=False)
        case Break():
            return "<br/>"
        case Open(Link() as link):
            return _start_of(link)
        case Close(Link()):
            return "</a>"
        case Open(mark):
            return f"<{mark}>"
        case Close(mark):
            return f"</{mark}>"


def _start_of(link: Link) -> str:
    pairs = "".join(f' {name}="{_escaped(value)}"' for name, value in link.attributes)
    return f"<a{pairs}>"


def _escaped(value: str) -> str:
    return value if value.isalnum() else html.escape(value)


# ---- reading


# A page is read for its leaves, and again when they are filled.
@lru_cache(maxsize=256)
def _read(source: str) -> tuple[Block, ...]:
    blocks = _read_paragraphs(source)
    return _Reader(source).read() if blocks is None else blocks


def _read_paragraphs(source: str) -> tuple[Block, ...] | None:
    """Return the blocks of a text of nothing but paragraphs; None for any other.

    Most are plain text, or have a mark or a link in it, and are read piece by piece.
    """
    *pieces, rest = source.split("</p>")
    if rest:
        return None
    blocks: list[Block] = []
    for piece in pieces:
        found = _PARAGRAPH.match(piece)
        if found is None:
            return None
        inline = _read_singles(found["text"])
        if inline is None:
            try:
                blocks += _Reader(f"{piece}</p>").read()
            except RichTextError:
                # What is wrong is said of the whole text.
                return None
            continue
        blocks.append(Block("p", html.unescape(found["key"]), inline))
    return tuple(blocks)


def _read_singles(source: str) -> tuple[Inline, ...] | None:
    """Return the content of a paragraph whose tags are not nested; else None."""
    if "<" not in source:
        return (Text(html.unescape(source)),) if source else ()
    nodes: list[Inline] = []
    end = 0
    for found in _SINGLE.finditer(source):
        if found.start() != end:
            return None
        end = found.end()
        plain, mark, marked, attributes, linked = found.groups()
        if plain is not None:
            nodes.append(Text(html.unescape(plain)))
        elif mark is not None:
            nodes.append(Text(html.unescape(marked), _ALONE[mark]))
        else:
            pairs = _ATTRIBUTE.findall(attributes)
            known = tuple([(name, html.unescape(value)) for name, value in pairs])
            nodes.append(Link(known, (Text(html.unescape(linked)),)))
    return merge(nodes) if end == len(source) else None


class _Reader:
    """Reads the tags of one rich text in order; knows which of them are open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._blocks: list[Block] = []
        self._opened: list[str] = []
        # The marks of text here, above those that it has after the next end tags.
        self._marks: list[frozenset[Mark]] = [frozenset()]
        # The block that text belongs to, while it may have text.
        self._block: Block | None = None
        self._inline: list[Inline] = []
        # Where in the inline content the open link begins, and its attributes.
        self._link: tuple[int, tuple[tuple[str, str], ...]] | None = None

    def read(self) -> tuple[Block, ...]:
        end = 0
        for token in _TOKEN.finditer(self._source):
            if token.start() != end:
                break
            end = token.end()
            self._read_token(token)
        if end != len(self._source):
            raise RichTextError(
                f"not a tag of rich text: {self._source[end : end + 40]}"
            )
        if self._opened:
            raise RichTextError(f"<{self._opened[-1]}> is not closed")
        return tuple(self._blocks)

    def _read_token(self, token: re.Match[str]) -> None:
        name = token["name"]
        if name is None:
            self._read_text(html.unescape(token["text"]))
        elif name.startswith("/"):
            self._close(name[1:])
        else:
            pairs = _ATTRIBUTE.findall(token["attributes"])
            self._open(name, tuple((key, html.unescape(value)) for key, value in pairs))

    def _read_text(self, text: str) -> None:
        if self._block is not None:
            self._inline.append(Text(text, self._marks[-1]))
        elif text.strip():
            raise RichTextError(f"text outside of a block: {text[:40]}")

    def _open(self, name: str, attributes: tuple[tuple[str, str], ...]) -> None:
        if name in _MARKS or name in ("a", "br"):
            self._open_inline(name, attributes)
        else:
            self._open_block(name, attributes)

    def _open_inline(self, name: str, attributes: tuple[tuple[str, str], ...]) -> None:
        if self._block is None:
            raise RichTextError(f"<{name}> outside of a block")
        if attributes and name != "a":
            raise RichTextError(f"<{name}> with attributes")
        if name == "br":
            self._inline.append(Break(self._marks[-1]))
            return
        if name != "a":
            self._marks.append(self._marks[-1] | {_MARKS[name]})
        elif self._link is not None:
            raise RichTextError("a link in a link")
        else:
            self._link = (len(self._inline), attributes)
        self._opened.append(name)

    def _open_block(self, name: str, attributes: tuple[tuple[str, str], ...]) -> None:
        parent = self._opened[-1] if self._opened else ""
        if parent not in _PARENTS.get(name, ()):
            raise RichTextError(f"<{name}> in <{parent}>")
        if any(key != _KEY or name not in _WITH_KEY for key, _ in attributes):
            raise RichTextError(f"<{name}> with other attributes than a key")
        self._end_block()
        if name == "hr":
            self._blocks.append(Block("hr", ""))
            return
        self._opened.append(name)
        if name in _WITH_KEY:
            self._begin_block(name, dict(attributes).get(_KEY, ""))

    def _begin_block(self, name: str, key: str) -> None:
        if name == "p":
            self._block = Block("p", key)
        else:
            lists = [tag for tag in self._opened if tag != "li"]
            self._block = Block("li", key, (), len(lists) - 1, lists[-1] == "ol")

    def _end_block(self) -> None:
        if self._block is not None:
            self._blocks.append(self._block.saying(merge(self._inline)))
        self._block, self._inline = None, []

    def _close(self, name: str) -> None:
        if not self._opened or self._opened.pop() != name:
            raise RichTextError(f"</{name}> closes nothing")
        if name == "a":
            self._end_link()
        elif name in _MARKS:
            self._marks.pop()
        else:
            self._end_block()

    def _end_link(self) -> None:
        if self._link is None:
            return
        start, attributes = self._link
        self._link = None
        if attributes:
            runs = [node for node in self._inline[start:] if not isinstance(node, Link)]
            self._inline[start:] = [Link(attributes, tuple(runs))]
