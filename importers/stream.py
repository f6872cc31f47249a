"""From a parsed body to the raw data of a page's StreamField.

The same body under the same key gives the same stream, byte for byte, ids included; and
opening and saving the page in the editor changes nothing of it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, TypeGuard

from guidance.block_names import BlockName
from guidance.findings import Finding
from guidance.segments.inline import Inline, Link, page_link
from guidance.segments.prose import Block as RichBlock
from guidance.segments.richtext import serialize
from guidance.segments.stream import Stream
from importers.markdown.address import AddressKind, is_document, kind_of
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    Item,
    ItemList,
    Paragraph,
    ParsedBody,
    Picture,
    Prose,
    Quote,
    RawHtml,
    Rule,
    Table,
    prose_of,
)
from importers.markdown.notices import Notices
from importers.markdown.runs import Held, divide

_NAMESPACE = uuid.UUID("8a3f4d8e-2f0b-5c0e-9d52-6d0b7b1f3a11")
# A longer one is no path but the picture itself, which stays in the document.
_LONGEST_SOURCE = 2000
_DATA = "data:"

PictureUse = Picture
"""A place where a picture is used: its ``source`` as written, its ``line``, its text."""


def pictures(parsed: ParsedBody) -> tuple[PictureUse, ...]:
    """Return the pictures of a body in reading order, also those used twice."""
    return tuple(block for block in parsed.blocks if isinstance(block, Picture))


def links(parsed: ParsedBody) -> tuple[str, ...]:
    """Return the addresses that may mean other documents, as written, each once."""
    addresses = (
        node.href
        for block in parsed.blocks
        for prose, _ in prose_of(block)
        for node in prose
        if isinstance(node, Link)
    )
    return tuple(
        dict.fromkeys(href for href in addresses if href and is_document(href))
    )


def to_stream(
    parsed: ParsedBody,
    key: str,
    pictures: Mapping[str, int | None],
    links: Mapping[str, int | None],
) -> tuple[Stream, tuple[Finding, ...]]:
    r"""Return the raw data of a page's body, and what became apparent meanwhile.

    ``key`` is ``"<question>.<choice>"``. ``pictures`` and ``links`` say which image and
    which page an address means, as written; None, or nothing, when there is none (yet).
    The findings of ``parsed`` are not repeated.

    >>> from importers.markdown.parse import parse_body
    >>> stream, _ = to_stream(parse_body("Bir.\n\n- iki"), "10.2", {}, {})
    >>> stream[0]["value"]
    '<p data-block-key="k1">Bir.</p><ul><li data-block-key="k2">iki</li></ul>'
    """
    writer = _Writer(key, pictures, links)
    stream = [writer.write(group) for group in divide(parsed.blocks)]
    return stream, writer.findings()


def line_numbers(parsed: ParsedBody, key: str) -> dict[str, int]:
    r"""Return {id: line} of what ``to_stream`` gives an id, as far as it has a line.

    >>> from importers.markdown.parse import parse_body
    >>> lines = line_numbers(parse_body("Bir.\n\n- iki"), "10.2")
    >>> lines["k1"], lines["k2"]
    (1, 3)
    """
    writer = _Writer(key, {}, {})
    for group in divide(parsed.blocks):
        writer.write(group)
    return writer.lines


class _Writer:
    """Writes blocks one after the other; gives each id and key of the document once."""

    def __init__(
        self,
        key: str,
        pictures: Mapping[str, int | None],
        links: Mapping[str, int | None],
    ) -> None:
        self._ids = (str(uuid.uuid5(_NAMESPACE, f"{key}/{n}")) for n in count(1))
        self._keys = (f"k{n}" for n in count(1))
        self._pictures = pictures
        self._links = links
        self._notices = Notices()
        self.lines: dict[str, int] = {}

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found while writing."""
        return self._notices.found()

    def write(self, part: tuple[Held, ...] | Block) -> dict[str, Any]:
        """Return a block of the stream."""
        if isinstance(part, tuple):
            return self._item(BlockName.TEXT, lambda: self._rich(part))
        name, write = _WRITERS[type(part)]
        item = self._item(name, lambda: write(self, part))
        self.lines[item["id"]] = part.line
        return item

    def _item(self, name: str, value: Callable[[], Any]) -> dict[str, Any]:
        """Return a block or an item; its id comes before those of what is in it."""
        identity = next(self._ids)
        return {"type": name, "value": value(), "id": identity}

    def _items(self, values: Iterable[Callable[[], Any]]) -> list[dict[str, Any]]:
        return [self._item("item", value) for value in values]

    # ---- rich text

    def _rich(self, blocks: Sequence[Held]) -> str:
        return serialize(self._rich_blocks(blocks))

    def _rich_blocks(self, blocks: Sequence[Held]) -> Iterator[RichBlock]:
        after_rule = True
        for block in blocks:
            match block:
                case Paragraph(inline, line):
                    yield self._paragraph(inline, line)
                case ItemList(_, items):
                    yield from map(self._list_item, items)
                case Rule() if after_rule:
                    # The editor puts a paragraph on both sides of a rule.
                    yield RichBlock("p", next(self._keys))
                    yield RichBlock("hr", "")
                case Rule():
                    yield RichBlock("hr", "")
            after_rule = isinstance(block, Rule)
        if after_rule:
            yield RichBlock("p", next(self._keys))

    def _paragraph(self, inline: Prose, line: int) -> RichBlock:
        key = self._key(line)
        return RichBlock("p", key, self._resolved(inline, line))

    def _list_item(self, item: Item) -> RichBlock:
        inline = self._resolved(item.paragraphs[0], item.line)
        key = self._key(item.line)
        return RichBlock("li", key, inline, item.level - 1, item.ordered)

    def _key(self, line: int) -> str:
        key = next(self._keys)
        self.lines[key] = line
        return key

    def _paragraphs(self, texts: Iterable[Prose], line: int) -> str:
        return serialize([self._paragraph(text, line) for text in texts])

    def _line(self, inline: Prose, line: int) -> str:
        return self._paragraphs([inline] if inline else [], line)

    def _resolved(self, inline: Prose, line: int) -> Prose:
        """Return a text whose relative links lead to pages or are no links."""
        if not any(map(_is_relative, inline)):
            return inline
        nodes: list[Inline] = []
        for node in inline:
            if not _is_relative(node):
                nodes.append(node)
            elif (page := self._links.get(node.href or "")) is not None:
                nodes.append(page_link(page, *node.children))
            else:
                self._notices.unresolved(node, line)
                nodes += node.children
        return tuple(nodes)

    # ---- one method for each type of block

    def heading(self, block: Heading) -> dict[str, Any]:
        text = self._line(block.inline, block.line)
        return {"level": str(block.level), "text": text}

    def quote(self, block: Quote) -> str:
        return self._rich(block.blocks)

    def callout(self, block: Callout) -> dict[str, Any]:
        text = self._rich(block.blocks) if block.blocks else ""
        return {"kind": block.kind, "title": block.title, "text": text}

    def item_list(self, block: ItemList) -> dict[str, Any]:
        def value_of(item: Item) -> dict[str, Any]:
            text = self._paragraphs(item.paragraphs, item.line)
            return {"level": item.level, "ordered": item.ordered, "text": text}

        items = self._items(partial(value_of, item) for item in block.items)
        return {"start": block.start, "items": items}

    def picture(self, block: Picture) -> dict[str, Any]:
        image = self._pictures.get(block.source)
        if image is not None and not block.alt and not block.decorative:
            is_placed = block.width is not None and block.height is not None
            key = "missing-alt" if is_placed else "missing-alt/bare"
            self._notices.add(key, block.line, source=block.source)
        return {
            "image": {
                "image": image,
                "decorative": block.decorative,
                "alt_text": block.alt,
            },
            "caption": self._line(block.caption, block.line),
            "width": block.width,
            "height": block.height,
            "source": written_source(block.source),
        }

    def table(self, block: Table) -> dict[str, Any]:
        def cell_of(cell: tuple[Prose, ...]) -> str:
            return self._paragraphs(cell, block.line)

        def row_of(row: tuple[tuple[Prose, ...], ...]) -> dict[str, Any]:
            return {"cells": self._items(partial(cell_of, cell) for cell in row)}

        return {
            "header": block.header,
            "columns": self._items(partial(str, each) for each in block.alignments),
            "rows": self._items(partial(row_of, row) for row in block.rows),
        }

    def embed(self, block: Embed) -> dict[str, Any]:
        return {"url": block.url, "title": block.title}

    def code(self, block: Code) -> dict[str, Any]:
        return {"language": block.language, "code": block.code}

    def raw_html(self, block: RawHtml) -> str:
        return block.html


_WRITERS: Mapping[type, tuple[BlockName, Callable[[_Writer, Any], Any]]] = {
    Heading: (BlockName.HEADING, _Writer.heading),
    ItemList: (BlockName.LIST, _Writer.item_list),
    Picture: (BlockName.IMAGE, _Writer.picture),
    Quote: (BlockName.QUOTE, _Writer.quote),
    Table: (BlockName.TABLE, _Writer.table),
    Embed: (BlockName.EMBED, _Writer.embed),
    Callout: (BlockName.CALLOUT, _Writer.callout),
    Code: (BlockName.CODE, _Writer.code),
    RawHtml: (BlockName.RAW_HTML, _Writer.raw_html),
}


def _is_relative(node: Inline) -> TypeGuard[Link]:
    """Whether a node is a link that leads to a page of the site, or nowhere."""
    if not isinstance(node, Link) or node.href is None:
        return False
    return kind_of(node.href) is not AddressKind.ABSOLUTE


def written_source(source: str) -> str:
    """Return the path of a picture as its block keeps it."""
    if len(source) > _LONGEST_SOURCE or source.lower().startswith(_DATA):
        return f"{source.partition(',')[0][:80]}…"
    return source
