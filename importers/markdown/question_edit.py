"""The heading of a question file, changed or written for the first time."""

import re
from collections.abc import Iterator

from importers.markdown.question_file import find_question

_LABEL = re.compile(
    r" {0,3}#{1,6}[ \t]+.*?(?:soru|question)\s*[0-9]*\s*:[*_]*\s*", re.IGNORECASE
)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def with_question(text: str, question: str) -> str | None:
    r"""Return a file's text with another question, all other lines as they are.

    >>> with_question("<!-- 3 -->\n### SORU 3: Var mı?\n", "Planımız var mı?")
    '<!-- 3 -->\n### SORU 3: Planımız var mı?\n'

    None when the file has no question, or when there is no way to write the new one.
    """
    old = find_question(text)
    if old is None:
        return None
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not _asks(line, old.text):
            continue
        for new in _headings(line, old.text, question):
            changed = "\n".join([*lines[:place], new, *lines[place + 1 :]])
            found = find_question(changed)
            if found is not None and found.text == question:
                return changed
    return None


def new_question(question: str) -> str | None:
    r"""Return the text of a question file; None when there is no way to write it.

    >>> new_question("Planımız var mı?")
    '## SORU: Planımız var mı?\n'
    """
    return with_question("## SORU: -\n", question)


def _asks(line: str, question: str) -> bool:
    found = find_question(line)
    return found is not None and found.text == question


def _headings(line: str, old: str, new: str) -> Iterator[str]:
    for written in _ways(new):
        if line.count(old) == 1:
            yield line.replace(old, written)
    label = _LABEL.match(line)
    if label:
        bare = re.sub(r"[*_]+", "", label[0])
        yield from (bare + written for written in _ways(new))


def _ways(text: str) -> Iterator[str]:
    yield text
    yield _PUNCTUATION.sub(lambda sign: f"\\{sign[0]}", text)
    # Entities are read after everything else.
    parts = (_PUNCTUATION.sub(lambda s: f"\\{s[0]}", part) for part in text.split("&"))
    yield "&amp;".join(parts)
