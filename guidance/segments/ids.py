"""The ids in a page's body: of its blocks, of the items in them, of paragraphs.

``map_ids`` knows where they are, and nothing about what they should be.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.prose import Block
from guidance.segments.richtext import canonical, parse_blocks, serialize
from guidance.segments.stream import Stream

KEY = "key"
"""The sort of a ``data-block-key``; all other ids are UUIDs."""

_KEYS = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that has an id, or should have one: then ``id`` is empty.

    ``sort`` says what bears the id: a type of block, ``item``, ``column``, ``row``,
    ``cell`` or ``key``. ``parent`` is the number of the slot around it, ``value`` what
    is in it.
    """

    id: str
    sort: str
    parent: int | None
    value: Any

    def content(self) -> str:
        """Return what is in the slot, without any id: equal for equal contents."""
        if isinstance(self.value, Block):
            return repr(replace(self.value, key=""))
        return json.dumps(_without_ids(self.value), sort_keys=True, default=str)


def map_ids(stream: Stream, change: Callable[[Slot], str]) -> Stream:
    """Return a body with each id replaced by ``change(slot)``, its rich text canonical.

    The slots come in reading order, what is around before what is in it, so that the
    ``parent`` of a slot is the place of that one in this order:

    >>> stream = [{"type": "text", "id": "5f", "value": '<p data-block-key="k1">Giriş</p>'}]
    >>> map_ids(stream, lambda slot: f"{slot.id}-{slot.parent}")
    [{'type': 'text', 'id': '5f-None', 'value': '<p data-block-key="k1-0">Giriş</p>'}]
    """
    walk = _Walk(change)
    return [walk.block(block) for block in stream]


class _Walk:
    """Counts the slots while it replaces their ids."""

    def __init__(self, change: Callable[[Slot], str]) -> None:
        self._change = change
        self._count = 0

    def block(self, block: dict[str, Any]) -> dict[str, Any]:
        return self._bearer(block, block["type"], None, _VALUES.get(block["type"]))

    def items(
        self,
        items: list[dict[str, Any]],
        sort: str,
        parent: int,
        walk_value: "_WalkValue | None" = None,
    ) -> list[dict[str, Any]]:
        return [self._bearer(item, sort, parent, walk_value) for item in items]

    def rich(self, source: str, parent: int) -> str:
        return serialize(
            block
            if block.tag == "hr"
            else replace(block, key=self._renamed(block.key, KEY, parent, block)[1])
            for block in canonical(parse_blocks(source))
        )

    def _bearer(
        self,
        bearer: dict[str, Any],
        sort: str,
        parent: int | None,
        walk_value: "_WalkValue | None",
    ) -> dict[str, Any]:
        value = bearer["value"]
        number, name = self._renamed(bearer.get("id") or "", sort, parent, value)
        if walk_value is not None:
            value = walk_value(self, value, number)
        return {**bearer, "id": name, "value": value}

    def _renamed(
        self, name: str, sort: str, parent: int | None, value: object
    ) -> tuple[int, str]:
        number = self._count
        self._count += 1
        return number, self._change(Slot(name, sort, parent, value))


_WalkValue = Callable[[_Walk, Any, int], Any]


def _with_rich(name: str) -> _WalkValue:
    """Return a walk through a value with one rich text, under ``name``."""
    return lambda walk, value, number: {**value, name: walk.rich(value[name], number)}


def _list(walk: _Walk, value: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        **value,
        "items": walk.items(value["items"], "item", number, _with_rich("text")),
    }


def _table(walk: _Walk, value: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        **value,
        "columns": walk.items(value["columns"], "column", number),
        "rows": walk.items(value["rows"], "row", number, _row),
    }


def _row(walk: _Walk, value: dict[str, Any], number: int) -> dict[str, Any]:
    return {**value, "cells": walk.items(value["cells"], "cell", number, _Walk.rich)}


_VALUES: Mapping[str, _WalkValue] = {
    BlockName.TEXT: _Walk.rich,
    BlockName.QUOTE: _Walk.rich,
    BlockName.HEADING: _with_rich("text"),
    BlockName.CALLOUT: _with_rich("text"),
    BlockName.IMAGE: _with_rich("caption"),
    BlockName.LIST: _list,
    BlockName.TABLE: _table,
}


def _without_ids(value: object) -> object:
    if isinstance(value, str):
        return _KEYS.sub("", value)
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    is_bearer = "type" in value and "value" in value
    return {
        name: _without_ids(each)
        for name, each in value.items()
        if not (is_bearer and name == "id")
    }
