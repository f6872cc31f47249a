"""What an uploaded PO file changes, decided before anything is stored.

Nothing that somebody wrote is overwritten without being listed: a value that was there
before changes nothing, and where both sides changed the stored value stays.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guidance.catalog.checks import check, has_error
from guidance.catalog.checks.turkish import COPY
from guidance.catalog.context import LINK
from guidance.catalog.ending import Ending, cut_off
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Use, is_prefilled
from guidance.findings import Finding, Severity
from guidance.findings import gettext_noop as _
from guidance.text.address import host


class Outcome(StrEnum):
    """What becomes of an entry. Only ``WRITTEN`` ones change a translation."""

    NEW = "new"
    CHANGED = "changed"
    # Stored, and not published before somebody has looked at it.
    FUZZY = "fuzzy"
    SAME = "same"
    EMPTY = "empty"
    # Equal to what the translation said before: somebody worked on an old file.
    STALE = "stale"
    # The stored translation changed meanwhile; the uploaded one is a proposal.
    CONFLICT = "conflict"
    REJECTED = "rejected"
    # The source says something else now: kept, and offered as fuzzy for the new text.
    OUTDATED = "outdated"
    # No page has this message.
    UNKNOWN = "unknown"
    # The file itself says that it is no longer used.
    OBSOLETE = "obsolete"


WRITTEN = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY, Outcome.OUTDATED})
# The same file again would have no other outcome but these.
SETTLED = frozenset(
    {Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY}
    | {Outcome.SAME, Outcome.EMPTY, Outcome.OBSOLETE}
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of a message in the language of the upload.

    ``older`` are the texts it had before. ``exported`` is the text that the file was
    exported with, ``""`` for none, and None when the file does not say which export it
    comes from; then only a text that an editor wrote (``by_editor``) is protected, and
    any other that it replaces is named. ``exported_fuzzy`` is whether it was fuzzy then.
    ``continued`` says that it is not the export that had this text, but an earlier
    upload of the same work. ``refused`` are the texts that somebody decided against.
    """

    msgstr: str = ""
    fuzzy: bool = False
    older: Collection[str] = ()
    exported: str | None = None
    exported_fuzzy: bool = False
    continued: bool = False
    by_editor: bool = False
    refused: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one entry of the file, and why.

    ``key`` is the stored message that it means, None when there is none.
    """

    entry: Entry
    key: Key | None
    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @property
    def line(self) -> int | None:
        return self.entry.line


def plan_upload(
    entries: Iterable[Entry],
    stored: Mapping[Key, Stored],
    language: str,
    hosts: Collection[str] = (),
    former: Mapping[Key, Stored] | None = None,
    end: Ending | None = None,
) -> tuple[Decision, ...]:
    """Return a decision for each entry of a file, in its order.

    ``stored`` has all messages of the live source, translated or not; ``former`` those
    that it had before. ``hosts`` are the hosts that the source links to: an address
    elsewhere is stored as fuzzy, for review. ``end`` is the entry that the file may have
    broken off in.

    >>> stored = {("", "Evet."): Stored("Yes."), ("", "Hayır."): Stored(),
    ...           ("", "Belki."): Stored("Perhaps.", older={"Maybe."})}
    >>> entries = [Entry(msgid="Evet.", msgstr="Yes."), Entry(msgid="Hayır.", msgstr="No."),
    ...            Entry(msgid="Belki.", msgstr="Maybe."), Entry(msgid="Yok.", msgstr="None.")]
    >>> [str(decision.outcome) for decision in plan_upload(entries, stored, "en")]
    ['same', 'new', 'stale', 'unknown']
    """
    entries, former = tuple(entries), former or {}
    decisions = []
    for entry, key in zip(entries, _identities(entries, stored), strict=True):
        outcome = _without_text(entry, key)
        if key is not None and outcome is None:
            case = _Case(entry, key, stored[key], hosts, end)
            decisions.append(_decide(case, language))
        elif outcome is Outcome.UNKNOWN and entry.key in former:
            case = _Case(entry, entry.key, former[entry.key], hosts, end)
            decisions.append(_decide_former(case, language))
        else:
            decisions.append(Decision(entry, key, outcome or Outcome.UNKNOWN))
    return tuple(decisions)


def linked_hosts(uses: Iterable[Use]) -> set[str]:
    """Return the hosts that the source links to."""
    return {host(use.msgid) for use in uses if use.msgctxt == LINK}


def _identities(
    entries: Iterable[Entry], stored: Mapping[Key, Stored]
) -> Iterator[Key | None]:
    """Yield the stored message that each entry means.

    A text whose context is unknown means the one without context, unless the file has
    that as well: tools lose contexts, and contexts change. A text without context means
    the only one that there is.
    """
    entries = tuple(entries)
    taken = {entry.key for entry in entries if not entry.obsolete}
    contexts = _contexts(entries, stored)
    for entry in entries:
        key, shared = entry.key, ("", entry.msgid)
        if key in stored:
            yield key
        elif shared in stored and shared not in taken:
            taken.add(shared)
            yield shared
        elif not entry.msgctxt and len(contexts.get(entry.msgid, ())) == 1:
            (only,) = contexts[entry.msgid]
            yield None if only in taken else only
        else:
            yield None


def _contexts(
    entries: Iterable[Entry], stored: Mapping[Key, Stored]
) -> Mapping[str, Sequence[Key]]:
    """Return the stored messages of each text that has lost its context."""
    lost = {
        entry.msgid
        for entry in entries
        if not entry.msgctxt and entry.key not in stored
    }
    found: dict[str, list[Key]] = {}
    if lost:
        for key in stored:
            if key[1] in lost:
                found.setdefault(key[1], []).append(key)
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """An entry with text, and what is stored of its message."""

    entry: Entry
    key: Key
    stored: Stored
    hosts: Collection[str]
    end: Ending | None = None

    @property
    def is_same(self) -> bool:
        if self.entry.msgstr == self.stored.msgstr:
            return self.stored.fuzzy == self.needs_review
        return not self.stored.msgstr and is_prefilled(self.key, self.entry.msgstr)

    @property
    def is_refused(self) -> bool:
        """Whether it is an address that has to be looked at, and somebody did already."""
        return self._is_held and self.entry.msgstr in self.stored.refused

    @property
    def is_stale(self) -> bool:
        text, stored = self.entry.msgstr, self.stored
        if text == stored.msgstr:
            return self._is_old_mark
        if not stored.msgstr:
            # Somebody took it back since the export: an undone upload, a refused address.
            return text == stored.exported
        if is_prefilled(self.key, text):
            # What every file says that is older than the translation of the address.
            # Only where the export had that translation did somebody remove it.
            return stored.exported != stored.msgstr or stored.continued
        if text == stored.exported:
            return True
        # Who had the present text before them goes back to an old one on purpose.
        return text in stored.older and stored.exported != stored.msgstr

    @property
    def _is_old_mark(self) -> bool:
        """Whether the file and what is stored differ in the mark, and the file's is older."""
        stored = self.stored
        if stored.exported is None:
            # Marked fuzzy in the file, and perhaps meanwhile looked at here.
            return self.entry.fuzzy
        is_as_exported = stored.exported == stored.msgstr and not stored.exported_fuzzy
        return self.entry.fuzzy != is_as_exported

    @property
    def is_conflict(self) -> bool:
        stored = self.stored
        if not stored.msgstr or stored.msgstr == self.entry.msgstr:
            return False
        if stored.exported is None:
            # What can be published gives way to nothing that cannot.
            return not stored.fuzzy and (self.needs_review or stored.by_editor)
        if stored.exported != stored.msgstr:
            return True
        if stored.fuzzy:
            return False
        # Nobody changed the text since. Somebody may have looked at it, and an address
        # that has to be looked at may not take the place of one that works.
        return stored.exported_fuzzy if self.entry.fuzzy else self._is_held

    @property
    def is_unsure(self) -> bool:
        """Whether nobody can tell if the sender of the file knew the stored text."""
        stored = self.stored
        is_other = self.entry.msgstr != stored.msgstr
        return is_other and not stored.fuzzy and stored.exported is None

    def is_undone_by_copy(self, findings: tuple[Finding, ...]) -> bool:
        """Whether the source stands in place of a translation that the file may not know.

        ``msgen`` writes such files, and *copy from the source* in many programs.
        """
        is_copy = any(each.code == COPY for each in findings)
        return is_copy and bool(self.stored.msgstr) and self.is_unsure

    def cut_off(self, findings: tuple[Finding, ...]) -> Finding | None:
        """Return what to say if the file breaks off in this entry."""
        if self.end is None or self.end.entry is not self.entry:
            return None
        past = (self.stored.msgstr, self.stored.exported or "", *self.stored.older)
        return cut_off(self.end, past, findings)

    @property
    def needs_review(self) -> bool:
        return self.entry.fuzzy or self._is_held

    @property
    def _is_held(self) -> bool:
        """Whether it is an address on a host that neither source nor reviewer knows."""
        if self.key[0] != LINK:
            return False
        known = {*self.hosts, host(self.key[1])}
        if self.stored.msgstr and not self.stored.fuzzy:
            known.add(host(self.stored.msgstr))
        return host(self.entry.msgstr) not in known


def _without_text(entry: Entry, key: Key | None) -> Outcome | None:
    """Return what becomes of an entry that has nothing to store; None for all else."""
    if entry.obsolete:
        return Outcome.OBSOLETE
    if key is None or entry.msgid_plural:
        return Outcome.UNKNOWN
    return None if entry.msgstr else Outcome.EMPTY


def _decide(case: _Case, language: str) -> Decision:
    if case.is_same:
        return Decision(case.entry, case.key, Outcome.SAME)
    if case.is_refused:
        return Decision(case.entry, case.key, Outcome.STALE, (_refused(case),))
    if case.is_stale:
        return Decision(case.entry, case.key, Outcome.STALE)
    entry = case.entry
    if entry.msgctxt != case.key[0]:
        # The file may have another context than the message that it means.
        entry = replace(entry, msgctxt=case.key[0])
    findings = check(entry, language)
    cut = case.cut_off(findings)
    if cut is not None:
        # Not even as a fuzzy text: what was there is whole.
        return Decision(case.entry, case.key, Outcome.REJECTED, (*findings, cut))
    outcome = _outcome(case, findings)
    if outcome is Outcome.CHANGED and case.is_unsure:
        findings = (*findings, _replaced(case))
    if case.key[0] and not case.entry.msgctxt:
        findings = (*findings, _context_lost(case))
    return Decision(case.entry, case.key, outcome, findings)


def _replaced(case: _Case) -> Finding:
    return Finding(
        "replaced",
        Severity.WARNING,
        _(
            "It takes the place of “%(stored)s”; the file does not say which export it "
            "comes from."
        ),
        case.entry.line,
        {"stored": case.stored.msgstr},
    )


def _refused(case: _Case) -> Finding:
    return Finding(
        "refused-address",
        Severity.INFO,
        _("Somebody has looked at this address and refused it; it stays refused."),
        case.entry.line,
    )


def _context_lost(case: _Case) -> Finding:
    return Finding(
        "lost-context",
        Severity.WARNING,
        _(
            "The file has lost the context; it is taken for the only one, “%(context)s”."
        ),
        case.entry.line,
        {"context": case.key[0]},
    )


def _decide_former(case: _Case, language: str) -> Decision:
    """Decide about the translation of a text that no page has any more."""
    if case.entry.msgstr and not case.needs_review and not case.entry.msgid_plural:
        decision = _decide(case, language)
        if decision.outcome in {Outcome.NEW, Outcome.CHANGED}:
            return replace(decision, outcome=Outcome.OUTDATED)
    return Decision(case.entry, None, Outcome.UNKNOWN)


def _outcome(case: _Case, findings: tuple[Finding, ...]) -> Outcome:
    # A fuzzy text may be half done: what is wrong with it is only reported.
    if has_error(findings) and not case.entry.fuzzy:
        return Outcome.REJECTED
    if case.is_conflict or case.is_undone_by_copy(findings):
        return Outcome.CONFLICT
    if case.needs_review:
        return Outcome.FUZZY
    return Outcome.CHANGED if case.stored.msgstr else Outcome.NEW
