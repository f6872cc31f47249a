"""Words that were typed twice: “the the”."""

import re
from collections.abc import Iterator, Mapping
from operator import eq

from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import visible
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.words import words

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]{2,}) \1(?![\w'’-])", re.IGNORECASE)
# Grammar, not slips: "les gens que nous nous …", "…, dass die die …".
_GRAMMAR: Mapping[str, frozenset[str]] = {
    "de": frozenset({"die", "der", "das", "sie", "den"}),
    "en": frozenset({"had", "that"}),
    "fr": frozenset({"nous", "vous"}),
}


def check(entry: Entry, language: str) -> Iterator[Finding]:
    if not _may_repeat(visible(entry.msgstr)):
        return
    allowed = _GRAMMAR.get(base_language(language), frozenset())
    for found in _TWICE.finditer(visible(entry.msgstr)):
        if found[1].lower() not in allowed:
            # "Dönem dönem", "خطوة خطوة": many languages repeat a word to say "step by
            # step".
            if _TWICE.search(visible(entry.msgid)):
                return
            yield warning(
                entry,
                "repeated-word",
                _("“%(word)s” stands there twice."),
                word=found[1],
            )
            return


def _may_repeat(text: str) -> bool:
    # Much cheaper than the pattern, and hardly any text does.
    small = [word.casefold() for word in words(text)]
    return any(map(eq, small, small[1:]))
