"""On which line of its file a place of a page stands. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from guidance.segments.ids import Slot, map_ids
from guidance.segments.stream import Stream, extract

_SEPARATORS = re.compile(r"[/#]")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a document: of its title, and of what has an id in its stream.

    ``by_id`` is called when somebody asks: few documents have to say where something is.
    """

    title: int | None = None
    by_id: Callable[[], Mapping[str, int]] = dict

    def of(self, place: str, read: Stream, adopted: Stream) -> int | None:
        """Return the line of a place, None when the file has nothing there.

        ``read`` is the stream under the ids of ``by_id``, ``adopted`` the same under
        those that places go by.
        """
        names = dict(reversed([*zip(_ids(adopted), _ids(read), strict=True)]))
        lines = self.by_id()
        # From the inside: an item without a line of its own stands in a block with one.
        for part in reversed(_SEPARATORS.split(place)):
            if (line := lines.get(names.get(part, ""))) is not None:
                return line
        return None


def first_change(before: Stream, after: Stream) -> str:
    """Return the first place of ``after`` that says something new, "" if none does.

    >>> def text(html): return [{"type": "text", "id": "x", "value": html}]
    >>> first_change(text('<p data-block-key="a">bir</p><p data-block-key="b">iki</p>'),
    ...              text('<p data-block-key="a">bir</p><p data-block-key="b">üç</p>'))
    'body/x#b'
    """
    known = {leaf.id: leaf.inline for leaf in extract(before)}
    for leaf in extract(after):
        if known.get(leaf.id) != leaf.inline:
            return leaf.id
    blocks = {block["id"]: block for block in before}
    changed = (block["id"] for block in after if blocks.get(block["id"]) != block)
    return next((f"body/{name}" for name in changed), "")


def _ids(stream: Stream) -> Iterator[str]:
    found: list[str] = []

    def note(slot: Slot) -> str:
        found.append(slot.id)
        return slot.id

    map_ids(stream, note)
    return iter(found)
