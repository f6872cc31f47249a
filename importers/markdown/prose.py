"""The text of one paragraph under construction: runs, marks, links and pictures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from guidance.segments.inline import Break, Inline, Mark, Text, web_link
from guidance.segments.settle import settle
from guidance.text.normalize import normalize
from importers.markdown.address import AddressKind, clean_address, kind_of
from importers.markdown.document import Picture, Prose
from importers.markdown.lints import MASK, lint_links, lint_literal
from importers.markdown.notices import Notices

# All but single spaces, of which a text is full.
_SPACES = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
_BREAK = "\n"
# Nobody means more; only an attack on time does.
_MAX_OPEN = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Anchor:
    """A link under construction; two that say the same are still two."""

    address: str
    line: int
    is_safe: bool
    # How many pieces there were when it began.
    start: int


class _Run(NamedTuple):
    """Text between two changes, or a break."""

    text: str
    marks: frozenset[Mark]
    anchor: _Anchor | None


class ProseWriter:
    """Writes the text of paragraphs, one after the other.

    Tags may be closed in any order, or never: what is open when ``end`` is called is
    reported and closed. A picture divides the text that it stands in.
    """

    def __init__(self, notices: Notices) -> None:
        self.line = 0
        self._notices = notices
        self._pieces: list[_Run | Picture] = []
        self._opened: list[tuple[str, Mark | None]] = []
        self._marks: frozenset[Mark] = frozenset()
        self._anchor: _Anchor | None = None
        # What could be meant as syntax, for the lints, and where it begins.
        self._literal: list[str] = []
        self.first_line = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written since the last ``take``."""
        return not any(
            isinstance(piece, Picture) or piece.text.strip() for piece in self._pieces
        )

    def at(self, line: int) -> None:
        """Tell that what follows stands in this line of the file."""
        self.line = line
        if self.is_empty:
            self.first_line = line

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is written and nothing open."""
        return not (self._pieces or self._opened or self._anchor)

    def plain(self, text: str, line: int) -> Prose:
        """Return a paragraph without any markup; only while nothing is written.

        The short way of ``at``, ``text`` and ``take`` for most paragraphs.
        """
        self.line = self.first_line = line
        return plain_prose(text, line, self._notices)

    def end(self) -> None:
        """Close what is still open."""
        for name, _ in self._opened:
            self._notices.add("html-repaired", self.line, tag=name)
        self._opened.clear()
        self._marks = frozenset()
        if self._anchor is not None:
            self._notices.add("html-repaired", self._anchor.line, tag="a")
            self._anchor = None

    def text(self, text: str, *, literal: bool = False) -> None:
        """Add text; ``literal`` when its author may have meant some sign as syntax."""
        self._add(_single_spaced(text), self._marks)
        self._literal.append(text if literal else MASK)

    def code(self, text: str) -> None:
        """Add code."""
        self._add(_single_spaced(text), self._marks | {Mark.CODE})
        self._literal.append(MASK)

    def soft_break(self) -> None:
        """Add the end of a line of the source."""
        self._add(" ", self._marks)
        self._literal.append("\n")
        self.line += 1

    def hard_break(self) -> None:
        """Add a line break."""
        # There are no breaks in links: Draftail has none there.
        self._add(_BREAK if self._anchor is None else " ", self._marks)
        self._literal.append(MASK)

    def picture(self, picture: Picture) -> None:
        """Add a picture; one in a link loses it."""
        self._pieces.append(picture)
        self._literal.append(MASK)
        if self._anchor is not None:
            self._notices.add("inline-image", picture.line, source=picture.source)

    def open(self, name: str, mark: Mark | None = None) -> None:
        """Begin an element, with a mark or without an effect."""
        if len(self._opened) < _MAX_OPEN:
            self._opened.append((name, mark))
            self._set_marks()

    def close(self, name: str) -> None:
        """End the innermost element of that name."""
        names = [opened for opened, _ in self._opened]
        if name not in names:
            self._notices.add("html-repaired", self.line, tag=f"/{name}")
            return
        if names[-1] != name:
            self._notices.add("html-repaired", self.line, tag=name)
        del self._opened[len(names) - 1 - names[::-1].index(name)]
        self._set_marks()

    def has_open(self, name: str) -> bool:
        """Whether such an element is open."""
        return any(opened == name for opened, _ in self._opened)

    def _set_marks(self) -> None:
        marks = (mark for _, mark in self._opened if mark is not None)
        self._marks = frozenset(marks)

    def open_link(self, written: str) -> None:
        """Begin a link; in one that is open already, that one goes on."""
        self._literal.append(MASK)
        if self._anchor is not None:
            self._notices.add("html-repaired", self.line, tag="a")
            return
        address = clean_address(written)
        is_safe = kind_of(address) is not AddressKind.UNSAFE
        if not is_safe:
            self._notices.add("unsafe-url", self.line, address=address)
        self._anchor = _Anchor(address, self.line, is_safe, len(self._pieces))

    def close_link(self) -> None:
        """End the link."""
        anchor, self._anchor = self._anchor, None
        self._literal.append(MASK)
        if anchor is None:
            return
        inside = self._pieces[anchor.start :]
        if all(isinstance(piece, _Run) and not piece.text.strip() for piece in inside):
            self._notices.add("empty-link", anchor.line, address=anchor.address)

    def take(self) -> list[Prose | Picture]:
        """Return the paragraph, cut where its pictures stand, and begin another.

        Elements stay open.
        """
        pieces, self._pieces = self._pieces, []
        literal, self._literal = "".join(self._literal), []
        line, self.first_line = self.first_line, self.line
        if self._anchor is not None:
            self._anchor = replace(self._anchor, start=0)
        if not pieces:
            return []
        parts = list(_parts(pieces))
        lint_literal(literal, line, self._notices)
        self._lint(parts, line)
        return parts

    def _add(self, text: str, marks: frozenset[Mark]) -> None:
        if text:
            self._pieces.append(_Run(text, marks, self._anchor))

    def _lint(self, parts: list[Prose | Picture], line: int) -> None:
        has_text = any(not isinstance(part, Picture) for part in parts)
        for part in parts:
            if not isinstance(part, Picture):
                lint_links(part, line, self._notices)
            elif has_text:
                self._notices.add("inline-image", part.line, source=part.source)


def plain_prose(text: str, line: int, notices: Notices) -> Prose:
    """Return a text without any markup as it is stored; empty if nothing shows."""
    lint_literal(text, line, notices)
    return settle((Text(_stored(_single_spaced(text), frozenset()).strip()),))


def _parts(pieces: Sequence[_Run | Picture]) -> Iterator[Prose | Picture]:
    if len(pieces) == 1 and isinstance(run := pieces[0], _Run) and run.anchor is None:
        # Most paragraphs are one run: the long way below would say the same.
        if prose := settle([_text_of(run)] if run.text != _BREAK else []):
            yield prose
        return
    for is_picture, group in groupby(pieces, key=lambda it: isinstance(it, Picture)):
        if is_picture:
            yield from (piece for piece in group if isinstance(piece, Picture))
            continue
        runs = [piece for piece in group if isinstance(piece, _Run)]
        prose = settle(_linked(_trimmed(list(_joined(runs)))))
        if prose:
            yield prose


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Yield longer runs, their text as it is stored.

    An entity or the end of a line makes a run of its own, so there may be very many.
    """
    for (marks, anchor, is_break), group in groupby(runs, key=_kind):
        if is_break:
            yield from group
            continue
        text = "".join(run.text for run in group)
        yield _Run(_stored(text, marks), marks, anchor)


def _text_of(run: _Run) -> Text:
    return Text(_stored(run.text, run.marks).strip(), run.marks)


def _stored(text: str, marks: frozenset[Mark]) -> str:
    """Return a text as it is stored; that of code has no other spelling."""
    return _single_spaced(text if Mark.CODE in marks else normalize(text))


def _single_spaced(text: str) -> str:
    # To Python no space is printable but the usual one.
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", text)


def _kind(run: _Run) -> tuple[frozenset[Mark], _Anchor | None, bool]:
    return run.marks, run.anchor, run.text == _BREAK


def _trimmed(runs: Sequence[_Run]) -> list[_Run]:
    """Return the runs without space at both ends and around breaks."""
    trimmed: list[_Run] = []
    breaks: list[_Run] = []
    for is_break, group in groupby(runs, key=lambda run: run.text == _BREAK):
        if is_break:
            breaks += group
        elif line := _trimmed_line(list(group)):
            # Breaks before the first line, or after the last one, show nothing.
            trimmed += [*(breaks if trimmed else []), *line]
            breaks = []
    return trimmed


def _trimmed_line(line: list[_Run]) -> list[_Run]:
    shown = [place for place, run in enumerate(line) if run.text.strip()]
    if not shown:
        return []
    line = line[shown[0] : shown[-1] + 1]
    first, last = line[0].text.lstrip(), line[-1].text.rstrip()
    if first != line[0].text:
        line[0] = line[0]._replace(text=first)
        last = first.rstrip() if len(line) == 1 else last
    if last != line[-1].text:
        line[-1] = line[-1]._replace(text=last)
    return line


def _linked(runs: Iterable[_Run]) -> Iterator[Inline]:
    for anchor, group in groupby(runs, key=_safe_anchor):
        inline = [
            Break(run.marks) if run.text == _BREAK else Text(run.text, run.marks)
            for run in group
        ]
        if anchor is None:
            yield from inline
        else:
            yield web_link(anchor.address, *inline)


def _safe_anchor(run: _Run) -> _Anchor | None:
    return run.anchor if run.anchor is not None and run.anchor.is_safe else None
