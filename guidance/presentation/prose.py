"""Rich text outside of a page's body, for readers."""

import logging

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from guidance.presentation.html import prose_html
from guidance.presentation.links import link_targets
from guidance.segments.inline import Text
from guidance.segments.prose import Block
from guidance.segments.richtext import RichTextError, parse_blocks

_log = logging.getLogger(__name__)


def readable_blocks(source: str) -> tuple[Block, ...]:
    """Return the blocks of rich text; as plain text when it is not what we store.

    A visitor gets to read a damaged page, and the log says that there is one.
    """
    try:
        return parse_blocks(source)
    except RichTextError as error:
        _log.warning(
            "Rich text that is not canonical is shown as plain text: %s", error
        )
        return (Block("p", "", (Text(strip_tags(source)),)),)


def render_prose(source: str, language: str, request: HttpRequest) -> SafeString:
    """Return rich text as HTML for readers of ``language``, its links looked up."""
    blocks = readable_blocks(source)
    targets = link_targets((block.inline for block in blocks), language, request)
    html = prose_html(blocks, targets.resolve, lambda _key: None)
    return mark_safe(html)  # noqa: S308 (prose_html escapes all but its own tags)
