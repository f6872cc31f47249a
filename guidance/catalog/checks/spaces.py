"""Spaces and line ends at both edges, where texts are joined to what stands around them."""

from collections.abc import Iterator

from guidance.catalog.checks.report import error, warning
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    if not (_has_edge(entry.msgid) or _has_edge(entry.msgstr) or "\n" in entry.msgstr):
        return
    theirs, ours = _edges(entry.msgid), _edges(entry.msgstr)
    for before, after in zip(theirs, ours, strict=True):
        if ("\n" in before) != ("\n" in after):
            yield error(
                entry,
                "edge-newline",
                _(
                    "Source and translation both begin, or both end, with a line end, or none."
                ),
            )
            return
    if [bool(edge) for edge in theirs] != [bool(edge) for edge in ours]:
        yield warning(
            entry,
            "edge-space",
            _(
                "Source and translation differ in the space at the beginning or the end."
            ),
        )
    if "\n" in entry.msgstr.strip() and "\n" not in entry.msgid.strip():
        yield warning(
            entry,
            "line-end",
            _("A line end is shown as a space; write <br/> for a new line."),
        )


def _edges(text: str) -> tuple[str, str]:
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return start, end


def _has_edge(text: str) -> bool:
    return text[:1].isspace() or text[-1:].isspace()
