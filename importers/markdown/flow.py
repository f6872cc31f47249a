"""The blocks of one place in reading order, from Markdown and from HTML between it."""

from collections.abc import Collection, Mapping

from importers.markdown.desk import Desk
from importers.markdown.document import Block, Paragraph, Picture, Prose
from importers.markdown.frames import Frame, Part, Split, blocks_of, close_frame
from importers.markdown.prose import ProseWriter

# Deeper than that nobody means it.
_MAX_DEPTH = 40
# Elements whose end tag an author may not leave out.
_CLOSED_BY_TAG = frozenset({"blockquote", "ul", "ol", "table", "figure", "pre"})


class Flow:
    """Collects blocks; an element of HTML may begin in one piece and end in another.

    ``top`` is True for the body itself, False for what stands in an item or a cell.
    """

    def __init__(self, desk: Desk, *, top: bool = False) -> None:
        self.desk = desk
        self.top = top
        self.prose = ProseWriter(desk.notices)
        self._frames = [Frame("", 0)]

    def note(self, key: str, **values: object) -> None:
        """Report something about the current line."""
        self.desk.notices.add(key, self.prose.line, **values)

    def add(self, *parts: Part) -> None:
        """Add blocks after the text so far."""
        self.cut()
        self._frames[-1].parts += parts

    def paragraph(self, text: str, line: int) -> None:
        """Add a paragraph without any markup, where nothing is being written."""
        if prose := self.prose.plain(text, line):
            self._frames[-1].parts.append(Paragraph(prose, line))

    def add_prose(self, prose: Prose, line: int) -> None:
        """Add a paragraph that was read elsewhere, where nothing is being written."""
        self.prose.at(line)
        self._frames[-1].parts.append(Paragraph(prose, line))

    def cut(self) -> None:
        """End the paragraph that is being written; a new one may follow."""
        line = self.prose.first_line
        for part in self.prose.take():
            if isinstance(part, Picture):
                self._frames[-1].parts.append(part)
            else:
                self._frames[-1].parts.append(Paragraph(part, line))

    def split(self) -> None:
        """Note that an empty comment stands here, if it stands between blocks."""
        if self.prose.is_empty:
            self._frames[-1].parts.append(Split())

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._frames) - 1

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element that holds blocks."""
        self.cut()
        if self.depth < _MAX_DEPTH:
            self._frames.append(Frame(name, self.prose.line, attributes))

    def close(self, *names: str, within: Collection[str] = ()) -> str:
        """End the innermost element of these names; return its name, "" without one.

        Elements ``within`` hide what is open outside of them: a cell of a table in a
        table does not end the outer one.
        """
        for place in range(self.depth, 0, -1):
            name = self._frames[place].name
            if name in names:
                self.close_to(place - 1)
                return name
            if name in within:
                break
        return ""

    def close_to(self, depth: int, *, silent: bool = True) -> None:
        """End elements until only ``depth`` are open; ``silent`` without a report."""
        self.cut()
        while self.depth > depth:
            frame = self._frames.pop()
            if not silent and frame.name in _CLOSED_BY_TAG:
                self.desk.notices.add("html-repaired", frame.line, tag=frame.name)
            self._frames[-1].parts += close_frame(frame, self.desk.notices)

    @property
    def code(self) -> Frame | None:
        """The <pre> that is open, in which everything is text to the letter."""
        frame = self._frames[-1]
        return frame if frame.name == "pre" else None

    def finish(self) -> list[Block]:
        """Return the blocks; what is still open is closed."""
        self.close_to(0, silent=False)
        return blocks_of(self._frames[0].parts, self.desk.notices)
