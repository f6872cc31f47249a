"""From a parsed body to the raw data of a page's StreamField.

The same body under the same key gives the same stream, byte for byte, ids included; and
opening and saving the page in the editor changes nothing of it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from guidance.block_names import BlockName
from guidance.findings import Finding
from guidance.segments.inline import Inline, Link, page_link
from guidance.segments.prose import Block as RichBlock
from guidance.segments.richtext import serialize
from guidance.segments.stream import Stream
from importers.markdown.address import AddressKind, is_document, kind_of
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    ItemList,
    Paragraph,
    ParsedBody,
    Picture,
    Prose,
    Quote,
    RawHtml,
    Rule,
    Table,
    prose_of,
)
from importers.markdown.notices import Notices

_NAMESPACE = uuid.UUID("8a3f4d8e-2f0b-5c0e-9d52-6d0b7b1f3a11")
# A picture in the text itself has no path; what was drawn stays in the document.
_LONGEST_SOURCE = 2000

PictureUse = Picture
"""A place where a picture is used: its ``source`` as written, its ``line``, its text."""


def pictures(parsed: ParsedBody) -> tuple[PictureUse, ...]:
    """Return the pictures of a body in reading order, also those used twice."""
    return tuple(block for block in parsed.blocks if isinstance(block, Picture))


def links(parsed: ParsedBody) -> tuple[str, ...]:
    """Return the addresses that may mean other documents, as written, each once."""
    addresses = (
        node.href
        for block in parsed.blocks
        for prose, _ in prose_of(block)
        for node in prose
        if isinstance(node, Link)
    )
    return tuple(dict.fromkeys(href for href in addresses if href and is_document(href)))


def to_stream(
    parsed: ParsedBody,
    key: str,
    pictures: Mapping[str, int | None],
    links: Mapping[str, int | None],
) -> tuple[Stream, tuple[Finding, ...]]:
    """Return the raw data of a page's body, and what became apparent meanwhile.

    ``key`` is ``"<question>.<choice>"``. ``pictures`` and ``links`` say which image and
    which page an address means, as written; None, or nothing, when there is none (yet).
    The findings of ``parsed`` are not repeated.

    >>> from importers.markdown.parse import parse_body
    >>> stream, _ = to_stream(parse_body("Bir.\\n\\n- iki"), "10.2", {}, {})
    >>> stream[0]["value"]
    '<p data-block-key="k1">Bir.</p><ul><li data-block-key="k2">iki</li></ul>'
    """
    writer = _Writer(key, pictures, links)
    stream = [writer.write(group) for group in _groups(parsed.blocks)]
    return stream, writer.findings()
