"""Wagtail's editor without a browser: what it makes of rich text that it opens."""

from functools import cache

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guidance.block_names import BLOCK_FEATURES, HEADING_FEATURES, INLINE_FEATURES
from guidance.segments.stream import Stream
from tests.unit.importers.stream_shapes import rich_texts

_FEATURES = {
    "block": BLOCK_FEATURES,
    "heading": HEADING_FEATURES,
    "inline": INLINE_FEATURES,
}


def changed_by_editor(stream: Stream) -> list[tuple[str, str]]:
    """Return each rich text that opening and saving would change, before and after."""
    changed = []
    for place, before in rich_texts(stream):
        after = _saved(place, before) if before else ""
        if after != before:
            changed.append((before, after))
    return changed


def _saved(place: str, html: str) -> str:
    converter = _converter(place)
    try:
        return str(converter.to_database_format(converter.from_database_format(html)))
    except AssertionError as error:
        # The editor would answer with an error page.
        return f"AssertionError: {error}"


@cache
def _converter(place: str) -> ContentstateConverter:
    return ContentstateConverter(list(_FEATURES[place]))
