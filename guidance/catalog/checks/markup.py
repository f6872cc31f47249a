"""Tags: well formed, with every link of the source once, in whatever order.

Turkish says last what English says first, so links and marks change places in a correct
translation. Only that they are all there is compared.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from guidance.catalog.checks.report import error, warning
from guidance.catalog.checks.visible import visible
from guidance.catalog.context import HEADING, PLAIN
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.segments.inline import Text, web_link
from guidance.segments.segment import MarkupError, from_segment

_LINK = re.compile(r"<a([1-9][0-9]{0,3})>")
_MARK = re.compile(r"<(b|code|i|s|sub|sup|br)(?: ?/)?>")
_OPENING_OR_CLOSING = re.compile(r"</?(?=(?:a[0-9]{1,4}|b|code|i|s|sub|sup)>)")
_DEEPEST = 10
# What is left of these after our own tags are gone was never written by a translator.
_TAG_LIKE = re.compile(
    r"<[/!?]?[A-Za-z!?\[-][^\s<>]*|\bjavascript:\S|\bdata:\w+/\w", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\]\(|(?<!\*)\*\*(?=\S)|^(?:#{1,6}|[-*+>]) ", re.MULTILINE)


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    if "<" in entry.msgid or "<" in entry.msgstr or ":" in entry.msgstr:
        yield from _structure(entry)
        yield from _foreign(entry)
        yield from _marks(entry)
    if _is_markdown(visible(entry.msgstr)) and not _is_markdown(visible(entry.msgid)):
        yield warning(
            entry,
            "markdown",
            _("This looks like Markdown, which is shown as it is; use the tags only."),
        )


def _is_markdown(text: str) -> bool:
    is_likely = "](" in text or "**" in text or "\n" in text or text[:1] in "#-*+>"
    return is_likely and _MARKDOWN.search(text) is not None


def _structure(entry: Entry) -> Iterator[Finding]:
    if "<" not in entry.msgid and "<" not in entry.msgstr:
        return
    if _depth(entry.msgstr) > _DEEPEST:
        yield error(
            entry,
            "bad-nesting",
            _("Tags are opened again and again; close each one that is opened."),
        )
        return
    count = max(map(int, _LINK.findall(entry.msgid)), default=0)
    links = [web_link("#", Text(str(number))) for number in range(1, count + 1)]
    try:
        from_segment(entry.msgstr, links)
    except MarkupError as wrong:
        yield error(entry, wrong.code, wrong.message, **wrong.values)


def _depth(segment: str) -> int:
    """Return how many tags are open at once; nothing but nonsense has more than a few."""
    steps = (-1 if tag == "</" else 1 for tag in _OPENING_OR_CLOSING.findall(segment))
    return max(accumulate(steps), default=0)


def _foreign(entry: Entry) -> Iterator[Finding]:
    # Not of the visible text: "&lt;b>" is how one writes about a tag.
    text = entry.msgstr
    if "<" not in text and ":" not in text:
        return
    for found in _TAG_LIKE.findall(_without_own_tags(text)):
        if found not in _TAG_LIKE.findall(visible(entry.msgid)):
            yield error(
                entry,
                "foreign-markup",
                _("“%(text)s” is no tag of the source; write &lt; for a plain <."),
                text=found,
            )
            return


def _without_own_tags(segment: str) -> str:
    return re.sub(
        r"</?(?:a[1-9][0-9]{0,3}|b|code|i|s|sub|sup)>|<br ?/?>|<empty ?/>", "", segment
    )


def _marks(entry: Entry) -> Iterator[Finding]:
    if "<" not in entry.msgid and "<" not in entry.msgstr:
        return
    theirs, ours = set(_MARK.findall(entry.msgid)), set(_MARK.findall(entry.msgstr))
    if theirs == ours:
        return
    added, lost = sorted(ours - theirs), sorted(theirs - ours)
    if added and (entry.msgctxt in PLAIN or entry.msgctxt == HEADING):
        yield error(
            entry,
            "added-mark",
            _("<%(tag)s> cannot be shown here; the source has none."),
            tag=added[0],
        )
    elif added or lost:
        yield warning(
            entry,
            "different-marks",
            _("The source and the translation differ in <%(tag)s>."),
            tag=(lost or added)[0],
        )
