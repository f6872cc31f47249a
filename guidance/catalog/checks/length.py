"""Translations that are far too short or too long, for something may be missing."""

from collections.abc import Iterator

from guidance.catalog.checks.report import warning
from guidance.catalog.checks.visible import visible
from guidance.catalog.entry import Entry
from guidance.catalog.languages import base_language
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.words import count_letters

# Shorter texts vary too much.
_ENOUGH = 50
_USUAL = (0.4, 2.5)
# A letter of these is a syllable or a word.
_DENSE = (0.12, 1.2)
_DENSE_LANGUAGES = frozenset({"ja", "ko", "yue", "zh"})


def check(entry: Entry, language: str) -> Iterator[Finding]:
    source = count_letters(visible(entry.msgid))
    if source <= _ENOUGH:
        return
    dense = base_language(language) in _DENSE_LANGUAGES
    least, most = _DENSE if dense else _USUAL
    ratio = count_letters(visible(entry.msgstr)) / source
    if not least <= ratio <= most:
        yield warning(
            entry,
            "suspicious-length",
            _("The translation has %(percent)d %% of the letters of the source."),
            percent=round(100 * ratio),
        )
