"""What the tags inside of a paragraph mean."""

from collections.abc import Callable, Mapping

from guidance.text.normalize import one_line
from importers.markdown.document import Embed
from importers.markdown.elements import (
    DROPPED_IN_TEXT,
    MARKS,
    SILENT,
    UNSAFE,
    VOID,
)
from importers.markdown.embeds import video_of_player
from importers.markdown.flow import Flow
from importers.markdown.html_text import Tag
from importers.markdown.pictures import is_picture_file, read_picture

Write = Callable[[Flow, Tag], None]


def start_inline(flow: Flow, tag: Tag) -> bool:
    """Write a start tag; return False when it is none of those of a paragraph."""
    name = tag.name
    if name in _STARTS:
        _STARTS[name](flow, tag)
    elif name in MARKS:
        flow.prose.open(name, MARKS[name])
    elif name in DROPPED_IN_TEXT:
        flow.note("dropped-markup", tag=name)
    elif name in UNSAFE:
        flow.note("unsafe-html", what=f"<{name}>")
    else:
        return name in SILENT
    return True


def end_inline(flow: Flow, tag: Tag) -> bool:
    """Write an end tag; return False when it is none of those of a paragraph."""
    name = tag.name
    if name == "a":
        flow.prose.close_link()
        return True
    if name in MARKS:
        flow.prose.close(name)
        return True
    return name in DROPPED_IN_TEXT or name in UNSAFE or name in VOID


def has_handler(tag: Tag) -> bool:
    """Return whether a tag has an attribute that runs something."""
    return any(name.startswith("on") for name in tag.attributes)


def _start_link(flow: Flow, tag: Tag) -> None:
    if "href" in tag.attributes:
        flow.prose.open_link(tag.attributes["href"])
    else:
        flow.note("dropped-markup", tag="a")


def _start_break(flow: Flow, _tag: Tag) -> None:
    flow.prose.hard_break()


def _start_picture(flow: Flow, tag: Tag) -> None:
    if has_handler(tag):
        # A picture that runs a script when it fails to load is no picture.
        return
    notices, line = flow.desk.notices, flow.prose.line
    picture = read_picture(tag.attributes, line, notices, is_html=True)
    if picture.source:
        flow.prose.picture(picture)
    else:
        notices.add("missing-source", line, alt=picture.alt)
        flow.prose.text(picture.alt)


def _start_embed(flow: Flow, tag: Tag) -> None:
    if is_picture_file(tag.attributes.get("src", "")):
        _start_picture(flow, tag)
    else:
        flow.note("unsafe-html", what=f"<{tag.name}>")


def _start_frame(flow: Flow, tag: Tag) -> None:
    url = video_of_player(tag.attributes.get("src", ""))
    if url is None:
        flow.note("unsafe-html", what=f"<{tag.name}>")
    else:
        title = one_line(tag.attributes.get("title", ""))
        flow.add(Embed(url, title, flow.prose.line))


_STARTS: Mapping[str, Write] = {
    "a": _start_link,
    "br": _start_break,
    "img": _start_picture,
    "image": _start_picture,
    "embed": _start_embed,
    "iframe": _start_frame,
}
