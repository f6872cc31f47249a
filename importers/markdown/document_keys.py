"""What the three keys of a document must be: ``title``, ``question_id``, ``choice_id``."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.shorten import shorten
from importers.markdown.yaml_entries import Entry

TITLE = "title"
QUESTION = "question_id"
CHOICE = "choice_id"
KEYS = (TITLE, QUESTION, CHOICE)
# Only export_markdown --locale writes it: such a file is never imported.
TRANSLATION = "translation"

MAX_TITLE = 1000

# Wagtail's own titles, which lists and the admin show, hold no more.
_SHOWN_TITLE = 255

# What the report quotes of a value or of the names of keys.
_QUOTED_LENGTH = 80

_ID = re.compile("[1-9][0-9]{0,3}")
_MARKUP = re.compile(
    r"</?[a-z][^<>]*>|&#?\w+;|\*\*|__|~~|`|\]\(", re.IGNORECASE | re.ASCII
)

# Translators translate keys too.
_TRANSLATED = {TITLE: "başlık", QUESTION: "soru", CHOICE: "seçenek"}

# How alike a mistyped key is to the right one; much longer ones never are.
_LIKENESS = 0.8


def read_title(entries: Mapping[str, Entry], fence: int) -> str | Finding:
    """Return the title in full, or the error that it has; ``fence`` is the first line.

    >>> read_title({"title": Entry("Planımız var.", "text", line=2)}, fence=1)
    'Planımız var.'
    """
    entry = entries.get(TITLE)
    if entry is None or entry.kind == "empty":
        return _missing(TITLE, entries, fence)
    if entry.kind == "text" and len(entry.text) <= MAX_TITLE:
        return entry.text
    message = {
        "text": gettext_noop(
            "The title has %(length)d characters, and at most %(limit)d are read."
        ),
        "typed": gettext_noop(
            "YAML reads the title “%(value)s” as a number, a date or a truth value: "
            "put it in double quotes."
        ),
        "collection": gettext_noop(
            "YAML reads the title as a list or as keys of its own: put it in double "
            "quotes."
        ),
    }[entry.kind]
    values = {
        "value": shorten(entry.text, _QUOTED_LENGTH),
        "length": len(entry.text),
        "limit": MAX_TITLE,
    }
    return Finding("bad-title", Severity.ERROR, message, entry.line, values)


def read_id(key: str, entries: Mapping[str, Entry], fence: int) -> int | Finding:
    """Return the id under ``key``, or the error that it has.

    >>> read_id("choice_id", {"choice_id": Entry("2", "text", line=4)}, fence=1)
    2
    >>> str(read_id("choice_id", {"choice_id": Entry("02", "text", line=4)}, fence=1))
    'choice_id is “02”, but must be a number from 1 to 9999 without leading zero.'
    """
    entry = entries.get(key)
    if entry is None or entry.kind == "empty":
        return _missing(key, entries, fence)
    number = parse_id(entry.text)
    if number is not None:
        return number
    if entry.kind == "collection":
        message = gettext_noop(
            "%(key)s is a list or has keys of its own, but must be a number from 1 to "
            "9999."
        )
    else:
        message = gettext_noop(
            "%(key)s is “%(value)s”, but must be a number from 1 to 9999 without "
            "leading zero."
        )
    values = {"key": key, "value": shorten(entry.text, _QUOTED_LENGTH)}
    return Finding("bad-id", Severity.ERROR, message, entry.line, values)


def parse_id(text: str) -> int | None:
    """Return a number from 1 to 9999 without sign or leading zero, else None.

    >>> [parse_id(text) for text in ("10", "010", "+1", "0", "10000", "1e3", "١٠")]
    [10, None, None, None, None, None, None]
    """
    return int(text) if _ID.fullmatch(text) else None


def doubts(entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    """Return what an author may not have meant, of entries that can be imported."""
    return (*_title_doubts(entries[TITLE]), *_unknown_keys(entries))


def _title_doubts(title: Entry) -> Iterable[Finding]:
    if title.comment:
        message = gettext_noop(
            "“%(lost)s” is not part of the title, because YAML reads a comment behind "
            "“ #”: put the title in double quotes if it is."
        )
        values = {"lost": shorten(title.comment, _QUOTED_LENGTH)}
        yield Finding("title-hash", Severity.WARNING, message, title.line, values)
    if len(title.text) > _SHOWN_TITLE:
        message = gettext_noop(
            "The title has %(length)d characters. The page shows all of them, lists "
            "only the first %(limit)d."
        )
        lengths = {"length": len(title.text), "limit": _SHOWN_TITLE}
        yield Finding("title-too-long", Severity.WARNING, message, title.line, lengths)
    if found := _MARKUP.search(title.text):
        message = gettext_noop(
            "A title is plain text, so “%(markup)s” will be shown as it is."
        )
        markup = {"markup": shorten(found[0], _QUOTED_LENGTH)}
        yield Finding("title-markup", Severity.WARNING, message, title.line, markup)


def _unknown_keys(entries: Mapping[str, Entry]) -> Iterable[Finding]:
    unknown = _others(entries)
    if unknown:
        message = gettext_noop("Keys without a meaning here were left out: %(keys)s.")
        values = {"keys": _listed(unknown)}
        line = entries[unknown[0]].line
        yield Finding("unknown-key", Severity.WARNING, message, line, values)


def _missing(key: str, entries: Mapping[str, Entry], fence: int) -> Finding:
    entry = entries.get(key)
    if entry is not None:
        return _without_value(key, entry)
    meant = _meant(key, _others(entries))
    if meant is None:
        message = gettext_noop("The front matter has no %(key)s.")
        return Finding("missing-key", Severity.ERROR, message, fence, {"key": key})
    message = gettext_noop("The front matter has no %(key)s: is “%(found)s” meant?")
    values = {"key": key, "found": meant}
    return Finding("missing-key", Severity.ERROR, message, entries[meant].line, values)


def _without_value(key: str, entry: Entry) -> Finding:
    message = (
        gettext_noop(
            "%(key)s has no value, because YAML reads a comment behind “#”: put the "
            "value in double quotes."
        )
        if entry.comment
        else gettext_noop("%(key)s has no value.")
    )
    return Finding("missing-key", Severity.ERROR, message, entry.line, {"key": key})


def _others(entries: Mapping[str, Entry]) -> tuple[str, ...]:
    return tuple(name for name in entries if name not in KEYS)


def _meant(key: str, others: Iterable[str]) -> str | None:
    """Return the name that is probably meant as ``key``.

    >>> [_meant("choice_id", [name]) for name in ("choiceId", "chioce_id", "seçenek", "x")]
    ['choiceId', 'chioce_id', 'seçenek', None]
    """
    named = {_bare(name): name for name in others}
    if translated := named.get(_TRANSLATED[key]):
        return translated
    near = get_close_matches(_bare(key), named, n=1, cutoff=_LIKENESS)
    return named[near[0]] if near else None


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _listed(names: Iterable[str]) -> str:
    return shorten(", ".join(names), _QUOTED_LENGTH)
