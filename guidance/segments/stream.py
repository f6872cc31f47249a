"""A page's body read into leaves, and written with other texts in their places.

Reading and writing are the same walk, so that both find the same places in the same
order under the same ids.
"""

from collections.abc import Callable, Mapping
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.inline import Inline, plain_text
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.lists import Level, depths_without, sibling_positions
from guidance.segments.places import Place, walk_line, walk_plain, walk_rich
from guidance.segments.raw_html import map_texts

Stream = list[dict[str, Any]]
"""The raw data of ``GuidancePage.body``: blocks with ``type``, ``value`` and ``id``."""

_FIELD = "body"


def extract(stream: Stream) -> tuple[Leaf, ...]:
    """Return the translatable places of a body in reading order.

    Places without a text are no leaves, and neither is code.

    >>> paragraph = '<p data-block-key="k1">Giriş</p>'
    >>> leaf, = extract([{"type": "text", "value": paragraph, "id": "5f"}])
    >>> leaf.id, plain_text(leaf.inline)
    ('body/5f#k1', 'Giriş')
    """
    leaves: list[Leaf] = []

    def keep_text(leaf: Leaf) -> tuple[Inline, ...]:
        leaves.append(leaf)
        return leaf.inline

    edited(stream, keep_text)
    return tuple(leaves)


def fill(stream: Stream, values: Mapping[str, tuple[Inline, ...] | None]) -> Stream:
    """Return a body with other texts in its leaves; ``stream`` stays as it is.

    A leaf that ``values`` does not name keeps its text. None leaves it out: its
    paragraph, item or block is gone, a caption, alternative text, title or cell is
    empty. ``fill(s, {leaf.id: leaf.inline for leaf in extract(s)}) == s``.
    """
    return edited(stream, lambda leaf: values.get(leaf.id, leaf.inline))


def edited(stream: Stream, edit: Callable[[Leaf], tuple[Inline, ...] | None]) -> Stream:
    """Return a body with what ``edit`` makes of each leaf; None leaves it out."""
    filled = []
    for block in stream:
        walk = _WALKS.get(block["type"])
        if walk is None:
            filled.append(block)
            continue
        value = walk(block["value"], Place(_FIELD, edit).child(block.get("id")))
        if value is not None:
            filled.append({**block, "value": value})
    return filled


def _none_if_emptied(old: str, new: str) -> str | None:
    return None if old and not new else new


# ---- one function for each type of block: its value, or None when the block goes


def _walk_text(value: str, place: Place) -> str | None:
    return _none_if_emptied(value, walk_rich(value, place, LeafKind.PARAGRAPH))


def _walk_quote(value: str, place: Place) -> str | None:
    return _none_if_emptied(value, walk_rich(value, place, LeafKind.QUOTE))


def _walk_heading(value: dict[str, Any], place: Place) -> dict[str, Any] | None:
    text = walk_line(value["text"], place.child("text"), LeafKind.HEADING)
    return None if value["text"] and not text else {**value, "text": text}


def _walk_list(value: dict[str, Any], place: Place) -> dict[str, Any] | None:
    items = value["items"]
    levels = [Level(item["value"]["level"], item["value"]["ordered"]) for item in items]
    texts = [
        walk_rich(
            item["value"]["text"], place.child(item["id"]), LeafKind.ITEM, position
        )
        for item, position in zip(items, sibling_positions(levels), strict=True)
    ]
    kept = [
        bool(text or not item["value"]["text"])
        for item, text in zip(items, texts, strict=True)
    ]
    if items and not any(kept):
        return None
    depths = iter(depths_without([level.depth for level in levels], kept))
    filled = [
        {**item, "value": {**item["value"], "level": next(depths), "text": text}}
        for item, text, is_kept in zip(items, texts, kept, strict=True)
        if is_kept
    ]
    return {**value, "items": filled}


def _walk_image(value: dict[str, Any], place: Place) -> dict[str, Any]:
    picture = value["image"]
    if not picture["decorative"]:
        alt_text = walk_plain(
            picture["alt_text"], place.child("alt_text"), LeafKind.ALT
        )
        picture = {**picture, "alt_text": alt_text}
    caption = walk_line(value["caption"], place.child("caption"), LeafKind.CAPTION)
    return {**value, "image": picture, "caption": caption}


def _walk_table(value: dict[str, Any], place: Place) -> dict[str, Any]:
    rows = [
        {
            **row,
            "value": {
                **row["value"],
                "cells": [
                    _walk_cell(cell, place.child(row["id"]))
                    for cell in row["value"]["cells"]
                ],
            },
        }
        for row in value["rows"]
    ]
    return {**value, "rows": rows}


def _walk_cell(cell: dict[str, Any], place: Place) -> dict[str, Any]:
    text = walk_rich(cell["value"], place.child(cell["id"]), LeafKind.CELL)
    return {**cell, "value": text}


def _walk_embed(value: dict[str, Any], place: Place) -> dict[str, Any]:
    title = walk_plain(value["title"], place.child("title"), LeafKind.EMBED_TITLE)
    return {**value, "title": title}


def _walk_callout(value: dict[str, Any], place: Place) -> dict[str, Any] | None:
    title = walk_plain(value["title"], place.child("title"), LeafKind.CALLOUT_TITLE)
    text = walk_rich(value["text"], place.child("text"), LeafKind.PARAGRAPH)
    if (value["title"] or value["text"]) and not (title or text):
        return None
    return {**value, "title": title, "text": text}


def _walk_raw_html(value: str, place: Place) -> str | None:
    left_out = 0
    texts = 0

    def change(number: int, text: str) -> str:
        nonlocal texts, left_out
        texts += 1
        leaf = plain_leaf(f"{place.path}#t{number}", LeafKind.HTML_TEXT, text)
        inline = place.edit(leaf)
        left_out += inline is None
        return plain_text(inline or ())

    filled = map_texts(value, change)
    return None if texts and left_out == texts else filled


_WALKS: Mapping[str, Callable[[Any, Place], Any]] = {
    BlockName.TEXT: _walk_text,
    BlockName.HEADING: _walk_heading,
    BlockName.LIST: _walk_list,
    BlockName.IMAGE: _walk_image,
    BlockName.QUOTE: _walk_quote,
    BlockName.TABLE: _walk_table,
    BlockName.EMBED: _walk_embed,
    BlockName.CALLOUT: _walk_callout,
    BlockName.RAW_HTML: _walk_raw_html,
}
