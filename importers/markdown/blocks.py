"""Blocks of Markdown written into a flow, one function for each kind of node."""

from collections.abc import Callable, Iterable, Mapping

from importers.markdown.desk import Desk
from importers.markdown.document import Block, Code, Embed, Paragraph, Rule
from importers.markdown.embeds import is_video
from importers.markdown.flow import Flow
from importers.markdown.frames import headings, language_of
from importers.markdown.grid import GridTable, read_grid
from importers.markdown.html_block import write_html
from importers.markdown.lists import RawItem, RawList, join_items
from importers.markdown.pandoc import (
    is_marker,
    is_table_border,
    raw_format,
    without_attributes,
    without_heading_attributes,
    without_marker_lines,
)
from importers.markdown.prose import plain_prose
from importers.markdown.quotes import callouts, quotes, read_marker
from importers.markdown.simple_blocks import write_simple_blocks
from importers.markdown.spans import write_spans
from importers.markdown.syntax import Node
from importers.markdown.tables import RawCell, RawTable, join_rows, read_cell


def read_blocks(nodes: Iterable[Node], desk: Desk, *, top: bool = False) -> list[Block]:
    """Return the blocks that nodes of syntax are."""
    flow = Flow(desk, top=top)
    for node in nodes:
        _WRITERS[node.kind](flow, node)
    return flow.finish()


def _write_paragraph(flow: Flow, node: Node) -> None:
    grid = read_grid(node.content) if node.content.startswith("+-") else None
    if grid is not None:
        flow.add(*_read_grid(grid, node, flow.desk))
    elif flow.top and is_video(address := _address_alone(node.content)):
        flow.add(Embed(address, "", node.line))
    else:
        notices = flow.desk.notices
        spans = without_marker_lines(node, notices)
        write_spans(flow, without_attributes(spans, node.line, notices), node.line)


def _address_alone(text: str) -> str:
    """Return a text without the signs that make an address of it."""
    return text.strip().removeprefix("<").removesuffix(">")


def _read_grid(grid: GridTable, node: Node, desk: Desk) -> list[Block]:
    desk.notices.add("pandoc-syntax/table", node.line)
    rows = tuple(
        tuple(
            RawCell(tuple(read_blocks(desk.parse(cell, node.line), desk)))
            for cell in row
        )
        for row in grid.rows
    )
    return join_rows(RawTable(rows, grid.header, node.line), desk.notices)


def _write_heading(flow: Flow, node: Node) -> None:
    notices = flow.desk.notices
    inner = Flow(flow.desk)
    spans = without_heading_attributes(node, notices)
    write_spans(inner, without_attributes(spans, node.line, notices), node.line)
    flow.add(*headings(node.level, inner.finish(), node.line, notices))


def _write_list(flow: Flow, node: Node) -> None:
    ordered = node.kind == "ordered_list"
    items = tuple(
        RawItem(tuple(_read_item(item, flow.desk)), item.line, item.info or "-")
        for item in node.nodes
    )
    raw = RawList(items, ordered, node.level if ordered else 1)
    flow.add(*join_items(raw, flow.desk.notices))


def _read_item(item: Node, desk: Desk) -> list[Block]:
    """Return the blocks of an item; most are one paragraph without any markup."""
    node = item.nodes[0] if len(item.nodes) == 1 else None
    if node is None or node.kind != "paragraph" or len(node.spans) != 1:
        return read_blocks(item.nodes, desk)
    span = node.spans[0]
    if span.kind != "text" or span.content.startswith("+-") or is_marker(span):
        return read_blocks(item.nodes, desk)
    prose = plain_prose(span.content, node.line, desk.notices)
    return [Paragraph(prose, node.line)] if prose else []


def _write_quote(flow: Flow, node: Node) -> None:
    notices = flow.desk.notices
    found = read_marker(node.nodes[0]) if node.nodes else None
    if found is None:
        flow.add(*quotes(read_blocks(node.nodes, flow.desk), node.line, notices))
        return
    marker, first = found
    blocks = read_blocks((first, *node.nodes[1:]), flow.desk)
    flow.add(*callouts(marker, blocks, node.line, notices))


def _write_table(flow: Flow, node: Node) -> None:
    rows = tuple(
        tuple(_read_cell(cell, flow.desk) for cell in row.nodes) for row in node.nodes
    )
    raw = RawTable(rows, header=True, line=node.line)
    flow.add(*join_rows(_without_blank_header(raw), flow.desk.notices))


def _read_cell(node: Node, desk: Desk) -> RawCell:
    flow = Flow(desk)
    spans = without_attributes(node.spans, node.line, desk.notices)
    write_spans(flow, spans, node.line)
    return read_cell(flow.finish(), node.attributes)


def _without_blank_header(raw: RawTable) -> RawTable:
    """Return a table without the empty header that Markdown makes everybody write."""
    if len(raw.rows) > 1 and not any(cell.blocks for cell in raw.rows[0]):
        return RawTable(raw.rows[1:], header=False, line=raw.line)
    return raw


def _write_fence(flow: Flow, node: Node) -> None:
    form = raw_format(node.info)
    if form == "html":
        flow.desk.notices.add("pandoc-syntax/raw", node.line, format=form)
        write_html(flow, node.content, node.line + 1)
    elif node.content.strip():
        if form is not None:
            flow.desk.notices.add("pandoc-syntax", node.line, text=node.info)
        flow.add(Code(language_of(node.info), node.content.rstrip("\n"), node.line))


def _write_indented(flow: Flow, node: Node) -> None:
    if not node.content.strip():
        # Nothing but no-break spaces, which nobody sees.
        return
    flow.desk.notices.add("indented-code", node.line)
    flow.add(Code("", node.content.rstrip("\n"), node.line))


def _write_rule(flow: Flow, node: Node) -> None:
    if is_table_border(node.content):
        flow.desk.notices.add("pandoc-syntax/table", node.line)
    else:
        flow.add(Rule(node.line))


def _write_html(flow: Flow, node: Node) -> None:
    write_html(flow, node.content, node.line)


def _write_simple(flow: Flow, node: Node) -> None:
    write_simple_blocks(flow, node.content, node.line)


def _write_footnote(flow: Flow, node: Node) -> None:
    flow.desk.footnotes.define(node.info, node, flow.desk.notices)


_WRITERS: Mapping[str, Callable[[Flow, Node], None]] = {
    "paragraph": _write_paragraph,
    "heading": _write_heading,
    "bullet_list": _write_list,
    "ordered_list": _write_list,
    "blockquote": _write_quote,
    "table": _write_table,
    "fence": _write_fence,
    "code_block": _write_indented,
    "hr": _write_rule,
    "html_block": _write_html,
    "footnote": _write_footnote,
    "simple": _write_simple,
}
