"""The texts in a piece of HTML that rich text cannot hold."""

import html
import re
from collections.abc import Callable
from functools import partial

# What stands between texts: comments, elements whose content is no text, tags.
_BETWEEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<opaque>script|style|template|textarea)\b.*?(?:</(?P=opaque)\s*>|\Z)"
    r"|<[a-z/!?](?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)


def map_texts(source: str, change: Callable[[int, str], str]) -> str:
    """Return HTML with its n-th text (from 1) replaced by ``change(n, text)``.

    Spaces around a text are not part of it. What ``change`` returns is escaped, and a
    text that it returns as it is keeps its bytes.

    >>> map_texts("<dl><dt>STK &amp; kamu</dt> <dd>Tanım</dd></dl>", lambda n, text: f"{n} {text}")
    '<dl><dt>1 STK &amp; kamu</dt> <dd>2 Tanım</dd></dl>'
    """
    parts: list[str] = []
    number = end = 0
    for between in [*_BETWEEN.finditer(source), None]:
        text = source[end : between.start() if between else None]
        if html.unescape(text).strip():
            number += 1
            text = _map_text(text, partial(change, number))
        parts += [text, between[0] if between else ""]
        end = between.end() if between else end
    return "".join(parts)


def _map_text(source: str, change: Callable[[str], str]) -> str:
    text = source.strip()
    before, _, after = source.partition(text)
    old = html.unescape(text)
    new = change(old)
    return source if new == old else before + html.escape(new, quote=False) + after
