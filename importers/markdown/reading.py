"""What a file is: a document, a question, nothing for us, or something broken."""

import re
from dataclasses import dataclass, field

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.shorten import shorten
from importers.markdown.decode import decode
from importers.markdown.document_keys import (
    CHOICE,
    QUESTION,
    TITLE,
    TRANSLATION,
    doubts,
    read_id,
    read_title,
)
from importers.markdown.front_matter import (
    FrontMatter,
    other_format,
    parse_front_matter,
)
from importers.markdown.question_file import find_question, question_number
from importers.markdown.yaml_entries import Entry, FrontMatterError

# What the report quotes of a value.
_QUOTED_LENGTH = 20

_NAMED_BY_IDS = re.compile(
    r"(?:.*/)?(?P<name>S(?P<question>[0-9]{1,4})C(?P<choice>[0-9]{1,4}))(?:\.[^./]+)?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document: its ids, its title in full, and its body exactly as written.

    ``body_line`` is the line of the file, counted from 1, on which the body begins;
    ``title_line`` that of its title.
    """

    path: str
    question: int
    choice: int
    title: str
    body: str
    body_line: int
    findings: tuple[Finding, ...] = ()
    title_line: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question file: the number is in its name, the text in its heading."""

    path: str
    question: int
    text: str
    findings: tuple[Finding, ...] = ()
    title_line: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no document and does not claim to be one."""

    path: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that means to be a document; the errors say why it cannot be read."""

    path: str
    findings: tuple[Finding, ...] = ()


Reading = SourceText | QuestionText | Skipped | Rejected


def read(
    path: str, data: bytes, question_file: re.Pattern[str], encoding: str = "utf-8"
) -> Reading:
    r"""Return what the file at ``path`` says; for any bytes at all, and without raising.

    ``question_file`` is as in ``question_number``, ``encoding`` as in ``decode``.

    >>> pattern = re.compile(r"S(?P<number>[1-9]\d{0,3})")
    >>> data = b"---\ntitle: Plan\nquestion_id: 10\nchoice_id: 2\n---\nText\n"
    >>> document = read("a.md", data, pattern)
    >>> document.question, document.choice, document.body, document.body_line
    (10, 2, 'Text\n', 6)
    >>> read("S3.md", b"## SORU: Plan var?", pattern)
    QuestionText(path='S3.md', question=3, text='Plan var?', findings=())
    """
    decoded = decode(data, encoding)
    if decoded.text is None:
        return Rejected(path, decoded.findings)
    try:
        front = parse_front_matter(decoded.text)
    except FrontMatterError as error:
        return Rejected(path, (*decoded.findings, error.finding))
    if front is None:
        number = question_number(path, question_file)
        return _without_front_matter(path, decoded.text, number, decoded.findings)
    return _document(path, front, decoded.findings)


def _document(
    path: str, front: FrontMatter, findings: tuple[Finding, ...]
) -> SourceText | Rejected | Skipped:
    entries, fence = front.entries, front.line
    if TRANSLATION in entries:
        return Skipped(path, (_translated(entries[TRANSLATION]),))
    keys = (
        read_title(entries, fence),
        read_id(QUESTION, entries, fence),
        read_id(CHOICE, entries, fence),
    )
    match keys:
        case (str(title), int(question), int(choice)):
            about = (*_late(fence), *doubts(entries), *_named(path, question, choice))
            return SourceText(
                path,
                question,
                choice,
                title,
                front.body,
                front.body_line,
                (*findings, *about),
                entries[TITLE].line,
            )
    errors = tuple(value for value in keys if isinstance(value, Finding))
    return Rejected(path, (*findings, *errors))


def _without_front_matter(
    path: str, text: str, number: int | None, findings: tuple[Finding, ...]
) -> QuestionText | Skipped:
    """Return a question if the name and the text say so, else why there is nothing."""
    if number is not None:
        question = find_question(text)
        if question is not None:
            found = (*findings, *question.findings)
            return QuestionText(path, number, question.text, found, question.line)
        message = gettext_noop(
            "The name says that this is a question file, but it has no heading such as "
            "“## SORU: …”."
        )
        return Skipped(path, (Finding("no-question", Severity.WARNING, message),))
    # What is wrong with the letters of a file that nobody imports is not our business.
    return Skipped(path, (_no_front_matter(text),))


def _no_front_matter(text: str) -> Finding:
    name = other_format(text)
    if name is None:
        message = gettext_noop("The file has no front matter, so it is no document.")
        return Finding("no-front-matter", Severity.INFO, message)
    message = gettext_noop(
        "Front matter in %(format)s is not supported: write it in YAML, between two "
        "lines of three dashes (---)."
    )
    return Finding(
        "unsupported-front-matter", Severity.WARNING, message, values={"format": name}
    )


def _translated(entry: Entry) -> Finding:
    message = gettext_noop(
        "The file is the %(language)s translation of a document, written by "
        "export_markdown; translations come from PO files."
    )
    values = {"language": shorten(entry.text, _QUOTED_LENGTH)}
    return Finding("translation", Severity.INFO, message, entry.line, values)


def _late(fence: int) -> tuple[Finding, ...]:
    if fence == 1:
        return ()
    message = gettext_noop(
        "The front matter begins below an empty line: other programs will not find it "
        "there. Remove what is above it."
    )
    return (Finding("late-front-matter", Severity.WARNING, message, fence),)


def _named(path: str, question: int, choice: int) -> tuple[Finding, ...]:
    """Report a name such as ``S1C2.md`` that says something else than the keys."""
    match = _NAMED_BY_IDS.fullmatch(path)
    if match is None:
        return ()
    name = match["name"]
    if (int(match["question"]), int(match["choice"])) == (question, choice):
        return ()
    message = gettext_noop(
        "The name of the file says %(named)s, its keys say question %(question)d and "
        "choice %(choice)d; the keys count."
    )
    values = {"named": name, "question": question, "choice": choice}
    return (Finding("name-mismatch", Severity.WARNING, message, values=values),)
