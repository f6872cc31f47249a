"""What a text ends with: a full stop, a question mark, a colon, in any script."""

import re
from collections.abc import Iterator, Mapping

from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import visible
from guidance.catalog.context import is_fragment
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _

_STOP, _QUESTION, _COLON = "full stop", "question mark", "colon"
_SEMICOLON, _COMMA, _NONE = "semicolon", "comma", ""
_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(".…!。．！۔।။።։", _STOP),
    **dict.fromkeys("?？؟፧՞", _QUESTION),
    **dict.fromkeys(":：", _COLON),
    **dict.fromkeys(";；؛", _SEMICOLON),
    **dict.fromkeys(",،、，", _COMMA),
}
# The Greek question mark looks like a semicolon, and mostly is one.
_GREEK = {";": _QUESTION, "\u037e": _QUESTION}
# Sentences end with a space in Thai and its neighbors.
_NO_STOPS = frozenset({"th", "lo", "km"})
_QUOTES = "\"'”’“‘»›«‹」』"
# What may stand between the words and their end.
_CLOSING = f" \t\n\u00a0\u202f{_QUOTES})]}}）\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
# More characters than that are in no abbreviation, and end no sentence.
_TAIL = 12
_ENDS_QUOTED = re.compile(rf"[{_QUOTES}][^\w{_QUOTES}]*\Z")
# Turkish abbreviations, whose stop ends no sentence ("etc.", "et al.", "No.").
_ABBREVIATION = re.compile(r"\b(?:vb|vs|vd|bkz|no|s|a\.ş)\.\Z", re.IGNORECASE)

# What a translation may end with, for each end of the source. A text that ends with
# nothing is part of a sentence, whose end may be here in another language.
_FITTING: Mapping[str, frozenset[str]] = {
    _STOP: frozenset({_STOP}),
    _QUESTION: frozenset({_QUESTION}),
    _COLON: frozenset({_COLON, _SEMICOLON, _COMMA}),
    # Turkish ends the words before a list with one; others may just go on.
    _SEMICOLON: frozenset({_COLON, _SEMICOLON, _COMMA, _NONE}),
}


def is_abbreviated(text: str) -> bool:
    """Tell whether the stop at the end of a text is that of an abbreviation.

    >>> [is_abbreviated(text) for text in ("Üye, bağışçı vb.", "Üyelere sorulur.")]
    [True, False]
    """
    return _ABBREVIATION.search(text[-_TAIL:]) is not None


def asks_with_semicolon(language: str) -> bool:
    """Tell whether what looks like a semicolon is the question mark of a language."""
    return base_language(language) == "el"


def check(entry: Entry, language: str) -> Iterator[Finding]:
    if base_language(language) in _NO_STOPS:
        return
    source = visible(entry.msgid)
    expected = _end(source, "tr")
    if expected == _STOP and is_fragment(source):
        # "verilebilir." ends a sentence that another language ends before.
        return
    fitting = _FITTING.get(expected)
    if fitting is None:
        return
    if not fitting & _ends(visible(entry.msgstr), language):
        yield warning(
            entry,
            "end-punctuation",
            _("The source ends with a %(mark)s, the translation does not."),
            mark=expected,
        )


def _ends(text: str, language: str) -> frozenset[str]:
    """Return the marks that a text can be said to end with.

    A quoted sentence has an end of its own: “Kim?” diye sorun. – Ask: “Who?”
    """
    last = _end(text, language)
    quoted = _ENDS_QUOTED.search(text, max(len(text) - _TAIL, 0))
    if quoted is None:
        return frozenset({last})
    inner = _end(text[: quoted.start()], language)
    if inner == _QUESTION:
        return frozenset({last, inner, _STOP})
    return frozenset({last, inner})


def _end(text: str, language: str) -> str:
    """Return the class of the last mark; ``""`` when a text ends with a word."""
    bare = text.rstrip(_CLOSING)
    if not bare or (bare[-1] == "." and is_abbreviated(bare)):
        return _NONE
    if asks_with_semicolon(language) and bare[-1] in _GREEK:
        return _GREEK[bare[-1]]
    return _CLASSES.get(bare[-1], _NONE)
