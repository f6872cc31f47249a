"""Question files: the name says which question, a heading says its text."""

import html
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.normalize import one_line
from importers.markdown.document_keys import parse_id

MAX_LENGTH = 1000

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_ATTRIBUTES = re.compile(r"\{[#.][^{}]*\}$")
_LABEL = re.compile(r"(?:soru|question)\s*[0-9]*\s*:\s*", re.IGNORECASE)

# Inline Markdown, as far as a question has any; body text has a real parser.
_MARKUP = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | \[(?P<label>[^\[\]]*)\]\([^()]*\)      # a link
    | </?[A-Za-z][^<>]*>
    | (?<![\w*])[*_]{1,3}(?=\S)              # emphasis begins
    | (?<=\S)[*_]{1,3}(?![\w*])              # emphasis ends
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class QuestionHeading:
    """The text of a question as plain text on one line, and what its file said beside."""

    text: str
    findings: tuple[Finding, ...] = ()
    line: int = 1


def question_number(path: str, question_file: re.Pattern[str]) -> int | None:
    r"""Return the number of the question whose file this is by its name, or None.

    ``question_file`` matches a whole name without its ending; its group ``number`` is
    the number of the question. A number that is no id (0, 007, 10000) names no question.

    >>> pattern = re.compile(r"S(?P<number>[1-9]\d{0,3})")
    >>> question_number("answers/S12.md", pattern), question_number("S1C2.md", pattern)
    (12, None)
    """
    match = question_file.fullmatch(PurePosixPath(path).stem)
    return parse_id(match["number"]) if match else None


def find_question(text: str) -> QuestionHeading | None:
    r"""Return the first heading with the label *Soru* or *Question*, or None.

    >>> find_question("## **SORU 3:** Planımız *var* mı?\n").text
    'Planımız var mı?'

    Whatever else the file says is not imported, and reported.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        question = _question(line)
        if question:
            return QuestionHeading(question, _ignored(lines, number), number + 1)
    return None


def _question(line: str) -> str:
    opening = _HEADING.match(line)
    if opening is None or len(line) > MAX_LENGTH:
        return ""
    heading = _plain(_unclosed(line[opening.end() :].strip()))
    label = _LABEL.match(heading)
    return heading[label.end() :] if label else ""


def _unclosed(heading: str) -> str:
    """Return a heading without closing number signs and pandoc's attributes."""
    heading = _ATTRIBUTES.sub("", heading).rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if bare.endswith((" ", "\t")) else heading


def _plain(markdown: str) -> str:
    text = _MARKUP.sub(
        lambda found: found["escaped"] or _plain(found["label"] or ""), markdown
    )
    return one_line(html.unescape(text))


def _ignored(lines: list[str], heading: int) -> tuple[Finding, ...]:
    others = (
        number
        for number, line in enumerate(lines, start=1)
        if line.strip() and number != heading + 1
    )
    first = next(others, None)
    if first is None:
        return ()
    message = gettext_noop(
        "Only the question is read from a question file; the rest of its text is not."
    )
    return (Finding("text-not-read", Severity.WARNING, message, first),)
