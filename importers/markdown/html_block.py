"""HTML written into a flow: what the tags around paragraphs mean, and all the others."""

from collections.abc import Callable, Mapping

from guidance.segments.inline import Mark
from importers.markdown.document import Rule
from importers.markdown.elements import (
    DROPPED_AROUND_TEXT,
    HEADINGS,
    PARTING,
    TITLES,
    VOID,
)
from importers.markdown.flow import Flow
from importers.markdown.frames import is_frame
from importers.markdown.html_inline import (
    end_inline,
    has_handler,
    start_inline,
)
from importers.markdown.html_text import Comment, Tag, split_html

# What begins and ends in one piece of HTML, because what follows cannot stand in it.
_ONE_PIECE = ("pre", *HEADINGS)


def write_html(flow: Flow, source: str, line: int) -> None:
    """Write a piece of HTML that begins at a line of the file.

    Elements that hold blocks stay open for what follows, those of a line do not.
    """
    for piece, place in split_html(source):
        flow.prose.at(line + place)
        if isinstance(piece, str):
            _write_text(flow, piece)
        elif isinstance(piece, Tag):
            write_tag(flow, piece)
        else:
            _write_comment(flow, piece)
    flow.cut()
    flow.prose.end()
    if name := flow.close(*_ONE_PIECE):
        flow.note("html-repaired", tag=name)


def write_tag(flow: Flow, tag: Tag) -> None:
    """Write a tag."""
    if flow.code is not None:
        _write_tag_in_code(flow, tag)
    elif tag.closing:
        _write_end(flow, tag)
    else:
        if has_handler(tag):
            flow.note("unsafe-html", what=f"<{tag.name} on…>")
        _write_start(flow, tag)
        if tag.source.endswith("/>") and tag.name not in VOID:
            _write_end(flow, tag)


def _write_text(flow: Flow, text: str) -> None:
    if flow.code is not None:
        flow.code.text.append(text)
    else:
        flow.prose.text(text)


def _write_comment(flow: Flow, comment: Comment) -> None:
    if not comment.closed:
        flow.note("html-repaired/comment")
    elif not comment.text.strip():
        flow.split()


def _write_tag_in_code(flow: Flow, tag: Tag) -> None:
    frame = flow.code
    if tag.closing and tag.name == "pre":
        flow.close("pre")
    elif frame is not None and tag.name == "br":
        frame.text.append("\n")
    elif frame is not None and tag.name == "code" and not frame.attributes:
        frame.attributes = tag.attributes


def _write_start(flow: Flow, tag: Tag) -> None:
    name = tag.name
    if name in _STARTS:
        _STARTS[name](flow, tag)
    elif is_frame(name):
        flow.open(name, tag.attributes)
    elif name in PARTING:
        flow.cut()
    elif name in DROPPED_AROUND_TEXT:
        flow.note("dropped-markup", tag=name)
        flow.cut()
    elif name in TITLES:
        flow.cut()
        flow.prose.open(name, Mark.BOLD)
    elif not start_inline(flow, tag):
        _write_unknown(flow, tag)


def _write_end(flow: Flow, tag: Tag) -> None:
    name = tag.name
    if is_frame(name):
        if not flow.close(*_CLOSES.get(name, (name,))):
            flow.cut()
    elif name in PARTING or name in DROPPED_AROUND_TEXT:
        flow.cut()
    elif name in TITLES:
        flow.prose.close(name)
        flow.cut()
    elif not end_inline(flow, tag):
        _write_unknown(flow, tag)


def _write_unknown(flow: Flow, tag: Tag) -> None:
    """Write a tag of no known element: as text, unless it is clearly meant as HTML.

    “Write <name surname> here” is meant as text.
    """
    if tag.closing and flow.prose.has_open(tag.name):
        flow.prose.close(tag.name)
    elif any(tag.attributes.values()) or not tag.name.isalnum():
        flow.note("dropped-markup", tag=tag.name)
        if not tag.closing:
            flow.prose.open(tag.name)
    else:
        flow.note("unknown-tag", tag=tag.source)
        flow.prose.text(tag.source)


# ---- one function for each element that begins in its own way


def _start_rule(flow: Flow, _tag: Tag) -> None:
    flow.add(Rule(flow.prose.line))


def _start_item(flow: Flow, tag: Tag) -> None:
    flow.close("li", within=("ul", "ol"))
    flow.open("li", tag.attributes)


def _start_row(flow: Flow, tag: Tag) -> None:
    flow.close("tr", within=("table",))
    flow.open("tr", tag.attributes)


def _start_cell(flow: Flow, tag: Tag) -> None:
    flow.close("td", "th", within=("tr",))
    flow.open(tag.name, tag.attributes)


_STARTS: Mapping[str, Callable[[Flow, Tag], None]] = {
    "hr": _start_rule,
    "li": _start_item,
    "tr": _start_row,
    "td": _start_cell,
    "th": _start_cell,
}
# Elements that an end tag of another name ends, too.
_CLOSES = {
    "td": ("td", "th"),
    "th": ("td", "th"),
    "ul": ("ul", "ol"),
    "ol": ("ul", "ol"),
    **dict.fromkeys(HEADINGS, HEADINGS),
}
