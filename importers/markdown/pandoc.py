"""What pandoc writes, or other tools that extend Markdown, and Markdown does not know."""

import re
from collections.abc import Iterator, Sequence

from importers.markdown.notices import Notices
from importers.markdown.syntax import Node, Span

# Pandoc's {#id .class key="value"} and kramdown's {: .class}; {{ x }}, {% x %} and {0}
# are ordinary text.
_ATTRIBUTE = r"(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"{}]*\"|[^\s\"{}]+)|-)"
_ATTRIBUTES = rf"\{{:?\s*{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\s*\}}"
_AT_START = re.compile(_ATTRIBUTES)
_AT_END = re.compile(rf"\s*{_ATTRIBUTES}\s*\Z")
_ALONE = re.compile(rf"\s*{_ATTRIBUTES}\s*")
_RAW = re.compile(r"\{=([a-z0-9]+)\}")
_FENCE = re.compile(r":{3,}.*")
_BORDER = re.compile(r"\s*-{2,}(?:[ \t]+-{2,})+\s*")
# Elements that attributes can stand behind.
_CARRIERS = frozenset({"code", "image"})


def raw_format(info: str) -> str | None:
    """Return the format of a raw block, from the line that begins it.

    >>> raw_format("{=html}"), raw_format("html")
    ('html', None)
    """
    found = _RAW.fullmatch(info.strip())
    return found[1] if found else None


def without_attributes(
    spans: Sequence[Span], line: int, notices: Notices
) -> tuple[Span, ...]:
    """Return spans without attributes behind code, links and pictures.

    Code that is raw HTML becomes HTML: pandoc writes a line break so.
    """
    if not any(_carries(span) for span in spans):
        return tuple(spans)
    kept: list[Span] = []
    for span in spans:
        before = kept[-1] if kept else None
        if span.kind == "softbreak":
            line += 1
        if before is None or span.kind != "text" or not _carries(before):
            kept.append(span)
            continue
        raw = _RAW.match(span.content) if before.kind == "code" else None
        found = raw or _AT_START.match(span.content)
        if found:
            notices.add("pandoc-syntax", line, text=found[0])
            span = span._replace(content=span.content[found.end() :])  # noqa: PLW2901
        if raw and raw[1] == "html":
            kept[-1] = Span("html", before.content)
        kept.append(span)
    return tuple(kept)


def _carries(span: Span) -> bool:
    return span.kind in _CARRIERS or (span.kind == "close" and span.content == "a")


def without_heading_attributes(node: Node, notices: Notices) -> tuple[Span, ...]:
    """Return what a heading says without the attributes at its end."""
    last = node.spans[-1] if node.spans else None
    found = _AT_END.search(last.content) if last and last.kind == "text" else None
    if last is None or found is None:
        return node.spans
    notices.add("pandoc-syntax", node.line, text=found[0].strip())
    return (*node.spans[:-1], last._replace(content=last.content[: found.start()]))


def without_marker_lines(node: Node, notices: Notices) -> tuple[Span, ...]:
    """Return a paragraph without lines of ``:::`` and ``{: .class}``."""
    if not any(span.kind == "text" and is_marker(span) for span in node.spans):
        return node.spans
    kept: list[Span] = []
    for number, spans in enumerate(_lines(node.spans)):
        if len(spans) == 1 and is_marker(spans[0]):
            notices.add("pandoc-syntax", node.line + number, text=spans[0].content)
            continue
        if kept:
            kept.append(_BREAK)
        kept += spans
    return tuple(kept)


def is_table_border(line: str) -> bool:
    """Return whether a rule is the border of a table without lines between columns.

    >>> is_table_border("  ---------- -----"), is_table_border("- - -")
    (True, False)
    """
    return bool(_BORDER.fullmatch(line))


def _lines(spans: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    start = 0
    for place, span in enumerate(spans):
        if span.kind == "softbreak":
            yield tuple(spans[start:place])
            start = place + 1
    yield tuple(spans[start:])


def is_marker(span: Span) -> bool:
    """Return whether a span is a line of ``:::`` or ``{: .class}``."""
    return span.kind == "text" and bool(
        _FENCE.fullmatch(span.content) or _ALONE.fullmatch(span.content)
    )


_BREAK = Span("softbreak")
