"""What pages say: safe, canonical rich text, places with an id, links that lead somewhere."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from guidance.block_names import BlockName
from guidance.doctor.check import Check, Problem
from guidance.doctor.names import name_of
from guidance.models import GuidancePage
from guidance.rich_text import UnsafeContentError, prove
from guidance.segments.inline import links
from guidance.segments.stream import Stream, extract

_CHUNK = 200
# What reading a body of another shape raises, in the words of Python.
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def fault_of(stream: Stream) -> str | None:
    """Return why a body must not be stored, None when it may be.

    >>> fault_of([{"type": "text", "id": "b", "value": "<p>Bir<br></p>"}]) is None
    False
    """
    try:
        prove(stream)
        leaves = extract(stream)
    except UnsafeContentError as error:
        return str(error)
    except _MALFORMED as error:
        return f"not the body of a page: {type(error).__name__} {error}"
    twice = [
        name for name, count in Counter(leaf.id for leaf in leaves).items() if count > 1
    ]
    return f"two places have the id {twice[0]}" if twice else None


def unsafe_texts() -> Iterator[Problem]:
    """Prove every body, the live one and the draft."""
    for page, version, stream in _bodies():
        fault = fault_of(stream)
        if fault is not None:
            yield Problem(f"{name_of(page)}, {version}", fault)


def wrong_digests() -> Iterator[Problem]:
    """Find live pages whose digest is not that of what they say."""
    pages = GuidancePage.objects.order_by("pk").select_related(
        "choice__question", "locale"
    )
    for page in pages.iterator(chunk_size=_CHUNK):
        try:
            digest = page.digest_of(page.leaves())
        except _MALFORMED:
            continue  # said by ``unsafe_texts``
        if page.content_digest != digest:
            yield Problem(
                name_of(page), "its digest is not that of its text: written past us"
            )


def links_to_nowhere() -> Iterator[Problem]:
    """Find links and pictures whose target is gone, or is a page that shows nothing.

    A page without a type of its own (the root, Wagtail's first page) shows nothing. One
    of another app may stand on the same site, and an editor may link to it.
    """
    untyped = {str(pk) for pk in _untyped_pages()}
    there = {
        "page": _keys(Page),
        "document": _keys(get_document_model()),
        "picture": _keys(get_image_model()),
    }
    for page, version, stream in _bodies():
        for kind, pk in dict.fromkeys(_targets(stream)):
            place = f"{name_of(page)}, {version}"
            if pk not in there[kind]:
                yield Problem(place, f"it shows the {kind} {pk}, which is gone")
            elif kind == "page" and pk in untyped:
                yield Problem(
                    place,
                    f"it links to the page {pk}, which is no page of the guidance",
                )


def _untyped_pages() -> Iterator[int]:
    untyped = ContentType.objects.get_for_model(Page)
    pages = Page.objects.filter(content_type=untyped)
    yield from pages.values_list("pk", flat=True)


def _keys(model: Any) -> set[str]:
    return {str(pk) for pk in model.objects.values_list("pk", flat=True)}


def _bodies() -> Iterator[tuple[GuidancePage, str, Stream]]:
    """Yield (page, "live" or "draft", body) of what visitors and what editors have."""
    pages = GuidancePage.objects.order_by("pk").select_related(
        "choice__question", "locale", "latest_revision"
    )
    for page in pages.iterator(chunk_size=_CHUNK):
        yield page, "live", page.stream()
        if page.latest_revision and page.latest_revision_id != page.live_revision_id:
            yield page, "draft", _draft(page.latest_revision.content)


def _draft(content: dict[str, Any]) -> Stream:
    try:
        body: Stream = json.loads(content["body"])
    except (KeyError, TypeError, ValueError):
        # A list with nothing in it that is a block: ``fault_of`` says so.
        return [{}]
    return body


def _targets(stream: Stream) -> Iterator[tuple[str, str]]:
    """Yield (kind, key as text) of what a body points at inside of this site."""
    try:
        yield from _links(stream)
        yield from _pictures(stream)
    except _MALFORMED:
        return  # said by ``unsafe_texts``


def _links(stream: Stream) -> Iterator[tuple[str, str]]:
    for leaf in extract(stream):
        for link in links(leaf.inline):
            attributes = dict(link.attributes)
            if attributes.get("linktype") in {"page", "document"}:
                yield attributes["linktype"], attributes["id"]


def _pictures(stream: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for block in stream:
        if block["type"] == BlockName.IMAGE:
            image = block["value"]["image"]["image"]
            if image is not None:
                yield "picture", str(image)


CHECKS = (
    Check(
        "unsafe-content",
        "Publish an older version of the page from its history, or import its document "
        "again after you have deleted the page.",
        unsafe_texts,
    ),
    Check(
        "page-digest",
        "Open the page in the admin and publish it: saving sets the digest.",
        wrong_digests,
    ),
    Check(
        "link-to-nowhere",
        "Open the page in the admin, correct the link or the picture, publish it.",
        links_to_nowhere,
    ),
)
