r"""Paragraphs, headings, bullets and pictures of one line each, read without a parser of Markdown.

Most of what pandoc writes is no more than that, with empty lines between, and
markdown-it takes ten times as long. Where anything else follows, this ends before it.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from importers.markdown.desk import Desk
from importers.markdown.document import Block, Item, ItemList, Paragraph, Prose
from importers.markdown.flow import Flow
from importers.markdown.frames import headings
from importers.markdown.html_block import write_html
from importers.markdown.lints import lint_links
from importers.markdown.lists import RawItem, RawList, join_items
from importers.markdown.simple_inline import (
    PLAIN_SIGN,
    SIMPLE,
    read_simple,
    read_simple_prose,
)
from importers.markdown.spans import write_spans

# No sign that makes something else of a line, and no address that could be a video.
_TEXT = rf"(?![\s\d#+=|:>{{-]|(?i:http)){SIMPLE}"
_HEADING = rf"#{{1,6}} +(?![\s#])(?>(?:(?![#{{}}]){PLAIN_SIGN})+)"
_ITEM = rf"- {{1,4}}{_TEXT}"
# Indented lines would go on with the last item, and other bullets with the list.
_LIST = rf"{_ITEM}(?>(?:\n+{_ITEM})*)(?=\n*\Z|\n\n+[^\s-])"
_PICTURE = r"<img(?: [a-z]+=\"[^\"<>\n]*\")+ ?/?>"
_BLOCK = rf"(?:{_LIST}|(?:{_HEADING}|{_PICTURE}|{_TEXT})(?=\n?\Z|\n\n))"
_BLOCKS = re.compile(rf"{_BLOCK}(?>(?:\n\n+{_BLOCK})*)")
_BULLET, _SIGN, _TAG = "- ", "#", "<"


def find_simple_blocks(source: str, start: int) -> str:
    r"""Return the blocks of a Markdown text from ``start`` on, as far as they are simple.

    ``start`` is where a line begins that is in no other block and has none right above.

    >>> find_simple_blocks("## Plan\n\n- bir\n- iki\n\n1. üç", 0)
    '## Plan\n\n- bir\n- iki'
    """
    found = _BLOCKS.match(source, start)
    return found[0] if found else ""


def write_simple_blocks(flow: Flow, source: str, first_line: int) -> None:
    """Write simple blocks, which begin at a line of the file, into a flow."""
    lines = enumerate(source.split("\n"), first_line)
    written = ((line, text) for line, text in lines if text)
    for is_list, group in groupby(written, key=_is_item):
        if is_list:
            flow.add(*_read_list(list(group), flow.desk))
            continue
        for line, text in group:
            if text.startswith(_SIGN):
                flow.add(*_read_heading(text, line, flow.desk))
            elif text.startswith(_TAG):
                write_html(flow, text, line)
            else:
                _write_paragraph(flow, text.strip(), line)


def _is_item(line: tuple[int, str]) -> bool:
    return line[1].startswith(_BULLET)


def _read_list(lines: Sequence[tuple[int, str]], desk: Desk) -> list[Block]:
    texts = [(line, text.removeprefix(_BULLET).strip()) for line, text in lines]
    items: list[Item] = []
    for line, text in texts:
        prose = _read_prose(text, line, desk)
        if prose is None:
            raw = tuple(
                [RawItem(_read(text, line, desk), line) for line, text in texts]
            )
            return join_items(RawList(raw, ordered=False), desk.notices)
        items.append(Item(1, False, (prose,), line))  # noqa: FBT003 - as a field
    return [ItemList(1, tuple(items), items[0].line)]


def _read_heading(text: str, line: int, desk: Desk) -> list[Block]:
    title = text.lstrip(_SIGN)
    blocks = _read(title.strip(), line, desk)
    return headings(len(text) - len(title), blocks, line, desk.notices)


def _read(text: str, line: int, desk: Desk) -> tuple[Block, ...]:
    """Return the paragraph that an item or a heading holds, if it shows anything."""
    prose = _read_prose(text, line, desk)
    if prose is not None:
        return (Paragraph(prose, line),)
    flow = Flow(desk)
    write_spans(flow, read_simple(text) or (), line)
    return tuple(flow.finish())


def _write_paragraph(flow: Flow, text: str, line: int) -> None:
    prose = _read_prose(text, line, flow.desk) if flow.prose.is_fresh else None
    if prose is None:
        write_spans(flow, read_simple(text) or (), line)
    else:
        flow.add_prose(prose, line)


def _read_prose(text: str, line: int, desk: Desk) -> Prose | None:
    prose = read_simple_prose(text)
    if prose is not None and len(prose) > 1:
        lint_links(prose, line, desk.notices)
    return prose
