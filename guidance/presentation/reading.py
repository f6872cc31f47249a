"""Stored blocks read into views: one function for each type of block."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guidance.block_names import BlockName
from guidance.presentation.block_views import (
    NO_PHRASE,
    BlockView,
    CalloutView,
    CodeView,
    EmbedView,
    HeadingView,
    ListView,
    Phrase,
    PictureView,
    QuoteView,
    RawHtmlView,
    TableView,
    TextView,
)
from guidance.presentation.html import (
    LanguageOf,
    ListItem,
    inline_html,
    list_html,
    prose_html,
)
from guidance.presentation.links import LinkTargets
from guidance.presentation.pictures import PictureFiles
from guidance.presentation.prose import readable_blocks
from guidance.presentation.raw_html import readable_html
from guidance.segments.settle import is_trusted_address
from guidance.segments.stream import Stream


@dataclass(frozen=True, slots=True)
class Reading:
    """What blocks are read with.

    ``untranslated`` are the ids of the leaves that are in the ``source`` language.
    """

    source: str
    untranslated: frozenset[str]
    links: LinkTargets
    pictures: Mapping[int, PictureFiles]

    def language(self, leaf: str) -> str | None:
        """Return the source language when the leaf is in it, else None."""
        return self.source if leaf in self.untranslated else None

    def language_below(self, place: str) -> LanguageOf:
        """Return the languages of the leaves of a place, by their keys."""
        return lambda key: self.language(f"{place}#{key}")

    def prose(self, source: str, place: str) -> str:
        """Return paragraphs and lists as HTML."""
        return prose_html(
            readable_blocks(source), self.links.resolve, self.language_below(place)
        )

    def phrase(self, source: str, place: str) -> Phrase:
        """Return one paragraph without its tag; several keep theirs."""
        blocks = readable_blocks(source) if source else ()
        if len(blocks) != 1 or blocks[0].tag != "p":
            html = prose_html(blocks, self.links.resolve, self.language_below(place))
            return Phrase(html)
        (only,) = blocks
        language = self.language(f"{place}#{only.key}") or self.language(place)
        return Phrase(inline_html(only.inline, self.links.resolve), language)


def read_stream(stream: Stream, reading: Reading) -> tuple[BlockView, ...]:
    """Return the views of a body's blocks, in order."""
    views = (
        _READERS[block["type"]](block["id"], block["value"], reading)
        for block in stream
        if block["type"] in _READERS
    )
    return tuple(views)


def picture_keys(stream: Stream) -> set[int]:
    """Return the primary keys of the images in a body."""
    keys = (
        block["value"]["image"]["image"]
        for block in stream
        if block["type"] == BlockName.IMAGE
    )
    return {key for key in keys if key is not None}


def _place(block: str) -> str:
    return f"body/{block}"


def _text(block: str, value: str, reading: Reading) -> TextView:
    return TextView(block, reading.prose(value, _place(block)))


def _quote(block: str, value: str, reading: Reading) -> QuoteView:
    return QuoteView(block, reading.prose(value, _place(block)))


def _heading(block: str, value: dict[str, Any], reading: Reading) -> HeadingView:
    phrase = reading.phrase(value["text"], f"{_place(block)}/text")
    return HeadingView(block, int(value["level"]), phrase)


def _list(block: str, value: dict[str, Any], reading: Reading) -> ListView:
    items = tuple(
        _list_item(item["value"], f"{_place(block)}/{item['id']}", reading)
        for item in value["items"]
    )
    start = value["start"]
    return ListView(block, start, items, list_html(items, start))


def _list_item(value: dict[str, Any], place: str, reading: Reading) -> ListItem:
    phrase = reading.phrase(value["text"], place)
    return ListItem(value["level"], value["ordered"], phrase.html, phrase.language)


def _picture(block: str, value: dict[str, Any], reading: Reading) -> PictureView:
    image = value["image"]
    place = _place(block)
    alt = "" if image["decorative"] else image["alt_text"]
    caption = value["caption"]
    return PictureView(
        id=block,
        files=reading.pictures.get(image["image"]),
        alt=alt,
        alt_language=reading.language(f"{place}/alt_text") if alt else None,
        caption=reading.phrase(caption, f"{place}/caption") if caption else NO_PHRASE,
        display_width=value["width"],
        display_height=value["height"],
    )


def _table(block: str, value: dict[str, Any], reading: Reading) -> TableView:
    place = _place(block)
    return TableView(
        id=block,
        header=value["header"],
        columns=tuple(_values(value["columns"])),
        rows=tuple(
            tuple(
                reading.phrase(cell["value"], f"{place}/{row['id']}/{cell['id']}")
                for cell in row["value"]["cells"]
            )
            for row in value["rows"]
        ),
    )


def _values(items: Iterable[dict[str, Any]]) -> Iterable[str]:
    return (item["value"] or "" for item in items)


def _embed(block: str, value: dict[str, Any], reading: Reading) -> EmbedView:
    url = value["url"] if is_trusted_address(value["url"]) else ""
    language = reading.language(f"{_place(block)}/title") if value["title"] else None
    return EmbedView(block, url, value["title"] or url, language)


def _callout(block: str, value: dict[str, Any], reading: Reading) -> CalloutView:
    place = _place(block)
    return CalloutView(
        id=block,
        kind=value["kind"],
        title=value["title"],
        title_language=reading.language(f"{place}/title"),
        html=reading.prose(value["text"], f"{place}/text"),
    )


def _code(block: str, value: dict[str, Any], _: Reading) -> CodeView:
    return CodeView(block, value["language"], value["code"])


def _raw_html(block: str, value: str, reading: Reading) -> RawHtmlView:
    html = readable_html(value, reading.language_below(_place(block)))
    return RawHtmlView(block, html)


_READERS: dict[str, Callable[[str, Any, Reading], BlockView]] = {
    BlockName.TEXT: _text,
    BlockName.QUOTE: _quote,
    BlockName.HEADING: _heading,
    BlockName.LIST: _list,
    BlockName.IMAGE: _picture,
    BlockName.TABLE: _table,
    BlockName.EMBED: _embed,
    BlockName.CALLOUT: _callout,
    BlockName.CODE: _code,
    BlockName.RAW_HTML: _raw_html,
}
