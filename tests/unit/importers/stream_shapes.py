"""A stream in short: one line for each block, without ids and keys."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from guidance.segments.stream import Stream
from importers.markdown.parse import parse_body
from importers.stream import pictures, to_stream

_KEY = re.compile(r' data-block-key="[^"]*"')
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)


def stream_of(markdown: str, pages: Mapping[str, int | None] | None = None) -> Stream:
    """Return the stream of a body whose pictures are all found."""
    parsed = parse_body(markdown)
    found = dict.fromkeys((use.source for use in pictures(parsed)), 1)
    stream, _ = to_stream(parsed, "10.2", found, pages or {})
    return stream


def shape_of(markdown: str) -> list[str]:
    r"""Return what a body becomes.

    >>> shape_of("Bir *iki*.\n\n3. üç")
    ['text <p>Bir <i>iki</i>.</p>', 'list 3: [1 1. üç]']
    """
    return shape(stream_of(markdown))


def shape(stream: Stream) -> list[str]:
    """Return one line for each block."""
    return [
        f"{block['type']} {_SHAPES[block['type']](block['value'])}" for block in stream
    ]


def codes_of(markdown: str) -> list[tuple[str, int | None]]:
    """Return the codes of the findings about a body, with their lines."""
    parsed = parse_body(markdown)
    found = dict.fromkeys((use.source for use in pictures(parsed)), 1)
    _, findings = to_stream(parsed, "10.2", found, {})
    return [(finding.code, finding.line) for finding in (*parsed.findings, *findings)]


def rich_texts(stream: Stream) -> Iterator[tuple[str, str]]:
    """Yield all rich text of a stream, with where it is: block, heading or inline."""
    for block in stream:
        value = block["value"]
        match block["type"]:
            case "text" | "quote":
                yield "block", value
            case "callout":
                yield "block", value["text"]
            case "heading":
                yield "heading", value["text"]
            case "image":
                yield "inline", value["caption"]
            case "list":
                yield from (
                    ("inline", item["value"]["text"]) for item in value["items"]
                )
            case "table":
                yield from (("inline", cell) for row in _cells(value) for cell in row)


def _bare(html: str) -> str:
    return _KEY.sub("", html)


def _line(html: str) -> str:
    """Return rich text of one paragraph without its tags."""
    bare = _bare(html)
    alone = _ONE_PARAGRAPH.fullmatch(bare)
    return alone[1] if alone else bare


def _cells(value: dict[str, Any]) -> list[list[str]]:
    rows = (row["value"]["cells"] for row in value["rows"])
    return [[cell["value"] for cell in row] for row in rows]


def _heading(value: dict[str, Any]) -> str:
    return f"{value['level']} {_line(value['text'])}"


def _list(value: dict[str, Any]) -> str:
    items = (
        f"[{item['level']} {'1.' if item['ordered'] else '-'} {_line(item['text'])}]"
        for item in (each["value"] for each in value["items"])
    )
    return f"{value['start']}: {' '.join(items)}"


def _image(value: dict[str, Any]) -> str:
    picture = value["image"]
    parts = [
        value["source"],
        f"{value['width']}x{value['height']}" if value["width"] else "",
        "decorative" if picture["decorative"] else "",
        f"“{picture['alt_text']}”" if picture["alt_text"] else "",
        f"caption {_line(value['caption'])}" if value["caption"] else "",
    ]
    return " ".join(part for part in parts if part)


def _table(value: dict[str, Any]) -> str:
    columns = ",".join(column["value"] or "-" for column in value["columns"])
    rows = " / ".join(" | ".join(map(_line, row)) for row in _cells(value))
    return f"{'header' if value['header'] else 'plain'} {columns}: {rows}"


def _callout(value: dict[str, Any]) -> str:
    title = f" “{value['title']}”" if value["title"] else ""
    return f"{value['kind']}{title} {_bare(value['text'])}"


def _embed(value: dict[str, Any]) -> str:
    return f"{value['url']} {value['title']}".strip()


def _code(value: dict[str, Any]) -> str:
    return f"{value['language'] or '-'}: {value['code']}"


_SHAPES: Mapping[str, Callable[[Any], str]] = {
    "text": _bare,
    "quote": _bare,
    "heading": _heading,
    "list": _list,
    "image": _image,
    "table": _table,
    "callout": _callout,
    "embed": _embed,
    "code": _code,
    "raw_html": str,
}
