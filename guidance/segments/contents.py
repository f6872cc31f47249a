"""What a body holds, place by place, without parsing any of it.

The paths are those of Wagtail's reference index: ``model_path`` names the block and its
children, ``path`` has the ids of blocks and items in place of what can be repeated.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from guidance.block_names import BlockName
from guidance.segments.stream import Stream


class Holds(Enum):
    """What stands in a place."""

    RICH = auto()
    PLAIN = auto()
    IMAGE = auto()


class Content(NamedTuple):
    """One place of a body and what stands there; ``value`` is HTML, a text or a key."""

    holds: Holds
    model_path: str
    path: str
    value: Any


def contents(stream: Stream) -> Iterator[Content]:
    """Yield the places of a body in stored order, also the empty ones.

    >>> paragraph = {"type": "text", "value": "<p>a</p>", "id": "5f"}
    >>> [(place.model_path, place.path) for place in contents([paragraph])]
    [('text', '5f')]
    """
    for block in stream:
        name, path = block["type"], block["id"]
        inside = _INSIDE.get(name)
        if inside is not None:
            for place in inside(block["value"]):
                yield Content(
                    place.holds,
                    f"{name}.{place.model_path}" if place.model_path else name,
                    f"{path}.{place.path}" if place.path else path,
                    place.value,
                )


def _rich(value: str) -> Iterable[Content]:
    return (Content(Holds.RICH, "", "", value),)


def _heading(value: dict[str, Any]) -> Iterable[Content]:
    return (Content(Holds.RICH, "text", "text", value["text"]),)


def _list(value: dict[str, Any]) -> Iterator[Content]:
    for item in value["items"]:
        path = f"items.{item['id']}.text"
        yield Content(Holds.RICH, "items.item.text", path, item["value"]["text"])


def _image(value: dict[str, Any]) -> Iterator[Content]:
    picture = value["image"]
    yield Content(Holds.IMAGE, "image.image", "image.image", picture["image"])
    alt_text = picture.get("alt_text", "")
    yield Content(Holds.PLAIN, "image.alt_text", "image.alt_text", alt_text)
    yield Content(Holds.RICH, "caption", "caption", value["caption"])
    yield Content(Holds.PLAIN, "source", "source", value.get("source", ""))


def _table(value: dict[str, Any]) -> Iterator[Content]:
    for row in value["rows"]:
        for cell in row["value"]["cells"]:
            path = f"rows.{row['id']}.cells.{cell['id']}"
            yield Content(Holds.RICH, "rows.item.cells.item", path, cell["value"])


def _embed(value: dict[str, Any]) -> Iterable[Content]:
    return (Content(Holds.PLAIN, "title", "title", value["title"]),)


def _callout(value: dict[str, Any]) -> Iterator[Content]:
    yield Content(Holds.PLAIN, "title", "title", value["title"])
    yield Content(Holds.RICH, "text", "text", value["text"])


def _code(value: dict[str, Any]) -> Iterator[Content]:
    yield Content(Holds.PLAIN, "language", "language", value["language"])
    yield Content(Holds.PLAIN, "code", "code", value["code"])


_INSIDE: Mapping[str, Callable[[Any], Iterable[Content]]] = {
    BlockName.TEXT: _rich,
    BlockName.QUOTE: _rich,
    BlockName.HEADING: _heading,
    BlockName.LIST: _list,
    BlockName.IMAGE: _image,
    BlockName.TABLE: _table,
    BlockName.EMBED: _embed,
    BlockName.CALLOUT: _callout,
    BlockName.CODE: _code,
}
