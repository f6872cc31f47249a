"""From the raw data of a page's StreamField back to the blocks of a body. Pure.

The other way than ``importers.stream``. An editor can write what no document says (an
empty paragraph, a link to an anchor); what nobody sees goes in silence, what somebody
would miss is reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import quote

from guidance.block_names import BlockName
from guidance.findings import Finding, Severity, gettext_noop
from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    plain_text,
    web_link,
    without_marks,
)
from guidance.segments.prose import Block as RichBlock
from guidance.segments.prose import keep
from guidance.segments.richtext import parse_blocks
from guidance.segments.stream import Stream
from guidance.text.normalize import CONTROLS, one_line
from guidance.text.shorten import shorten
from importers.markdown.address import AddressKind, kind_of
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Picture,
    Prose,
    Quote,
    RawHtml,
    Rule,
    Table,
)
from importers.markdown.embeds import is_video
from importers.markdown.lists import MAX_LEVEL
from importers.markdown.notices import Notices
from importers.markdown.prose import ProseWriter

_SHOWN = 60
_BOLD = frozenset({Mark.BOLD})

Address = Callable[[Link], str | None]
"""The address that a document writes for a link; None when it can write none."""


def web_address(link: Link) -> str | None:
    """Return the address of a link to the web, None for what a document cannot link."""
    href = link.href
    absolute = href is not None and kind_of(href) is AddressKind.ABSOLUTE
    return href if absolute else None


@dataclass(frozen=True, slots=True)
class PictureUse:
    """What an image block says beside its texts."""

    image: int | None
    source: str


PictureSource = Callable[[PictureUse], str]
"""The path that a document writes for a picture; "" when it can write none."""


@dataclass(frozen=True, slots=True)
class PageBody:
    """The blocks of a page, and what of the page they cannot say."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


def read_stream(
    stream: Stream,
    address: Address = web_address,
    source: PictureSource = lambda use: use.source,
) -> PageBody:
    """Return the blocks of a body, all in line 0.

    >>> html = '<p data-block-key="k1">Bir</p><hr/><p data-block-key="k2"></p>'
    >>> body = read_stream([{"type": "text", "value": html, "id": "5f"}])
    >>> [type(block).__name__ for block in body.blocks]
    ['Paragraph', 'Rule']
    """
    reader = _Reader(address, source)
    blocks = tuple(block for item in stream for block in reader.read(item))
    return PageBody(blocks, tuple(reader.findings))


def same_reading(one: Stream, other: Stream) -> bool:
    """Whether two bodies say and show the same, however their blocks are divided.

    >>> def text(*parts): return [{"type": "text", "id": "5f", "value": p} for p in parts]
    >>> p, q = '<p data-block-key="k1">Bir</p>', '<p data-block-key="k2">iki</p>'
    >>> same_reading(text(p, q), text(p + q)), same_reading(text(p, q), text(q, p))
    (True, False)
    """
    return _told(one) == _told(other)


def _told(stream: Stream) -> tuple[Block, ...]:
    return read_stream(stream, _any_address, _any_source).blocks


def _any_address(link: Link) -> str:
    """Return another address for each link, whatever it leads to."""
    return f"https://link/{quote(repr(link.attributes))}"


def _any_source(use: PictureUse) -> str:
    return f"{use.image}" if use.image is not None else f"?{use.source}"


@dataclass(slots=True)
class _Reader:
    """Reads block after block."""

    address: Address
    source: PictureSource
    findings: list[Finding] = field(default_factory=list)

    def read(self, block: Mapping[str, Any]) -> Iterable[Block]:
        read = _READERS.get(block["type"])
        if read is None:
            self._lose(_NO_BLOCK, what=str(block["type"]))
            return ()
        return read(self, block["value"])

    def _lose(self, message: str, **values: object) -> None:
        finding = Finding("not-in-markdown", Severity.ERROR, message, None, values)
        if finding not in self.findings:
            self.findings.append(finding)

    # ---- texts

    def prose(self, inline: Iterable[Inline]) -> Prose:
        """Return a text as a document can say it: () when nothing of it can be seen."""
        writer = ProseWriter(Notices())
        for node in inline:
            if isinstance(node, Link):
                self._write_link(writer, node)
            else:
                _write_run(writer, node)
        writer.end()
        parts = [part for part in writer.take() if not isinstance(part, Picture)]
        return parts[0] if parts else ()

    def _write_link(self, writer: ProseWriter, link: Link) -> None:
        address = self.address(link)
        if address is None:
            text = shorten(plain_text(link.children), _SHOWN)
            self._lose(_NO_LINK, text=text, target=_target(link))
        else:
            writer.open_link(address)
        for run in link.children:
            _write_run(writer, run)
        if address is not None:
            writer.close_link()

    def paragraphs(self, source: str) -> tuple[Prose, ...]:
        """Return the texts of rich text that is nothing but paragraphs."""
        texts = (self.prose(block.inline) for block in parse_blocks(source))
        return tuple(text for text in texts if text)

    def line(self, source: str) -> Prose:
        """Return rich text of one paragraph; of more, they are parted by breaks."""
        texts = [block.inline for block in parse_blocks(source) if block.inline]
        joined: list[Inline] = []
        for text in texts:
            joined += [Break(), *text] if joined else text
        return self.prose(joined)

    def rich(self, source: str) -> Iterator[Paragraph | ItemList | Rule]:
        """Yield what rich text holds, without empty paragraphs and items."""
        blocks = parse_blocks(source)
        for is_list, group in groupby(blocks, key=lambda block: block.tag == "li"):
            run = list(group)
            if is_list:
                yield from self._lists(run)
                continue
            for block in run:
                if block.tag == "hr":
                    yield Rule(0)
                elif text := self.prose(block.inline):
                    yield Paragraph(text, 0)

    def _lists(self, blocks: Sequence[RichBlock]) -> Iterator[ItemList]:
        texts = [self.prose(block.inline) for block in blocks]
        kept = keep(blocks, [bool(text) for text in texts])
        items = [
            Item(block.depth + 1, block.ordered, (text,), 0)
            for block, text in zip(kept, filter(None, texts), strict=True)
        ]
        yield from _divided(items, 1)

    # ---- one method for each type of block

    def read_text(self, value: str) -> Iterator[Block]:
        yield from self.rich(value)

    def read_heading(self, value: Mapping[str, Any]) -> Iterator[Block]:
        # A heading is bold by itself.
        if text := without_marks(self.line(value["text"]), _BOLD):
            yield Heading(int(value["level"]), text, 0)

    def read_list(self, value: Mapping[str, Any]) -> Iterator[Block]:
        found = [
            (item["value"], self.paragraphs(item["value"]["text"]))
            for item in value["items"]
        ]
        blocks = [
            RichBlock("li", "", (), each["level"] - 1, bool(each["ordered"]))
            for each, _ in found
        ]
        kept = keep(blocks, [bool(texts) for _, texts in found])
        items = [
            Item(block.depth + 1, block.ordered, texts, 0)
            for block, texts in zip(
                kept, (texts for _, texts in found if texts), strict=True
            )
        ]
        yield from _divided(items, value["start"])

    def read_image(self, value: Mapping[str, Any]) -> Iterator[Block]:
        picture = value["image"]
        caption = self.line(value["caption"])
        alt = "" if picture["decorative"] else one_line(picture["alt_text"])
        source = self.source(PictureUse(picture["image"], value["source"]))
        if not source:
            if picture["image"] or alt or caption:
                shown = shorten(alt or plain_text(caption) or "—", _SHOWN)
                self._lose(_NO_PICTURE, text=shown)
            return
        yield Picture(
            source,
            0,
            alt,
            decorative=bool(picture["decorative"]),
            width=value["width"],
            height=value["height"],
            caption=caption,
        )

    def read_quote(self, value: str) -> Iterator[Block]:
        blocks = tuple(self.rich(value))
        if all(isinstance(block, Rule) for block in blocks):
            yield from blocks
        else:
            yield Quote(blocks, 0)

    def read_callout(self, value: Mapping[str, Any]) -> Iterator[Block]:
        blocks = tuple(self.rich(value["text"]))
        yield Callout(value["kind"], one_line(value["title"]), blocks, 0)

    def read_table(self, value: Mapping[str, Any]) -> Iterator[Block]:
        rows = [
            tuple(self.paragraphs(cell["value"]) for cell in row["value"]["cells"])
            for row in value["rows"]
        ]
        if not any(cell for row in rows for cell in row):
            return
        width = max(map(len, rows))
        written = [column["value"] or "" for column in value["columns"]]
        yield Table(
            bool(value["header"]),
            tuple((written + [""] * width)[:width]),
            tuple(row + ((),) * (width - len(row)) for row in rows),
            0,
        )

    def read_embed(self, value: Mapping[str, Any]) -> Iterator[Block]:
        url, title = value["url"], one_line(value["title"])
        if is_video(url):
            yield Embed(url, title, 0)
            return
        self._lose(_NO_EMBED, url=url)
        yield Paragraph((web_link(url, Text(title or url)),), 0)

    def read_code(self, value: Mapping[str, Any]) -> Iterator[Block]:
        plain = value["code"].replace("\r\n", "\n").replace("\r", "\n")
        code = CONTROLS.sub("", plain).rstrip("\n")
        if code.strip():
            yield Code(value["language"].strip(), code, 0)

    def read_html(self, value: str) -> Iterator[Block]:
        if value.strip():
            yield RawHtml(value, 0)


_READERS: Mapping[str, Callable[[_Reader, Any], Iterable[Block]]] = {
    BlockName.TEXT: _Reader.read_text,
    BlockName.HEADING: _Reader.read_heading,
    BlockName.LIST: _Reader.read_list,
    BlockName.IMAGE: _Reader.read_image,
    BlockName.QUOTE: _Reader.read_quote,
    BlockName.TABLE: _Reader.read_table,
    BlockName.EMBED: _Reader.read_embed,
    BlockName.CALLOUT: _Reader.read_callout,
    BlockName.CODE: _Reader.read_code,
    BlockName.RAW_HTML: _Reader.read_html,
}


def _write_run(writer: ProseWriter, run: Text | Break) -> None:
    marks = sorted(run.marks)
    for mark in marks:
        writer.open(mark.value, Mark(mark))
    if isinstance(run, Text):
        writer.text(run.text)
    else:
        writer.hard_break()
    for mark in reversed(marks):
        writer.close(mark.value)


def _divided(items: Iterable[Item], start: int) -> Iterator[ItemList]:
    """Yield lists as documents have them: of one type, no level left out."""
    run: list[Item] = []
    for item in items:
        level = min(item.level, run[-1].level + 1 if run else 1, MAX_LEVEL)
        item = Item(level, item.ordered, item.paragraphs, 0)  # noqa: PLW2901
        if run and level == 1 and item.ordered != run[0].ordered:
            yield ItemList(start if run[0].ordered else 1, tuple(run), 0)
            run, start = [], 1
        run.append(item)
    if run:
        yield ItemList(start if run[0].ordered else 1, tuple(run), 0)


def _target(link: Link) -> str:
    stored = dict(link.attributes)
    if "href" in stored:
        return shorten(stored["href"], _SHOWN) or "—"
    return f"{stored.get('linktype', '')} {stored.get('id', '')}".strip()


_NO_LINK = gettext_noop(
    "The link “%(text)s” (to %(target)s) cannot be written in Markdown so that an "
    "import finds its target again. Link to guidance or to a web address."
)
_NO_PICTURE = gettext_noop(
    "The picture “%(text)s” has no file that could be written. Choose an image for it."
)
_NO_EMBED = gettext_noop(
    "%(url)s is no video that Markdown can show; it became a link. Write it as a link "
    "in a text."
)
_NO_BLOCK = gettext_noop(
    "A block of the type “%(what)s” cannot be written in Markdown. Take it out, or "
    "write its text in a block of another type."
)
