"""From Markdown to the blocks of a page: the only module that knows markdown-it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from guidance.block_names import HEADING_LEVELS
from guidance.segments.inline import Mark, Text, without_marks
from importers.markdown.blocks import read_blocks
from importers.markdown.desk import Desk
from importers.markdown.document import Block, Heading, Paragraph, ParsedBody
from importers.markdown.lints import (
    lint_heading,
    lint_interruptions,
    lint_list_starts,
)
from importers.markdown.lists import RawItem, RawList, join_items
from importers.markdown.notices import Notices
from importers.markdown.simple_blocks import find_simple_blocks
from importers.markdown.simple_inline import read_simple
from importers.markdown.source_text import clean, flatten
from importers.markdown.syntax import Node, Span, SpanKind

# Lists and quotes in each other; a list and its item are two.
_MAX_NESTING = 60
_MIN_LEVEL, _MAX_LEVEL = HEADING_LEVELS[0], HEADING_LEVELS[-1]
_BOLD = frozenset({Mark.BOLD})


class _Parser(MarkdownIt):
    """markdown-it without its own rule about addresses: ours needs them as written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, _url: str) -> bool:  # noqa: N802
        return True


def _make_parser() -> MarkdownIt:
    """Return a parser of all that an author can write."""
    parser = _Parser("commonmark", {"html": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _parse_inline)
    # Footnotes stay where they are, with their lines. Escaped signs stay apart from
    # text, so that a lint knows what was meant as syntax.
    return parser.use(footnote_plugin, move_to_end=False).disable("text_join")


def _make_short_parser() -> MarkdownIt:
    """Return a parser that leaves simple blocks as they are, for others to read."""
    parser = _make_parser()
    parser.block.ruler.before("table", _SIMPLE, _find_simple)
    # What ``clean`` has done already.
    return parser.disable("normalize")


def _find_simple(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """Make one token of simple blocks: a rule of markdown-it, before all others."""
    if silent or state.level or (line and not state.isEmpty(line - 1)):
        return False
    found = find_simple_blocks(state.src, state.bMarks[line])
    if not found:
        return False
    state.line = line + found.count("\n") + 1
    token = state.push(_SIMPLE, "", 0)
    token.content = found
    token.map = [line, state.line]
    return True


def _parse_inline(state: StateCore) -> None:
    """Do what markdown-it's rule of that name does, with simple texts at once."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        children = token.children if token.children is not None else []
        spans = read_simple(token.content)
        if spans is None:
            state.md.inline.parse(token.content, state.md, state.env, children)
        else:
            token.meta[_SPANS] = spans
        token.children = children


# Where a token keeps the spans that no token was made of.
_SPANS = "spans"
_SIMPLE = "simple"
_PARSER = _make_parser()
_SHORT_PARSER = _make_short_parser()


def parse_body(body: str, first_line: int = 1) -> ParsedBody:
    r"""Return the blocks of a body, with findings about it.

    ``first_line`` is the line of the file in which the body begins.

    >>> from guidance.segments.inline import plain_text
    >>> heading, paragraph = parse_body("# Plan\n\nBir *iki*.").blocks
    >>> heading.level, plain_text(paragraph.inline)
    (2, 'Bir iki.')
    """
    desk = Desk(_parse_part)
    notices = desk.notices
    source = clean(body, first_line, notices)
    nodes = _parse(source, first_line, notices)
    lint_interruptions(nodes, notices)
    blocks = read_blocks(nodes, desk, top=True)
    blocks += _footnotes(desk)
    if not blocks:
        notices.add("empty-body", first_line)
    demotion = any(isinstance(block, Heading) and block.level == 1 for block in blocks)
    blocks = [_final(block, int(demotion), notices) for block in blocks]
    lint_list_starts(blocks, notices)
    return ParsedBody(tuple(blocks), notices.found())


def outline(source: str) -> tuple[Node, ...]:
    r"""Return the syntax of a clean Markdown text, with its lines counted from 1.

    >>> [(node.kind, node.line, node.end) for node in outline("# Plan\n\n- bir\n- iki")]
    [('heading', 1, 2), ('bullet_list', 3, 5)]
    """
    return _Tree(source, 1, _PARSER).read()


def _final(block: Block, demotion: int, notices: Notices) -> Block:
    """Return a block that a page can have: its title is its only heading of level 1.

    All headings go down a level when there is one of level 1, so that those below it
    stay below it.
    """
    if not isinstance(block, Heading):
        return block
    lint_heading(block, notices)
    level = max(_MIN_LEVEL, min(block.level + demotion, _MAX_LEVEL))
    return replace(block, level=level, inline=without_marks(block.inline, _BOLD))


def _footnotes(desk: Desk) -> list[Block]:
    """Return the footnotes that marks point to as a list."""
    items = []
    for number, node in enumerate(desk.footnotes.in_order(), 1):
        blocks = read_blocks(node.nodes, desk)
        if not blocks:
            # The numbers of the others must not change.
            blocks = [Paragraph((Text(f"[^{node.info}]"),), node.line)]
        items.append(RawItem(tuple(blocks), node.line, f"{number}."))
    desk.footnotes.report_unused(desk.notices)
    raw = RawList(tuple(items), ordered=True)
    return join_items(raw, desk.notices) if items else []


# ---- markdown-it's tokens as a tree of our own


@dataclass(slots=True)
class _Open:
    """A node that is not closed yet."""

    token: Token
    line: int
    nodes: list[Node] = field(default_factory=list)
    content: str = ""
    spans: tuple[Span, ...] = ()


def _parse_part(source: str, line: int) -> tuple[Node, ...]:
    """Parse Markdown in a cell; its depth is limited where the whole is parsed."""
    return _Tree(source, line, _SHORT_PARSER).read()


def _parse(source: str, line: int, notices: Notices) -> tuple[Node, ...]:
    simple = _whole(source, line)
    if simple is not None:
        return (simple,)
    tree = _Tree(source, line, _SHORT_PARSER)
    if tree.too_deep is not None:
        # markdown-it would leave out everything from there on.
        notices.add("nested-too-deep", tree.too_deep, depth=_MAX_NESTING // 2)
        tree = _Tree(flatten(source), line, _SHORT_PARSER)
    return tree.read()


def _whole(source: str, line: int) -> Node | None:
    """Return a text of nothing but simple blocks, as most are; None for any other."""
    start = len(source) - len(source.lstrip("\n"))
    found = find_simple_blocks(source, start)
    if not found or start + len(found) < len(source.rstrip("\n")):
        return None
    first = line + start
    return Node(_SIMPLE, first, first + found.count("\n") + 1, found)


class _Tree:
    """Reads one Markdown text."""

    def __init__(self, source: str, first_line: int, parser: MarkdownIt) -> None:
        self._first_line = first_line
        self._lines = source.split("\n")
        self._env: dict[str, Any] = {}
        self._tokens = parser.parse(source, self._env)
        self._opened = [_Open(Token("root", "", 1), first_line)]
        self._inline_notes: list[Node] = []

    @property
    def too_deep(self) -> int | None:
        """The first line with more nesting than markdown-it follows."""
        lines = (
            self._line(token, self._first_line)
            for token in self._tokens
            if token.level >= _MAX_NESTING - 1 and token.type in _CONTAINERS
        )
        return next(lines, None)

    def read(self) -> tuple[Node, ...]:
        """Return the nodes, with the footnotes that were written in a text."""
        for token in self._tokens:
            if token.nesting > 0:
                self._open(token)
            elif token.nesting < 0:
                self._close()
            elif token.type == "inline":
                innermost = self._opened[-1]
                innermost.line = self._line(token, innermost.line)
                innermost.content = token.content
                innermost.spans = tuple(self._spans(token, innermost.line))
            else:
                self._opened[-1].nodes.append(self._leaf(token))
        return (*self._opened[0].nodes, *self._inline_notes)

    def _line(self, token: Token, otherwise: int) -> int:
        return token.map[0] + self._first_line if token.map else otherwise

    def _open(self, token: Token) -> None:
        line = self._line(token, self._opened[-1].line)
        self._opened.append(_Open(token, line))

    def _close(self) -> None:
        opened = self._opened.pop()
        kind = opened.token.type.removesuffix("_open")
        if kind in _TRANSPARENT:
            self._opened[-1].nodes += opened.nodes
        else:
            self._opened[-1].nodes.append(self._node(kind, opened))

    def _node(self, kind: str, opened: _Open) -> Node:
        token = opened.token
        end = token.map[1] + self._first_line if token.map else opened.line + 1
        return Node(
            _KINDS.get(kind, kind),
            opened.line,
            end,
            opened.content,
            _info(token),
            level=_level(token),
            attributes=_attributes(token),
            spans=opened.spans,
            nodes=tuple(opened.nodes),
        )

    def _leaf(self, token: Token) -> Node:
        line = self._line(token, self._opened[-1].line)
        end = token.map[1] + self._first_line if token.map else line + 1
        content = token.content
        if token.type == "hr":
            content = self._lines[line - self._first_line]
        return Node(token.type, line, end, content, token.info)

    def _spans(self, inline: Token, line: int) -> Iterator[Span]:
        yield from inline.meta.get(_SPANS, ())
        for token in inline.children or ():
            kind = _SPAN_KINDS.get(token.type)
            if kind is not None:
                yield Span(kind, token.content)
            elif token.type == "image":
                yield Span("image", attributes=_image(token))
            elif token.type == "footnote_ref":
                yield Span("note", self._note(token, line))
            elif token.nesting:
                name = token.tag
                kind = "open" if token.nesting > 0 else "close"
                yield Span(kind, name, _attributes(token))

    def _note(self, token: Token, line: int) -> str:
        """Return the label of a footnote; one that is written in the text gets one."""
        label = token.meta.get("label")
        if label is not None:
            return str(label)
        # No written label has a space in it.
        label = f"inline {line} {token.meta['id']}"
        written = self._env["footnotes"]["list"][token.meta["id"]]
        inline = Token("inline", "", 0, children=written["tokens"])
        spans = tuple(self._spans(inline, line))
        paragraph = Node("paragraph", line, line + 1, written["content"], spans=spans)
        note = Node("footnote", line, line + 1, info=label, nodes=(paragraph,))
        self._inline_notes.append(note)
        return label


_CONTAINERS = frozenset(
    {"blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"}
)
_TRANSPARENT = frozenset({"thead", "tbody"})
_KINDS = {"footnote_reference": "footnote"}
_SPAN_KINDS: Mapping[str, SpanKind] = {
    "text": "text",
    "text_special": "special",
    "code_inline": "code",
    "softbreak": "softbreak",
    "hardbreak": "hardbreak",
    "html_inline": "html",
}


def _attributes(token: Token) -> Mapping[str, str]:
    attributes = token.attrs
    return {name: str(attributes[name]) for name in attributes} if attributes else {}


def _info(token: Token) -> str:
    if token.type == "list_item_open" and token.info:
        return token.info + token.markup
    return str(token.meta.get("label", token.info))


def _level(token: Token) -> int:
    if token.type == "heading_open":
        return int(token.tag[1])
    return int(token.attrs.get("start", 1))


def _image(token: Token) -> dict[str, str]:
    """Return the attributes of a picture; its description is what stands in it."""
    attributes = {name: str(value) for name, value in token.attrs.items()}
    return {**attributes, "alt": "".join(map(_plain, token.children or ()))}


def _plain(token: Token) -> str:
    if token.type == "image":
        return "".join(map(_plain, token.children or ()))
    if token.type.endswith("break"):
        return " "
    return "" if token.type == "html_inline" else token.content
