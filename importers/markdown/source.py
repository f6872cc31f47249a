"""The lines of a body that is being changed, and what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from guidance.segments.inline import Link
from importers.markdown.document import Block, Paragraph, Prose, prose_of
from importers.markdown.likeness import without_lines
from importers.markdown.parse import outline
from importers.markdown.render import Read
from importers.markdown.syntax import Node

_LEAVES = frozenset({"paragraph", "heading", "td", "th"})


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown body with clean lines; ``read`` says how it is understood."""

    text: str
    read: Read = field(repr=False)
    blocks: tuple[Block, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", self.read(self.text))

    @property
    def bare(self) -> tuple[Block, ...]:
        """The blocks without their lines."""
        return without_lines(self.blocks)

    @property
    def lines(self) -> list[str]:
        """The lines without their ends; the last one is what follows the last end."""
        return self.text.split("\n")

    def changed(self, text: str) -> "Source":
        """Return another text that is understood in the same way."""
        return Source(text, self.read)

    def proses(self) -> list[Prose]:
        """Return all texts with markup in reading order."""
        return [prose for block in self.blocks for prose, _ in prose_of(block)]

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes of the syntax, what is around before what is in it."""
        yield from _below(outline(self.text))

    def leaves(self) -> list[Node]:
        """Return the nodes that hold a text."""
        return [node for node in self.nodes() if node.kind in _LEAVES and node.content]

    def known(self) -> dict[Prose, str]:
        """Return the Markdown of the texts that stand in a paragraph, a cell and so on."""
        found: dict[Prose, str] = {}
        for node in self.leaves():
            match self.read(node.content):
                case (Paragraph(inline),):
                    found.setdefault(inline, node.content)
        return found

    def known_link(self, markdown: str) -> Link | None:
        """Return the link that a piece of Markdown is and nothing else."""
        match self.read(markdown):
            case (Paragraph((Link() as link,)),):
                return link
        return None


def _below(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _below(node.nodes)
