"""What a body points at: the images, pages and documents of the site."""

import html
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from guidance.segments.contents import Content, Holds, contents
from guidance.segments.stream import Stream

_LINK = re.compile(r"<a\b[^>]*\slinktype=[^>]*>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")


class Target(StrEnum):
    """The kinds of things that a body points at; those of links as stored."""

    IMAGE = "image"
    PAGE = "page"
    DOCUMENT = "document"


class Reference(NamedTuple):
    """A thing that is pointed at, by its key, and the place that does it."""

    target: Target
    key: str
    model_path: str
    path: str


def references(stream: Stream) -> tuple[Reference, ...]:
    """Return what a body points at, as ``StreamField.extract_references`` finds it.

    Whether the things exist, nobody asks here.

    >>> text = '<p><a linktype="page" id="3">a</a> <a href="/b">b</a></p>'
    >>> references([{"type": "text", "value": text, "id": "5f"}])
    (Reference(target=<Target.PAGE: 'page'>, key='3', model_path='text', path='5f'),)
    """
    return tuple(
        reference for place in contents(stream) for reference in _in_place(place)
    )


def _in_place(place: Content) -> Iterator[Reference]:
    if place.holds is Holds.IMAGE and place.value is not None:
        yield Reference(Target.IMAGE, str(place.value), place.model_path, place.path)
    if place.holds is not Holds.RICH or "linktype=" not in place.value:
        return
    for tag in _LINK.findall(place.value):
        attributes = dict(_ATTRIBUTE.findall(tag))
        kind, key = attributes["linktype"], html.unescape(attributes.get("id", ""))
        if key and kind in (Target.PAGE, Target.DOCUMENT):
            yield Reference(Target(kind), key, place.model_path, place.path)
