"""What one document says after the export: its original, changed where its page is. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from guidance.findings import Finding, Severity, gettext_noop
from guidance.segments.inline import Inline, Link, Text, web_link
from guidance.segments.settle import settle
from guidance.segments.stream import Stream
from guidance.text.normalize import one_line
from guidance.text.shorten import shorten
from importers.export.layout import Key, Links
from importers.markdown.document import (
    Block,
    Callout,
    Heading,
    ItemList,
    Paragraph,
    Picture,
    Prose,
    Quote,
    Table,
)
from importers.markdown.document_keys import CHOICE, QUESTION, TITLE, TRANSLATION
from importers.markdown.file_text import read_file
from importers.markdown.front_matter import parse_front_matter
from importers.markdown.front_matter_edit import new_document, with_title
from importers.markdown.likeness import without_lines
from importers.markdown.parse import parse_body
from importers.markdown.question_edit import new_question, with_question
from importers.markdown.question_file import question_number
from importers.markdown.reading import SourceText, read
from importers.markdown.render import Manner, render
from importers.markdown.revise import revise
from importers.page_blocks import PictureSource, read_stream
from importers.stream import written_source

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Original:
    """A document as its last import read it."""

    data: bytes
    title: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a page says. ``translation`` is its language, "" for the source language."""

    key: Key
    path: str
    title: str
    stream: Stream
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file.

    An error among the findings says that it does not say what its page says.
    """

    data: bytes
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the file says all that its page says."""
        return all(each.severity is not Severity.ERROR for each in self.findings)


def write_document(
    page: Guidance,
    original: Original | None,
    links: Links,
    source: PictureSource,
    question_file: re.Pattern[str],
) -> Written:
    """Return the file for a page whose document, if it has one, says something else."""
    body = read_stream(page.stream, _addresses(links), source)
    wanted = without_lines(body.blocks)

    def understand(text: str) -> tuple[Block, ...]:
        return tuple(_canonical(block, links) for block in parse_body(text).blocks)

    file = read_file(original.data) if original is not None else None
    title = one_line(page.title)
    if file is None or original is None:
        text = _new_text(page, title, wanted, Manner(read=understand))
        data = text.encode()
    else:
        text = _changed_text(file.text, original, title, wanted, understand)
        data = file.with_text(text)
    findings = [*body.findings]
    findings += _title_findings(page, title)
    findings += _differences(page, data, title, wanted, understand, question_file)
    return Written(data, tuple(findings))


def write_question(
    page: Guidance, original: Original | None, question_file: re.Pattern[str]
) -> Written:
    """Return the file of a question; its text is the title of ``page``."""
    question = one_line(page.title)
    file = read_file(original.data) if original is not None else None
    text = with_question(file.text, question) if file else new_question(question)
    if text is None:
        data = original.data if original is not None else b""
        return Written(data, (_unwritable(_NO_QUESTION, question),))
    findings = _title_findings(page, question)
    if page.translation:
        text = new_document({TRANSLATION: page.translation}, text)
    elif question_number(page.path, question_file) != page.key[0]:
        findings.append(_unwritable(_NO_NAME, page.path))
    data = file.with_text(text) if file else text.encode()
    return Written(data, tuple(findings))


def says(
    page: Guidance,
    data: bytes,
    links: Links,
    source: PictureSource,
    question_file: re.Pattern[str],
) -> bool:
    """Whether a file says what a page says, title included."""
    body = read_stream(page.stream, _addresses(links), source)
    reading = _reading(page.path, data, question_file)
    if reading is None or reading.title != one_line(page.title):
        return False
    blocks = parse_body(reading.body).blocks
    return without_lines(_canonical(b, links) for b in blocks) == without_lines(
        body.blocks
    )


# ---- how links are understood


def _addresses(links: Links) -> Callable[[Link], str | None]:
    def address(link: Link) -> str | None:
        stored = dict(link.attributes)
        if stored.get("linktype") == "page" and stored.get("id", "").isdigit():
            return links.address(int(stored["id"]))
        href = link.href
        if href is None:
            return None
        return links.canonical(href) if href == links.canonical(href) else None

    return address


def _canonical(block: Block, links: Links) -> Block:
    """Return a block as its page has it: one address for each target, no dead links."""
    if isinstance(block, Picture):
        block = replace(block, source=written_source(block.source))
    if isinstance(block, Quote | Callout):
        inner = tuple(_canonical(each, links) for each in block.blocks)
        return replace(block, blocks=inner)  # type: ignore[arg-type]
    return _with_texts(block, lambda prose: _linked(prose, links))


def _linked(prose: Prose, links: Links) -> Prose:
    nodes: list[Inline] = []
    for node in prose:
        href = node.href if isinstance(node, Link) else None
        if not isinstance(node, Link) or href is None:
            nodes.append(node)
            continue
        address = links.canonical(href)
        alive = [web_link(address, *node.children)] if address is not None else None
        nodes += alive if alive is not None else node.children
    return settle(nodes)


def _with_texts(block: Block, change: Callable[[Prose], Prose]) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, inline=change(block.inline))
        case ItemList():
            items = tuple(
                replace(item, paragraphs=tuple(map(change, item.paragraphs)))
                for item in block.items
            )
            return replace(block, items=items)
        case Table():
            rows = tuple(
                tuple(tuple(map(change, cell)) for cell in row) for row in block.rows
            )
            return replace(block, rows=rows)
        case Picture():
            return replace(block, caption=change(block.caption))
    return block


# ---- the text


def _new_text(
    page: Guidance, title: str, wanted: tuple[Block, ...], manner: Manner
) -> str:
    question, choice = page.key
    keys = {TITLE: title, QUESTION: str(question), CHOICE: str(choice)}
    if page.translation:
        keys[TRANSLATION] = page.translation
    return new_document(keys, render(wanted, manner))


def _changed_text(
    text: str,
    original: Original,
    title: str,
    wanted: tuple[Block, ...],
    understand: Callable[[str], tuple[Block, ...]],
) -> str:
    if title != original.title:
        text = with_title(text, title) or text
    front = parse_front_matter(text)
    if front is None:
        return text
    head = text.removesuffix(front.body) if front.body else text
    body = revise(front.body, wanted, understand)
    if body and not head.endswith("\n"):
        head += "\n"
    return head + body


# ---- whether it came out right


def _reading(
    path: str, data: bytes, question_file: re.Pattern[str]
) -> SourceText | None:
    file = read_file(data)
    if file is None:
        return None
    found = read(path, file.text.encode(), question_file)
    return found if isinstance(found, SourceText) else None


def _differences(
    page: Guidance,
    data: bytes,
    title: str,
    wanted: tuple[Block, ...],
    understand: Callable[[str], tuple[Block, ...]],
    question_file: re.Pattern[str],
) -> list[Finding]:
    """Return what an import of the file would understand otherwise."""
    if page.translation:
        front = parse_front_matter(data.decode())
        reading_title = front.entries[TITLE].text if front else None
        body, key = (front.body if front else ""), page.key
    else:
        reading = _reading(page.path, data, question_file)
        if reading is None:
            return [_unwritable(_NOT_READ, title)]
        reading_title, body = reading.title, reading.body
        key = (reading.question, reading.choice)
    if reading_title != title or key != page.key:
        return [_unwritable(_OTHER_TITLE, title)]
    found = without_lines(understand(body))
    if found == wanted:
        return []
    place = next(
        (i for i, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b),
        min(len(wanted), len(found)),
    )
    shown = wanted[place] if place < len(wanted) else found[place]
    values = {"block": _KINDS[type(shown).__name__], "text": _shown(shown)}
    return [Finding("not-in-markdown", Severity.ERROR, _DIFFERS, None, values)]


def _title_findings(page: Guidance, title: str) -> list[Finding]:
    if title == page.title:
        return []
    return [_unwritable(_TITLE_SPACES, page.title)]


def _unwritable(message: str, text: str) -> Finding:
    values = {"text": shorten(text, _SHOWN)}
    return Finding("not-in-markdown", Severity.ERROR, message, None, values)


def _shown(block: Block) -> str:
    texts = [text for text in _strings(block) if text.strip()]
    return shorten(" ".join(" ".join(texts).split()), _SHOWN) or "—"


def _strings(value: object) -> list[str]:
    if isinstance(value, Text):
        return [value.text]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    names = getattr(value, "__slots__", ())
    shown = [n for n in names if n in _TELLING]
    return [
        text
        for name in shown
        for part in [getattr(value, name)]
        for text in ([part] if isinstance(part, str) else _strings(part))
    ]


_TELLING = frozenset(
    [
        "inline",
        "paragraphs",
        "items",
        "blocks",
        "rows",
        "children",
        "title",
        "code",
        "html",
        "source",
        "alt",
        "caption",
        "url",
    ]
)
_KINDS = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "ItemList": "list",
    "Rule": "line",
    "Quote": "quote",
    "Callout": "callout",
    "Table": "table",
    "Code": "code",
    "Picture": "picture",
    "Embed": "embed",
    "RawHtml": "HTML",
}
_DIFFERS = gettext_noop(
    "Markdown cannot hold this %(block)s as the page has it: “%(text)s”. Divide it into "
    "simpler blocks in the editor."
)
_NOT_READ = gettext_noop(
    "The file for “%(text)s” could not be read again. Change the page or its document "
    "by hand."
)
_OTHER_TITLE = gettext_noop(
    "The title “%(text)s” cannot be written in the front matter of the document. "
    "Change it by hand."
)
_TITLE_SPACES = gettext_noop(
    "The choice's text has spaces or characters that a title cannot hold: “%(text)s”. "
    "Correct it in the admin."
)
_NO_NAME = gettext_noop(
    "An import would not take %(text)s for a question file: see GUIDANCE_QUESTION_FILE."
)
_NO_QUESTION = gettext_noop(
    "The question “%(text)s” cannot be written as a heading. Change it in the admin."
)
