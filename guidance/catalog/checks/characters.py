"""Characters that nobody sees: controls, writing direction, zero width."""

import re
from collections.abc import Iterator

from guidance.catalog.checks.report import error, warning
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff\ud800-\udfff]"
)
# They turn the letters that follow around, so that a reader sees another text.
_OVERRIDE = re.compile("[\u202d\u202e]")
_OPENING = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_CLOSING = frozenset(_OPENING.values())
_DIRECTION = re.compile("[\u202a-\u202c\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
_JOINERS = re.compile(
    r"(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])"
)
# Any of all these.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2028-\u202e"
    "\u2060\u2066-\u2069\ufeff\ufffd-\uffff\ud800-\udfff]"
)
# They break their lines there, as they have no spaces.
_WITHOUT_SPACES = frozenset({"bo", "dz", "ja", "km", "lo", "my", "th", "zh"})


def check(entry: Entry, language: str) -> Iterator[Finding]:
    text = entry.msgstr
    if _UNSEEN.search(text) is None:
        return
    if found := _CONTROL.search(text):
        yield error(
            entry,
            "control-character",
            _("The invisible character %(character)s; delete it."),
            character=_name(found[0]),
        )
    if _OVERRIDE.search(text) or not _is_balanced(text):
        yield error(
            entry,
            "direction-control",
            _(
                "A character that turns the direction of writing and is never closed; delete it."
            ),
        )
    if found := _zero_width(text, entry.msgid, language):
        yield warning(
            entry,
            "invisible-character",
            _("The invisible character %(character)s; is it meant?"),
            character=_name(found[0]),
        )


def _is_balanced(text: str) -> bool:
    """Tell whether every mark that opens a direction is closed, in order."""
    expected: list[str] = []
    for character in _DIRECTION.findall(text):
        if character in _OPENING:
            expected.append(_OPENING[character])
        elif character in _CLOSING and (not expected or expected.pop() != character):
            return False
    return not expected


def _zero_width(text: str, source: str, language: str) -> re.Match[str] | None:
    found = _ZERO_WIDTH.search(text) or _JOINERS.search(text)
    if found is None or found[0] in source:
        return None
    return None if base_language(language) in _WITHOUT_SPACES else found


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"
