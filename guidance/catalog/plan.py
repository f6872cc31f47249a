"""What an uploaded PO file changes, decided before anything is stored.

Nothing that somebody wrote is overwritten without being listed: a value that was there
before changes nothing, and where both sides changed the stored value stays.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guidance.catalog.checks import check, has_error
from guidance.catalog.checks.link import host
from guidance.catalog.context import LINK
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import is_prefilled
from guidance.findings import Finding, Severity
from guidance.findings import gettext_noop as _


class Outcome(StrEnum):
    """What becomes of an entry. Only the first three write anything."""

    NEW = "new"
    CHANGED = "changed"
    FUZZY = "fuzzy"
    SAME = "same"
    EMPTY = "empty"
    # Equal to what the translation said before: somebody worked on an old file.
    STALE = "stale"
    # The stored translation changed meanwhile; the uploaded one is a proposal.
    CONFLICT = "conflict"
    REJECTED = "rejected"
    # No page has this message.
    UNKNOWN = "unknown"
    # The file itself says that it is no longer used.
    OBSOLETE = "obsolete"


WRITTEN = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY})


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of a message in the language of the upload.

    ``older`` are the texts it had before. ``exported`` is the text that the file was
    exported with, ``""`` for none, and None when the file does not say which export it
    comes from; then only a text that an editor wrote (``by_editor``) is protected.
    """

    msgstr: str = ""
    fuzzy: bool = False
    older: Collection[str] = ()
    exported: str | None = None
    by_editor: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one entry of the file, and why.

    ``key`` is the stored message it means, None when there is none. With ``fuzzy`` the
    translation is stored, and never published until somebody has looked at it.
    """

    entry: Entry
    key: Key | None
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    fuzzy: bool = False

    @property
    def line(self) -> int | None:
        return self.entry.line


def plan_upload(
    entries: Iterable[Entry],
    stored: Mapping[Key, Stored],
    language: str,
    hosts: Collection[str] = (),
) -> tuple[Decision, ...]:
    """Return a decision for each entry of a file, in its order.

    ``stored`` has all messages of the live source, translated or not. ``hosts`` are the
    hosts that the source links to: an address elsewhere is stored as fuzzy, for review.

    >>> stored = {("", "Evet."): Stored("Yes."), ("", "Hayır."): Stored(),
    ...           ("", "Belki."): Stored("Perhaps.", older={"Maybe."})}
    >>> entries = [Entry(msgid="Evet.", msgstr="Yes."), Entry(msgid="Hayır.", msgstr="No."),
    ...            Entry(msgid="Belki.", msgstr="Maybe."), Entry(msgid="Yok.", msgstr="None.")]
    >>> [str(decision.outcome) for decision in plan_upload(entries, stored, "en")]
    ['same', 'new', 'stale', 'unknown']
    """
    entries = tuple(entries)
    named = {entry.key for entry in entries}
    return tuple(
        _decide(entry, _identity(entry, stored, named), stored, language, hosts)
        for entry in entries
    )
