"""The body of a page for readers: as views of its blocks and as HTML."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from guidance.conf import guidance_settings
from guidance.models import GuidancePage
from guidance.presentation.block_views import BlockView
from guidance.presentation.links import link_targets
from guidance.presentation.pictures import picture_files
from guidance.presentation.reading import Reading, picture_keys, read_stream
from guidance.segments.inline import Inline
from guidance.segments.richtext import RichTextError
from guidance.segments.stream import Stream, extract


@dataclass(frozen=True, slots=True)
class Body:
    """A body in ``language``."""

    language: str
    blocks: tuple[BlockView, ...]

    def html(self) -> SafeString:
        """Return the body as HTML; what it says of its own is in its own language."""
        with translation.override(self.language):
            parts = [
                render_to_string(f"guidance/blocks/{block.type}.html", {"block": block})
                for block in self.blocks
            ]
        return mark_safe("".join(parts))  # noqa: S308 (made of escaping templates)


def page_body(page: GuidancePage, request: HttpRequest) -> Body:
    """Return the body of ``page``; links lead to its own language where they can."""
    stream = page.stream()
    reading = Reading(
        source=guidance_settings().source,
        untranslated=frozenset(page.untranslated_leaves),
        links=link_targets(_inlines(stream), page.language, request),
        pictures=picture_files(picture_keys(stream), request),
    )
    return Body(page.language, read_stream(stream, reading))


def _inlines(stream: Stream) -> Iterable[Iterable[Inline]]:
    try:
        return [leaf.inline for leaf in extract(stream)]
    except RichTextError:
        return ()
