"""What translation says, in the language of whoever reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guidance.catalog.context import CHOICE, HEADING, LINK, QUESTION
from guidance.findings import Finding
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.translation.refused import RefusedError
from guidance.translation.upload_report import finding_from_row

OUTCOMES: Mapping[str, Promise] = {
    "new": _("new"),
    "changed": _("changed"),
    "fuzzy": _("stored, to be looked at"),
    "same": _("same as stored"),
    "empty": _("not translated"),
    "stale": _("older than what is stored"),
    "outdated": _("made from an older source text"),
    "conflict": _("conflict: the stored text stays"),
    "rejected": _("rejected"),
    "unknown": _("on no page"),
    "obsolete": _("no longer used"),
}
_KINDS: Mapping[object, Promise] = {
    HEADING: pgettext_lazy("kind of text", "heading"),
    CHOICE: pgettext_lazy("kind of text", "choice"),
    QUESTION: pgettext_lazy("kind of text", "question"),
    LINK: pgettext_lazy("kind of text", "link"),
    "alt": pgettext_lazy("kind of text", "alternative text"),
    "caption": pgettext_lazy("kind of text", "caption"),
    "cell": pgettext_lazy("kind of text", "cell"),
}
_MARKS: Mapping[object, Promise] = {
    "full stop": pgettext_lazy("punctuation", "full stop"),
    "question mark": pgettext_lazy("punctuation", "question mark"),
    "colon": pgettext_lazy("punctuation", "colon"),
    "semicolon": pgettext_lazy("punctuation", "semicolon"),
}
# Values of findings that are words.
_WORDS: Mapping[str, Mapping[object, Promise]] = {"kind": _KINDS, "mark": _MARKS}
# What a text is on its page.
TEXT_KINDS: Mapping[str, Promise] = {
    "heading": _("Heading"),
    "paragraph": _("Paragraph"),
    "item": _("List item"),
    "quote": _("Quote"),
    "cell": _("Cell"),
    "caption": _("Caption"),
    "alt": _("Alternative text"),
    "callout-title": _("Title"),
    "embed-title": _("Title"),
    "html-text": _("HTML"),
    "seo-title": _("Title for search engines"),
    "search-description": _("Description for search engines"),
    "question": _("Question"),
    "choice": _("Choice"),
}
# Values that are codes of languages.
_LANGUAGES = frozenset({"declared", "language"})


def language_name(code: str) -> str:
    """Return the name of a configured language in that language."""
    return str(dict(settings.LANGUAGES).get(code, code))


def sentence(message: str, values: Mapping[str, object]) -> str:
    """Return a message in the language that is active; ``message`` is a gettext msgid."""
    said = gettext(message)
    if not values:
        return said
    return said % {name: _in_words(name, value) for name, value in values.items()}


def sentence_of(finding: Finding) -> str:
    """Return what a finding says in the language that is active."""
    return sentence(finding.message, finding.values)


def refusal(error: Exception) -> str:
    """Return in the language of the reader why something was not done."""
    if isinstance(error, LockHeldError | LockLostError):
        return gettext("Somebody else is writing just now. Try again in a moment.")
    if not isinstance(error, RefusedError):
        return str(error)
    reason = sentence(error.message, error.values)
    if error.line is None:
        return reason
    return gettext("Line %(line)s: %(reason)s") % {"line": error.line, "reason": reason}


def shown_counts(counts: Mapping[str, int]) -> list[tuple[Promise, int]]:
    """Return (label, number) of the outcomes that there are."""
    return [
        (label, counts[name]) for name, label in OUTCOMES.items() if counts.get(name)
    ]


def shown_entries(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the listed entries of a stored report, outcome and findings in words."""
    return [
        {
            **entry,
            "context": _KINDS.get(entry["msgctxt"], entry["msgctxt"]),
            "label": OUTCOMES.get(entry["outcome"], entry["outcome"]),
            "findings": [
                {**row, "message": sentence_of(finding_from_row(row))}
                for row in entry["findings"]
            ],
        }
        for entry in entries
    ]


def _in_words(name: str, value: object) -> object:
    if name in _WORDS:
        return _WORDS[name].get(value, value)
    return language_name(str(value)) if name in _LANGUAGES else value
