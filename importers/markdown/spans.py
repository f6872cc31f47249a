"""Inline Markdown written into a flow, one function for each kind of span."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from guidance.segments.inline import Mark
from importers.markdown.elements import MARKS
from importers.markdown.flow import Flow
from importers.markdown.html_block import write_tag
from importers.markdown.html_text import Piece, Tag, split_html
from importers.markdown.pictures import read_picture
from importers.markdown.syntax import Span

# What stands between these tags is not for readers.
_HIDING = re.compile(r"<(script|style|template)\b", re.IGNORECASE)


def write_spans(flow: Flow, spans: Sequence[Span], line: int) -> None:
    """Write a text that begins at a line of the file, and end what it leaves open."""
    if len(spans) == 1 and spans[0].kind == "text" and flow.prose.is_fresh:
        flow.paragraph(spans[0].content, line)
        return
    depth = flow.depth
    flow.prose.at(line)
    for span in _shown(spans):
        _WRITERS[span.kind](flow, span)
    flow.cut()
    flow.prose.end()
    if flow.depth > depth:
        flow.close_to(depth, silent=False)


def _shown(spans: Sequence[Span]) -> list[Span]:
    """Return the spans without what scripts and styles hold.

    A tag that is never closed hides nothing: somebody writes about it.
    """
    shown: list[Span] = []
    end = 0
    for place, span in enumerate(spans):
        if place < end:
            continue
        shown.append(span)
        opened = _HIDING.match(span.content) if span.kind == "html" else None
        if opened:
            closing = f"</{opened[1].lower()}"
            rest = range(place + 1, len(spans))
            end = next(
                (i for i in rest if spans[i].content.lower().startswith(closing)), 0
            )
    return shown


def _write_text(flow: Flow, span: Span) -> None:
    flow.prose.text(span.content, literal=True)


def _write_special(flow: Flow, span: Span) -> None:
    flow.prose.text(span.content)


def _write_code(flow: Flow, span: Span) -> None:
    flow.prose.code(span.content)


def _write_soft_break(flow: Flow, _span: Span) -> None:
    flow.prose.soft_break()


def _write_hard_break(flow: Flow, _span: Span) -> None:
    flow.prose.hard_break()
    flow.prose.line += 1


def _write_html(flow: Flow, span: Span) -> None:
    for piece in _pieces(span.content):
        if isinstance(piece, Tag):
            write_tag(flow, piece)
        elif isinstance(piece, str):
            flow.prose.text(piece)
    flow.prose.line += span.content.count("\n")


@lru_cache(maxsize=512)  # mostly the same few tags
def _pieces(source: str) -> tuple[Piece, ...]:
    return tuple(piece for piece, _ in split_html(source))


def _write_image(flow: Flow, span: Span) -> None:
    notices, line = flow.desk.notices, flow.prose.line
    picture = read_picture(span.attributes, line, notices, is_html=False)
    if picture.source:
        flow.prose.picture(picture)
    else:
        notices.add("missing-source", line, alt=picture.alt)
        flow.prose.text(picture.alt)


def _write_open(flow: Flow, span: Span) -> None:
    if span.content == "a":
        flow.prose.open_link(span.attributes.get("href", ""))
    else:
        flow.prose.open(span.content, MARKS[span.content])


def _write_close(flow: Flow, span: Span) -> None:
    if span.content == "a":
        flow.prose.close_link()
    else:
        flow.prose.close(span.content)


def _write_note(flow: Flow, span: Span) -> None:
    number = flow.desk.footnotes.number(span.content)
    flow.prose.open("sup", Mark.SUPERSCRIPT)
    flow.prose.text(str(number))
    flow.prose.close("sup")


_WRITERS: Mapping[str, Callable[[Flow, Span], None]] = {
    "text": _write_text,
    "special": _write_special,
    "code": _write_code,
    "softbreak": _write_soft_break,
    "hardbreak": _write_hard_break,
    "html": _write_html,
    "image": _write_image,
    "open": _write_open,
    "close": _write_close,
    "note": _write_note,
}
