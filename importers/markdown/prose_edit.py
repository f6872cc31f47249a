"""A text changed where it stands in its source, so that nothing else of the line moves.

Markdown has no address for a word of a parsed text. So the changed words are looked for
in the source, replaced, and the whole is read again: the first place that gives exactly
the wanted text is the right one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice

from guidance.segments.inline import Break, Inline, Link, Mark, Text, plain_text
from guidance.segments.settle import settle
from importers.markdown.document import Prose
from importers.markdown.prose_markdown import (
    Line,
    Style,
    escape_all,
    write_address,
    write_html,
    write_prose,
)
from importers.markdown.source import Source
from importers.markdown.syntax import Node

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_SPACE = re.compile(r"(?:\\ |\\?[ \t\n])+")
_LINK = re.compile(
    r"\[(?:[^\[\]\\]|\\.)*\]\((?:<[^<>\n]*>|[^()\s]*)(?:\s+\"[^\"\n]*\")?\)"
    r"|<a\b[^<>]*>.*?</a>"
)
# How often one spelling is tried, and in how many places a whole text is.
_MOST_PLACES = 12
_MOST_NODES = 12
# Equal words between two changes that are not worth two changes.
_SMALL_GAP = 2

Check = Callable[[Source], bool]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a space, a sign or a break, with all that is around it."""

    text: str
    marks: frozenset[Mark]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class _Hunk:
    """A change: ``old`` between ``left`` and ``right`` becomes ``new``."""

    left: tuple[_Token, ...]
    old: tuple[_Token, ...]
    new: tuple[_Token, ...]
    right: tuple[_Token, ...]

    def widened(self, left: int, right: int) -> "tuple[Prose, Prose]":
        """Return both texts with some tokens of what is around."""
        before = self.left[len(self.left) - left :] if left else ()
        after = self.right[:right]
        return _joined(before + self.old + after), _joined(before + self.new + after)


def edit_prose(source: Source, number: int, new: Prose, line: int) -> Source | None:
    """Return the source in which the text ``number`` says ``new``; None if none is found.

    ``line`` is where it begins, roughly.
    """
    proses = source.proses()
    old = proses[number]
    for hunk, wanted in _hunks(old, new):
        proses[number] = wanted
        edited = _first(source, _in_place(source, hunk, line), proses)
        if edited is None:
            break
        source = edited
    else:
        return source
    proses[number] = new
    return _first(source, _as_a_whole(source, new, line), proses)


def _first(source: Source, texts: Iterator[str], proses: list[Prose]) -> Source | None:
    """Return the first of the texts that is understood as wanted."""
    for text in dict.fromkeys(texts):
        edited = source.changed(text)
        if edited.proses() == proses:
            return edited
    return None


# ---- what has changed


def _hunks(old: Prose, new: Prose) -> Iterator[tuple[_Hunk, Prose]]:
    """Yield the changes one after the other, each with the text as it is then."""
    before, after = _tokens(old), _tokens(new)
    for i1, i2, j1, j2 in _changes(before, after):
        hunk = _Hunk(after[:j1], before[i1:i2], after[j1:j2], before[i2:])
        yield hunk, settle(_joined(after[:j2] + before[i2:]))


def _changes(
    old: Sequence[_Token], new: Sequence[_Token]
) -> list[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changes: list[tuple[int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if changes and i1 - changes[-1][1] <= _SMALL_GAP:
            start = changes.pop()
            changes.append((start[0], i2, start[2], j2))
        else:
            changes.append((i1, i2, j1, j2))
    return changes


def _tokens(prose: Prose) -> tuple[_Token, ...]:
    return tuple(
        token
        for node in prose
        for token in (
            _run_tokens(node.children, Link(node.attributes, ()))
            if isinstance(node, Link)
            else _run_tokens([node], None)
        )
    )


def _run_tokens(runs: Sequence[Text | Break], link: Link | None) -> Iterator[_Token]:
    for run in runs:
        if isinstance(run, Break):
            yield _Token("\n", run.marks, link)
        else:
            yield from (_Token(w, run.marks, link) for w in _WORD.findall(run.text))


def _joined(tokens: Sequence[_Token]) -> Prose:
    """Return the text of tokens, its edges as they are."""
    prose: list[Inline] = []
    for link, group in groupby(tokens, key=lambda token: token.link):
        runs: list[Text | Break] = []
        for (marks, is_break), run in groupby(
            group, key=lambda token: (token.marks, token.text == "\n")
        ):
            if is_break:
                runs += [Break(marks) for _ in run]
            else:
                runs.append(Text("".join(token.text for token in run), marks))
        prose += [Link(link.attributes, tuple(runs))] if link else runs
    return tuple(prose)


# ---- where it is, and what to write there


def _in_place(source: Source, hunk: _Hunk, line: int) -> Iterator[str]:
    """Yield texts in which the change is made in one place or another."""
    yield from _other_address(source, hunk, line)
    for left, right in ((0, 0), (2, 2), (2, 0), (0, 2), (1, 1), (1, 0), (0, 1)):
        old, new = hunk.widened(left, right)
        if not plain_text(old).strip():
            continue
        for was, becomes in _spellings(old, new):
            yield from _replaced(source, was, becomes, line)


def _other_address(source: Source, hunk: _Hunk, line: int) -> Iterator[str]:
    """Yield texts with another address for the links of the change."""
    old = {token.link.href for token in hunk.old if token.link}
    new = {token.link.href for token in hunk.new if token.link}
    if len(old) == len(new) == 1:
        (was,), (becomes,) = old, new
        if was and becomes and was != becomes:
            yield from _replaced(source, was, write_address(becomes), line)


def _spellings(old: Prose, new: Prose) -> Iterator[tuple[str, str]]:
    """Yield what may stand there, each with what to write instead."""
    style = _common_style(old + new)
    if style is not None:
        was, becomes = plain_text(old), plain_text(new)
        code = Mark.CODE in style
        for spell in (_plain if code else _signs, _signs, escape_all, _html):
            yield _signs(was), spell(becomes)
            yield was, spell(becomes)
            yield _html(was), spell(becomes)
            yield escape_all(was), spell(becomes)
    for was in dict.fromkeys(_ways(old)):
        for becomes in dict.fromkeys(_ways(new)):
            yield was, becomes


def _common_style(prose: Prose) -> frozenset[Mark] | None:
    """Return the marks that all of a text has; None when they differ or it has links."""
    if any(not isinstance(node, Text) for node in prose):
        children = {node for node in prose if not isinstance(node, Text)}
        links = {node.attributes for node in children if isinstance(node, Link)}
        if len(links) != 1 or not all(isinstance(node, Link) for node in prose):
            return None
        runs = [
            run for node in prose if isinstance(node, Link) for run in node.children
        ]
    else:
        runs = [node for node in prose if isinstance(node, Text)]
    marks = {run.marks for run in runs}
    return marks.pop() if len(marks) == 1 else None


def _ways(prose: Prose) -> Iterator[str]:
    signs = write_prose(prose, Line())
    yield signs
    yield plain_text(prose)
    yield signs.replace("*", "_")
    tags = write_prose(prose, Line(Style.TAGS))
    yield tags
    yield re.sub(r"<(/?)b>", r"<\1strong>", re.sub(r"<(/?)i>", r"<\1em>", tags))
    yield write_html(prose)
    yield write_prose(prose, Line(Style.ESCAPED))


def _signs(text: str) -> str:
    # Never at the beginning of a line: a letter before it says so.
    return write_prose((Text(f"a{text}"),), Line())[1:]


def _plain(text: str) -> str:
    return text


def _html(text: str) -> str:
    return write_html((Text(text),))


def _replaced(source: Source, was: str, becomes: str, line: int) -> Iterator[str]:
    """Yield texts in which one occurrence is replaced, from ``line`` on."""
    if not was.strip():
        return
    pattern = re.compile(_SPACE.sub(r"(?:[ \\t]+|[ \\t]*\\n[ \\t>]*)", re.escape(was)))
    text = source.text
    start = _offset(source, line)
    places = [
        *islice(pattern.finditer(text, start), _MOST_PLACES),
        *islice(pattern.finditer(text, 0, start), _MOST_PLACES),
    ]
    for place in places:
        yield text[: place.start()] + becomes + text[place.end() :]


def _offset(source: Source, line: int) -> int:
    return sum(len(each) + 1 for each in source.lines[: max(line - 1, 0)])


# ---- the whole text


def _as_a_whole(source: Source, new: Prose, line: int) -> Iterator[str]:
    """Yield texts in which all that a paragraph, a heading or a cell says is replaced."""
    nodes = source.leaves()
    near = [node for node in nodes if node.line >= line]
    far = [node for node in nodes if node.line < line]
    for node in [*near[:_MOST_NODES], *far[-_MOST_NODES:]]:
        links = _links_in(source, node)
        for style in Style:
            breaks = "\\\n" if node.kind == "paragraph" else "<br>"
            written = write_prose(new, Line(style, breaks, links))
            if node.kind in ("td", "th"):
                written = written.replace("|", "\\|")
            yield from replace_content(source, node, written)


def _links_in(source: Source, node: Node) -> dict[Link, str]:
    found: dict[Link, str] = {}
    for piece in _LINK.findall(node.content):
        link = source.known_link(piece)
        if link is not None:
            found[link] = piece
    return found


def replace_content(source: Source, node: Node, written: str) -> Iterator[str]:
    """Yield texts in which ``written`` stands for what a node says."""
    lines = source.lines
    content = node.content.split("\n")
    first = lines[node.line - 1]
    place = first.find(content[0])
    while place >= 0:
        end = place + len(content[0])
        rest = first[end:] if len(content) == 1 else ""
        indent = re.sub(r"[^>\t]", " ", first[:place])
        new = [
            (first[:place] if number == 0 else indent) + each
            for number, each in enumerate(written.split("\n"))
        ]
        new[-1] += rest
        stop = node.line - 1 + len(content)
        yield "\n".join([*lines[: node.line - 1], *new, *lines[stop:]])
        place = first.find(content[0], place + 1)
