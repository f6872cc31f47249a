"""What an import would do, as data: one decision per document.

The shell gathers (``importers.pages``), this module decides, the shell applies.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guidance.findings import Finding, Severity, gettext_noop
from guidance.segments.adopt import adopt_ids
from guidance.segments.stream import Stream
from guidance.text.shorten import shorten
from importers.merge import Conflict, merge, same_content
from importers.page_blocks import same_reading

_SHOWN = 80


class Action(StrEnum):
    """What happens to a document; the counts of the report go by these names."""

    QUESTION = "question"
    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    KEEP = "keep"
    CONFLICT = "conflict"
    HELD = "held"
    SKIP = "skip"
    REJECT = "reject"


class Barrier(StrEnum):
    """Why the live page must stay as it is."""

    UNPUBLISHED_CHANGES = "unpublished-changes"
    NOT_LIVE = "not-live"
    LOCKED = "locked"
    IN_MODERATION = "in-moderation"
    SCHEDULED = "scheduled"


BARRIER_MESSAGES: Mapping[Barrier, str] = {
    Barrier.UNPUBLISHED_CHANGES: gettext_noop(
        "The page has changes that an editor has not published; the new text went "
        "into the draft. Publish it in the editor."
    ),
    Barrier.NOT_LIVE: gettext_noop(
        "The page is not published; the new text went into the draft."
    ),
    Barrier.LOCKED: gettext_noop(
        "The page is locked; the new text went into the draft."
    ),
    Barrier.IN_MODERATION: gettext_noop(
        "The page is in moderation; the new text went into the draft."
    ),
    Barrier.SCHEDULED: gettext_noop(
        "The page has a publication date; the new text went into the draft."
    ),
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a document says now."""

    title: str
    stream: Stream


@dataclass(frozen=True, slots=True)
class Base:
    """What the document said at its last import."""

    title: str
    stream: Stream


@dataclass(frozen=True, slots=True)
class Current:
    """What the editors have: the draft's body and what stands in the way of it.

    ``retired`` says that an import unpublished the page, so that an import may publish
    it again.
    """

    stream: Stream
    barrier: Barrier | None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one document.

    ``stream`` None writes no page, ``title`` None leaves the choice's text, ``settled``
    False keeps the old base, so that the next import asks the same question again.
    """

    action: Action
    title: str | None = None
    stream: Stream | None = None
    base: Stream | None = None
    publish: bool = False
    settled: bool = True
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asked for."""

    draft: bool = False
    restore: bool = False


def decide(
    incoming: Incoming,
    base: Base | None,
    current: Current | None,
    choice_text: str | None,
    options: Options,
) -> Decision:
    """Return what to do with a document whose key is valid and its own.

    ``choice_text`` is the choice's text in the source language, None when there is no
    such choice yet.
    """
    title, title_findings = _decide_title(incoming.title, base, choice_text)
    decision = _decide_page(incoming.stream, base, current, options)
    if decision.action is Action.KEEP and title is not None:
        decision = replace(decision, action=Action.UPDATE)
    if title_findings:
        decision = replace(decision, action=Action.CONFLICT, settled=False)
    return replace(
        decision, title=title, findings=(*title_findings, *decision.findings)
    )


def decide_question(new: str, base: Base | None, text: str | None) -> Decision:
    """Return what to do with a question file."""
    title, findings = _decide_title(new, base, text)
    if findings:
        return Decision(Action.CONFLICT, settled=False, findings=findings)
    return Decision(Action.QUESTION, title=title)


def _decide_title(
    new: str, base: Base | None, current: str | None
) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the title to write (None: leave it) and the conflict, if any."""
    if current in (None, "", new):
        return (None if current == new else new), ()
    if base is not None and current == base.title:
        return new, ()
    if base is not None and new == base.title:
        return None, ()
    conflict = Conflict("title", current or "", new)
    return None, (_conflict_finding(conflict),)


def _decide_page(
    theirs: Stream, base: Base | None, current: Current | None, options: Options
) -> Decision:
    if current is None:
        return _decide_without_page(theirs, base, options)
    if base is None:
        return _decide_without_base(theirs, current)
    theirs = adopt_ids(base.stream, theirs)
    agreed = _agreed(theirs, base, current)
    if agreed is not None:
        return Decision(Action.KEEP, base=agreed)
    merged = merge(base.stream, current.stream, theirs)
    changed = not same_content(merged.stream, current.stream)
    if merged.conflicts:
        return Decision(
            Action.CONFLICT,
            stream=merged.stream if changed else None,
            settled=False,
            findings=tuple(_conflict_finding(each) for each in merged.conflicts),
        )
    if not changed and not current.retired:
        return Decision(Action.KEEP, base=theirs)
    return _decide_merged(merged.stream, theirs, base, current, options)


def _agreed(theirs: Stream, base: Base, current: Current) -> Stream | None:
    """Return the new base when there is nothing to decide."""
    if current.retired:
        return None
    if same_content(theirs, base.stream):
        return theirs
    if same_reading(theirs, current.stream):
        # An export wrote the editor's changes into the file: both say the same now.
        return adopt_ids(current.stream, theirs)
    return None


def _decide_without_page(
    theirs: Stream, base: Base | None, options: Options
) -> Decision:
    if base is not None and not options.restore:
        finding = Finding(
            "deleted-page",
            Severity.WARNING,
            gettext_noop(
                "Somebody deleted this page, so it stays deleted. Use --restore to "
                "make it again."
            ),
        )
        return Decision(Action.HELD, settled=False, findings=(finding,))
    return Decision(
        Action.CREATE, stream=theirs, base=theirs, publish=not options.draft
    )


def _decide_without_base(theirs: Stream, current: Current) -> Decision:
    """Decide about a page that no import made."""
    if same_content(theirs, current.stream):
        return Decision(Action.KEEP, base=current.stream)
    finding = Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "An editor made this page and it says something else; it stays as it is. "
            "Make both equal, or delete the page."
        ),
    )
    return Decision(Action.CONFLICT, settled=False, findings=(finding,))


def _decide_merged(
    merged: Stream, theirs: Stream, base: Base, current: Current, options: Options
) -> Decision:
    """Decide whether a change that could be taken also goes live."""
    edited = not same_content(current.stream, base.stream)
    pure = same_content(merged, theirs)
    if current.barrier is None and pure and not options.draft:
        action = Action.MERGE if edited else Action.UPDATE
        return Decision(action, stream=merged, base=theirs, publish=True)
    return Decision(
        Action.HELD,
        stream=merged,
        base=theirs,
        findings=(_held_finding(current.barrier, pure=pure),),
    )


def _held_finding(barrier: Barrier | None, *, pure: bool) -> Finding:
    if barrier is not None:
        return Finding(barrier.value, Severity.WARNING, BARRIER_MESSAGES[barrier])
    if not pure:
        return Finding(
            "edited-page",
            Severity.WARNING,
            gettext_noop(
                "An editor changed this page; the new text was merged into a draft. "
                "Look at it and publish it."
            ),
        )
    return Finding(
        "draft-only",
        Severity.INFO,
        gettext_noop("Written as a draft, because --draft was given."),
    )


def _conflict_finding(conflict: Conflict) -> Finding:
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "Changed by an editor and in the file: “%(ours)s” stays, the file says "
            "“%(theirs)s”."
        ),
        values={
            "ours": shorten(conflict.ours or "—", _SHOWN),
            "theirs": shorten(conflict.theirs or "—", _SHOWN),
        },
    )


# ---- the report


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One row of the report; ``page`` and ``revision`` are what the import wrote."""

    path: str
    action: Action
    question: int | None
    choice: int | None
    findings: tuple[Finding, ...] = ()
    page: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a dry run would make of one document: its page before and after.

    Both sides are equal when nothing would be written.
    """

    number: int
    row: DocumentReport
    before: Incoming
    after: Incoming
    publish: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A document of this source that is no longer there."""

    path: str
    question: int
    choice: int


@dataclass(frozen=True, slots=True)
class Report:
    """All of it: the table and the JSON show the same.

    ``notes`` are (path, finding) about things that are no documents.
    """

    documents: tuple[DocumentReport, ...]
    gone: tuple[Gone, ...] = ()
    retired: bool = False
    notes: tuple[tuple[str, Finding], ...] = ()

    def counts(self) -> dict[str, int]:
        """Return the counts; ``seen`` is the sum of the nine actions."""
        actions = Counter(document.action for document in self.documents)
        warnings = sum(
            finding.severity is Severity.WARNING
            for document in self.documents
            for finding in document.findings
        )
        return {
            "seen": len(self.documents),
            **{action.value: actions[action] for action in Action},
            "retire": len(self.gone) if self.retired else 0,
            "warnings": warnings
            + len(self.notes)
            + (0 if self.retired else len(self.gone)),
        }

    def failed(self) -> bool:
        """Whether a document was rejected or is in conflict: exit status 1."""
        return any(
            document.action in (Action.REJECT, Action.CONFLICT)
            for document in self.documents
        )


def claimants(
    keys: Iterable[tuple[str, tuple[int, int]]],
) -> dict[tuple[int, int], Sequence[str]]:
    """Return the keys that more than one document claims, with their paths."""
    paths: dict[tuple[int, int], list[str]] = {}
    for path, key in keys:
        paths.setdefault(key, []).append(path)
    return {key: found for key, found in paths.items() if len(found) > 1}


def duplicate_finding(key: tuple[int, int], paths: Sequence[str]) -> Finding:
    """Return the one error that names every file that claims a key."""
    question, choice = key
    label = f"{question}.{choice}" if choice else f"{question}"
    return Finding(
        "duplicate-id",
        Severity.ERROR,
        gettext_noop(
            "%(key)s is claimed by %(paths)s; none of them was imported. Give each "
            "its own question_id and choice_id."
        ),
        values={"key": label, "paths": ", ".join(sorted(paths))},
    )
