"""One block changed where it stands in its source, in what is no text with markup."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from guidance.segments.inline import Text
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    Picture,
    Table,
)
from importers.markdown.likeness import without_lines
from importers.markdown.prose_markdown import (
    Line,
    escape_all,
    write_address,
    write_html,
    write_prose,
)
from importers.markdown.render import Manner, image_tag, pipe_row, render_block
from importers.markdown.source import Source
from importers.markdown.syntax import Node

_IMAGE_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\](?=\()")
_WHOLE_IMAGE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]\((?:<[^<>\n]*>|[^()\s]*)\)")
_ALT = re.compile(r"\salt\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_TAG_END = re.compile(r"\s*/?>\Z")
_MOST_PLACES = 12


def edit_block(source: Source, number: int, new: Block) -> Source | None:
    """Return the source in which the block ``number`` is ``new``; None if none is found.

    Both are of one type.
    """
    old = source.blocks[number]
    wanted = list(source.bare)
    wanted[number] = without_lines([new])[0]
    candidates = _CANDIDATES.get(type(old))
    if candidates is None:
        return None
    for text in dict.fromkeys(candidates(source, old, new)):
        edited = source.changed(text)
        if edited.bare == tuple(wanted):
            return edited
    return None


# ---- pictures


def _picture(source: Source, old: Picture, new: Picture) -> Iterator[str]:
    tag = image_tag(new)
    if old.source != new.source:
        yield from _values(source, old, old.source, new.source, write_address)
    if new.alt != old.alt or new.decorative != old.decorative:
        yield from _with_alt(source, old, new)
    if old.caption == new.caption:
        yield from _instead(source, old, _IMAGE_TAG, lambda _: tag)
        yield from _instead(source, old, _WHOLE_IMAGE, lambda _: tag)
    elif not old.caption:
        yield from _with_caption(source, old, new)


def _with_alt(source: Source, old: Picture, new: Picture) -> Iterator[str]:
    attribute = f' alt="{html.escape(new.alt)}"'

    def in_tag(found: re.Match[str]) -> str:
        if _ALT.search(found[0]):
            kept = attribute if new.alt or new.decorative else ""
            return _ALT.sub(lambda _: kept, found[0], count=1)
        end = _TAG_END.search(found[0])
        start = end.start() if end else len(found[0]) - 1
        return f"{found[0][:start]}{attribute}{found[0][start:]}"

    yield from _instead(source, old, _IMAGE_TAG, in_tag)
    for alt in (write_prose((Text(new.alt),), Line()), escape_all(new.alt)):
        yield from _instead(source, old, _IMAGE, _always(f"![{alt}]"))
    tag = image_tag(new)
    yield from _instead(source, old, _WHOLE_IMAGE, lambda _: tag)


def _with_caption(source: Source, old: Picture, new: Picture) -> Iterator[str]:
    """Yield texts in which the tag of the picture is put into a figure."""
    caption = f"<figcaption>{write_html(new.caption)}</figcaption>"

    def figure(tag: str) -> str:
        return f"<figure>\n{tag}\n{caption}\n</figure>"

    plain = image_tag(replace(new, caption=()))
    yield from _instead(source, old, _IMAGE_TAG, lambda found: figure(found[0]))
    yield from _instead(source, old, _WHOLE_IMAGE, lambda _: figure(plain))


# ---- other blocks


def _heading(source: Source, old: Heading, new: Heading) -> Iterator[str]:
    lines = source.lines
    place = old.line - 1
    signs = re.match(r" {0,3}(#+)", lines[place])
    if signs:
        level = len(signs[1]) + new.level - old.level
        lines[place] = "#" * max(level, 1) + lines[place][signs.end() :]
        yield "\n".join(lines)


def _callout(source: Source, old: Callout, new: Callout) -> Iterator[str]:
    if old.kind != new.kind:
        marker = f"[!{new.kind.upper()}]"
        yield from _instead(source, old, re.compile(r"\[!\w+\]"), lambda _: marker)
    if old.title:
        yield from _values(source, old, old.title, new.title, escape_all)
    else:
        title = f" {write_prose((Text(f' {new.title}'),), Line()).strip()}"
        marker_line = re.compile(r"\[!\w+\][+-]?")
        yield from _instead(source, old, marker_line, lambda found: found[0] + title)
    whole = render_block(replace(new, blocks=())).removeprefix("> ")
    yield from _instead(source, old, re.compile(r"\[!\w+\].*"), _always(whole))


def _code(source: Source, old: Code, new: Code) -> Iterator[str]:
    lines = source.lines
    for node in _nodes_at(source, old.line, "fence"):
        inside = lines[node.line : node.end - 2]
        if inside and old.language == new.language:
            indent = lines[node.line - 1][: -len(lines[node.line - 1].lstrip()) or None]
            indent = indent if not indent.strip() else ""
            code = [
                f"{indent}{each}" if each else each for each in new.code.split("\n")
            ]
            yield "\n".join([*lines[: node.line], *code, *lines[node.end - 2 :]])
        if old.code == new.code:
            first = lines[node.line - 1]
            start = first[: len(first) - len(first.lstrip(" `~"))]
            opening = start.rstrip() + new.language
            yield "\n".join([*lines[: node.line - 1], opening, *lines[node.line :]])


def _embed(source: Source, old: Embed, new: Embed) -> Iterator[str]:
    if old.url != new.url:
        yield from _values(source, old, old.url, new.url, html.escape)
    if old.title and new.title:
        yield from _values(source, old, old.title, new.title, html.escape)


def _table(source: Source, old: Table, new: Table) -> Iterator[str]:
    """Yield a text in which rows came, went or changed; the other rows are as written."""
    if (old.header, old.alignments) != (new.header, new.alignments):
        return
    if any(len(cell) > 1 for row in new.rows for cell in row):
        return
    lines = source.lines
    manner = Manner(source.known(), source.read)
    for node in _nodes_at(source, old.line, "table"):
        top = [node.line - 1] if old.header else []
        below = range(node.line + 1, node.line + 1 + len(old.rows) - len(top))
        places = [*top, *below]
        if not places or places[-1] >= len(lines) or not new.rows:
            continue
        rows = _rows(old, new, [lines[place] for place in places], manner)
        start = node.line - 1
        head = lines[start : start + 2]
        if old.header:
            head[0], rows = rows[0], rows[1:]
        yield "\n".join([*lines[:start], *head, *rows, *lines[places[-1] + 1 :]])


def _rows(old: Table, new: Table, written: list[str], manner: Manner) -> list[str]:
    rows: list[str] = []
    matcher = SequenceMatcher(None, old.rows, new.rows, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows += written[i1:i2]
        else:
            rows += [pipe_row(row, manner) for row in new.rows[j1:j2]]
    return rows


def _nodes_at(source: Source, line: int, kind: str) -> Iterator[Node]:
    return (node for node in source.nodes() if node.kind == kind and node.line == line)


# ---- looking for it


def _values(
    source: Source, block: Block, was: str, becomes: str, write: Callable[[str], str]
) -> Iterator[str]:
    """Yield texts in which one value stands for another, near the block."""
    for spelled in dict.fromkeys((was, html.escape(was), write(was))):
        for written in dict.fromkeys((becomes, write(becomes), html.escape(becomes))):
            pattern = re.compile(re.escape(spelled))
            yield from _instead(source, block, pattern, _always(written))


def _always(written: str) -> Callable[[re.Match[str]], str]:
    return lambda _: written


def _instead(
    source: Source,
    block: Block,
    pattern: re.Pattern[str],
    write: Callable[[re.Match[str]], str],
) -> Iterator[str]:
    """Yield texts in which one match is replaced, those from the block on first."""
    text = source.text
    start = sum(len(each) + 1 for each in source.lines[: max(block.line - 1, 0)])
    for found in (
        *islice(pattern.finditer(text, start), _MOST_PLACES),
        *islice(pattern.finditer(text, 0, start), _MOST_PLACES),
    ):
        yield text[: found.start()] + write(found) + text[found.end() :]


_CANDIDATES: Mapping[type, Callable[[Source, Any, Any], Iterator[str]]] = {
    Picture: _picture,
    Heading: _heading,
    Callout: _callout,
    Code: _code,
    Embed: _embed,
    Table: _table,
}
