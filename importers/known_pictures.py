"""Pictures that an earlier import found and this one does not."""

from collections.abc import Mapping
from typing import Any

from guidance.block_names import BlockName
from guidance.segments.stream import Stream


def keep_known_pictures(stream: Stream, before: Stream) -> Stream:
    """Return ``stream`` with the images that ``before`` had for the same addresses.

    A folder that comes without its pictures says nothing against them: a picture that
    is not found now stays the one that was found at the last import. Equal addresses
    are matched in reading order.

    >>> def body(image):
    ...     value = {"source": "a.png", "image": {"image": image, "alt_text": "Logo"}}
    ...     return [{"type": "image", "id": "x", "value": value}]
    >>> keep_known_pictures(body(None), body(7)) == body(7)
    True
    """
    known: dict[str, list[int]] = {}
    for block in before:
        if _image(block) is not None:
            known.setdefault(block["value"]["source"], []).append(_image(block))
    return [_filled(block, known) for block in stream]


def _filled(block: dict[str, Any], known: Mapping[str, list[int]]) -> dict[str, Any]:
    if block["type"] != BlockName.IMAGE or _image(block) is not None:
        return block
    value = block["value"]
    images = known.get(value["source"])
    if not images:
        return block
    # The last one serves all further uses of the address.
    image = images.pop(0) if len(images) > 1 else images[0]
    return {**block, "value": {**value, "image": {**value["image"], "image": image}}}


def _image(block: Mapping[str, Any]) -> Any:
    """Return the key of the block's image, or None."""
    if block["type"] != BlockName.IMAGE:
        return None
    return (block["value"].get("image") or {}).get("image")
