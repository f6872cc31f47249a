"""The title in the front matter of a file, changed or written for the first time.

What is written is read again: YAML has too many ways to understand a value.
"""

import re
from collections.abc import Iterator, Mapping

from importers.markdown.document_keys import CHOICE, QUESTION, TITLE
from importers.markdown.front_matter import parse_front_matter
from importers.markdown.yaml_entries import Entry, FrontMatterError

_KEY = re.compile(rf"(?P<key>[\"']?{TITLE}[\"']?[ \t]*:)(?P<space>[ \t]*)(?P<value>.*)")


def with_title(text: str, title: str) -> str | None:
    r"""Return a file's text with another title, all other lines as they are.

    >>> with_title("---\ntitle: 'Bir'\nchoice_id: 2 # iki\n---\nMetin", "Plan: var")
    "---\ntitle: 'Plan: var'\nchoice_id: 2 # iki\n---\nMetin"

    None when there is no way to write it: a title has at most one line.
    """
    entries = _entries(text)
    if entries is None or TITLE not in entries:
        return None
    old = entries[TITLE]
    lines = text.split("\n")
    place = old.line - 1
    found = _KEY.search(lines[place])
    if found is None:
        return None
    start = lines[place][: found.start("key")] + found["key"]
    wanted = {**_values(entries), TITLE: (title, "text")}
    for end in range(place + 1, len(lines)):
        for value in _written(title, found["value"], old.comment):
            new = f"{start}{found['space'] or ' '}{value}"
            changed = "\n".join([*lines[:place], new, *lines[end:]])
            if _is(changed, wanted):
                return changed
        if lines[end].startswith(("---", "...")):
            break
    return None


def new_document(keys: Mapping[str, str], body: str) -> str:
    r"""Return the text of a file with these entries, each on a line of its own.

    >>> print(new_document({"title": "Plan: var", "choice_id": "2"}, "Metin.\n"))
    ---
    title: "Plan: var"
    choice_id: 2
    ---
    Metin.
    <BLANKLINE>
    """
    lines = [
        f"{key}: {value if key in (QUESTION, CHOICE) else _quoted_if_needed(value)}"
        for key, value in keys.items()
    ]
    return "\n".join(["---", *lines, "---", body])


def _quoted_if_needed(value: str) -> str:
    text = f"---\n{TITLE}: {value}\n---\n"
    return value if _is(text, {TITLE: (value, "text")}) else _double(value)


def _written(title: str, before: str, comment: str) -> Iterator[str]:
    """Yield the title in quotes like those it had, then in others."""
    behind = f" {comment}" if comment else ""
    single = f"'{title.replace(chr(39), chr(39) * 2)}'"
    ways = [title, _double(title), single]
    if before.startswith('"'):
        ways = [_double(title), single]
    elif before.startswith("'"):
        ways = [single, _double(title)]
    yield from (way + behind for way in ways)


def _double(title: str) -> str:
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is(text: str, wanted: Mapping[str, tuple[str, str]]) -> bool:
    entries = _entries(text)
    return entries is not None and _values(entries) == dict(wanted)


def _values(entries: Mapping[str, Entry]) -> dict[str, tuple[str, str]]:
    return {key: (entry.text, entry.kind) for key, entry in entries.items()}


def _entries(text: str) -> Mapping[str, Entry] | None:
    try:
        front = parse_front_matter(text)
    except FrontMatterError:
        return None
    return None if front is None else front.entries
