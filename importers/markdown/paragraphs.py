"""Blocks as mere paragraphs, for places that can hold nothing else."""

from collections.abc import Iterator

from guidance.segments.inline import Break, Mark, Text, map_runs, web_link
from guidance.segments.settle import settle
from importers.markdown.document import (
    Block,
    Callout,
    Code,
    Embed,
    Heading,
    ItemList,
    Paragraph,
    Prose,
    Quote,
    Table,
    prose_of,
)


def paragraphs_of(block: Block) -> Iterator[Prose]:
    """Yield the texts of a block in reading order.

    A heading and the title of a callout become bold, code keeps its lines. Pictures,
    rules and HTML have no such text and yield nothing.
    """
    match block:
        case Heading():
            yield bold(block.inline)
        case Callout() | Quote():
            yield from _titled(block)
        case Code():
            yield from _code_lines(block)
        case Embed():
            yield (web_link(block.url, Text(block.title or block.url)),)
        case Paragraph() | ItemList() | Table():
            yield from (prose for prose, _ in prose_of(block))


def bold(prose: Prose) -> Prose:
    """Return a text in bold."""
    marked = map_runs(
        prose,
        lambda run: (
            type(run)(run.text, run.marks | {Mark.BOLD})
            if isinstance(run, Text)
            else Break(run.marks | {Mark.BOLD})
        ),
    )
    return settle(marked)


def _titled(block: Quote | Callout) -> Iterator[Prose]:
    if isinstance(block, Callout) and block.title:
        yield bold((Text(block.title),))
    for inner in block.blocks:
        yield from paragraphs_of(inner)


def _code_lines(block: Code) -> Iterator[Prose]:
    runs: list[Text | Break] = []
    for line in block.code.splitlines():
        if line.strip():
            runs += [Break(), Text(line.strip(), frozenset({Mark.CODE}))]
    if runs:
        yield settle(runs[1:])
