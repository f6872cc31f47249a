"""From Markdown to the blocks of a page: the only module that knows markdown-it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from guidance.segments.inline import Mark, Text, without_marks
from importers.markdown.blocks import read_blocks
from importers.markdown.desk import Desk
from importers.markdown.document import Block, Heading, Paragraph, ParsedBody
from importers.markdown.lints import lint_heading, lint_list_starts
from importers.markdown.lists import RawItem, RawList, join_items
from importers.markdown.source_text import clean
from importers.markdown.syntax import Node, Span

# Lists and quotes in each other; a list and its item are two.
_MAX_NESTING = 60
_MIN_LEVEL, _MAX_LEVEL = 2, 4


def _unchanged(address: str) -> str:
    return address


def _any(_address: str) -> bool:
    return True


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    # Our own rule about addresses needs them as they were written.
    parser.normalizeLink = _unchanged  # type: ignore[method-assign]
    parser.normalizeLinkText = _unchanged  # type: ignore[method-assign]
    parser.validateLink = _any  # type: ignore[method-assign]
    # Footnotes stay where they are, with their lines. Escaped signs stay apart from
    # text, so that a lint knows what was meant as syntax.
    return parser.use(footnote_plugin, move_to_end=False).disable("text_join")


_PARSER = _make_parser()


def parse_body(body: str, first_line: int = 1) -> ParsedBody:
    """Return the blocks of a body, with findings about it.

    ``first_line`` is the line of the file in which the body begins.

    >>> parse_body("# Plan\\n\\nBir *iki*.").blocks[1].inline
    ... # doctest: +NORMALIZE_WHITESPACE
    (Text(text='Bir ', marks=frozenset()),
     Text(text='iki', marks=frozenset({<Mark.ITALIC: 'i'>})),
     Text(text='.', marks=frozenset()))
    """
    desk = Desk(parse_syntax)
    source = clean(body, first_line, desk.notices)
    blocks = read_blocks(parse_syntax(source, first_line), desk, top=True)
    blocks += _footnotes(desk)
    blocks = [_final(block, _demotion(blocks)) for block in blocks]
    lint_list_starts(blocks, desk.notices)
    ...
