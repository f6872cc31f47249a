"""What an import would do, as data: one decision per document.

The shell gathers (``importers.state``), this module decides, the shell applies.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from guidance.findings import Finding
from guidance.segments.adopt import adopt_ids
from guidance.segments.stream import Stream
from importers.action import Action
from importers.barrier import Barrier
from importers.known_pictures import keep_known_pictures
from importers.merge.outcome import Conflict
from importers.merge.page import BODY, Merged, merge, same_content
from importers.merge.words import merge_text
from importers.page_blocks import same_reading
from importers.plan_findings import (
    conflict_finding,
    deleted_finding,
    deleted_question_finding,
    foreign_finding,
    held_finding,
    question_conflict_finding,
    title_held_finding,
)
from importers.plan_lines import Lines, first_change

TITLE = "title"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a document says now, and on which lines."""

    title: str
    stream: Stream
    lines: Lines = field(default_factory=Lines)


@dataclass(frozen=True, slots=True)
class Base:
    """What the next merge compares with: what the document said when both agreed.

    That is its last import; where a conflict is open it is the import before. A part
    that is None was never agreed upon.
    """

    title: str | None
    stream: Stream | None


@dataclass(frozen=True, slots=True)
class Current:
    """What the editors have: the draft's body and what stands in the way of it.

    ``retired`` says that an import unpublished the page, and that it is still off, so
    that an import may publish it again. ``hides_draft`` says that its draft has
    something that was never live.
    """

    stream: Stream
    barrier: Barrier | None
    retired: bool = False
    hides_draft: bool = False

    def holds_back(self) -> Barrier | None:
        """Return why nothing may go live now."""
        if self.barrier is not Barrier.NOT_LIVE or not self.retired:
            return self.barrier
        return Barrier.UNPUBLISHED_CHANGES if self.hides_draft else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one document.

    ``stream`` None writes no page, ``title`` None leaves the choice's text. ``source``
    is what the document says under the ids of its page, None when nothing about it is
    to be remembered. While there are ``conflicts``, ``base`` is for the next merge.
    """

    action: Action
    title: str | None = None
    stream: Stream | None = None
    source: Stream | None = None
    publish: bool = False
    conflicts: tuple[Conflict, ...] = ()
    base: Base | None = None
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
    decision = _decide_page(incoming, base, current, options)
    title = decide_title(incoming.title, base, choice_text)
    if choice_text and _holds_title(decision, current, options):
        title = _held_back(title, base, choice_text, incoming)
    if decision.source is None:
        # The page was deleted, and nothing remembers a conflict. A choice that is there
        # gets its text; one that is not was deleted too.
        return replace(decision, title=None if choice_text is None else title.text)
    line = incoming.lines.title
    return _with_title(decision, title, line, is_new=current is None)


def decide_question(
    incoming: Incoming, base: Base | None, text: str | None, options: Options
) -> Decision:
    """Return what to do with a question file; ``text`` None says there is none yet."""
    was_there = base is not None and base.title is not None
    if text is None and was_there and not options.restore:
        return Decision(Action.HELD, findings=(deleted_question_finding(),))
    title = decide_title(incoming.title, base, text)
    if text and options.draft:
        title = _held_back(title, base, text, incoming)
    if title.held is not None:
        return Decision(
            Action.HELD,
            source=[],
            base=Base(title.base, []),
            findings=(title.held,),
        )
    if title.conflict is not None:
        return Decision(
            Action.CONFLICT,
            source=[],
            conflicts=(title.conflict,),
            base=Base(title.base, []),
            findings=(question_conflict_finding(title.conflict, incoming.lines.title),),
        )
    return Decision(Action.QUESTION, title=title.text, source=[])


# ---- the text of the choice or question


@dataclass(frozen=True, slots=True)
class Title:
    """The text to write (None: leave it), and the base of the next merge.

    If it is ``held``, the text would have been written and has to wait, for the reason
    that the finding says.
    """

    text: str | None
    base: str | None
    conflict: Conflict | None = None
    is_merged: bool = False
    held: Finding | None = None


def decide_title(new: str, base: Base | None, current: str | None) -> Title:
    """Return what becomes of a text that the questionnaire has, without a draft."""
    before = base.title if base is not None else None
    if current in (None, "", new):
        return Title(None if current == new else new, new)
    if current == before:
        return Title(new, new)
    if new == before:
        return Title(None, new)
    merged = None if before is None else merge_text(before, current or "", new)
    if merged is not None:
        return Title(merged, new, is_merged=True)
    conflict = Conflict(TITLE, before or "", current or "", new)
    return Title(None, before, conflict)


def _holds_title(decision: Decision, current: Current | None, options: Options) -> bool:
    """Whether readers go on to see the text they see now, as they do with the page."""
    if current is None:
        return options.draft
    is_held = decision.action in (Action.HELD, Action.CONFLICT)
    return options.draft or is_held or current.holds_back() is not None


def _held_back(
    title: Title, base: Base | None, shown: str, incoming: Incoming
) -> Title:
    """Return a title that waits: a text that readers see now has no draft."""
    if title.text is None:
        return title
    finding = title_held_finding(shown, incoming.title, incoming.lines.title)
    return Title(None, base.title if base is not None else None, held=finding)


def _with_title(
    decision: Decision, title: Title, line: int | None, *, is_new: bool
) -> Decision:
    if title.conflict is not None:
        stream = decision.base.stream if decision.base is not None else decision.source
        return replace(
            decision,
            action=Action.CONFLICT,
            publish=decision.publish and is_new,
            conflicts=(title.conflict, *decision.conflicts),
            base=Base(title.base, stream),
            findings=(conflict_finding(title.conflict, line), *decision.findings),
        )
    if title.held is not None:
        return _with_held_title(decision, title, title.held)
    action = decision.action
    if action is Action.KEEP and title.text is not None:
        action = Action.MERGE if title.is_merged else Action.UPDATE
    disputed = decision.base
    if disputed is not None:
        disputed = Base(title.base, disputed.stream)
    return replace(decision, action=action, title=title.text, base=disputed)


def _with_held_title(decision: Decision, title: Title, finding: Finding) -> Decision:
    """Remember that the title still waits, so that the next import looks again."""
    stream = decision.base.stream if decision.base is not None else decision.source
    return replace(
        decision,
        action=Action.HELD if decision.action is Action.KEEP else decision.action,
        base=Base(title.base, stream),
        findings=(*decision.findings, finding),
    )


# ---- the page


def _decide_page(
    incoming: Incoming, base: Base | None, current: Current | None, options: Options
) -> Decision:
    theirs = incoming.stream
    if current is None:
        return _decide_without_page(theirs, base, options)
    before = base.stream if base is not None else None
    if before is not None:
        theirs = adopt_ids(before, theirs, counted=True)
        theirs = keep_known_pictures(theirs, before)
        if same_content(theirs, before) and not current.retired:
            return Decision(Action.KEEP, source=theirs)
    if same_reading(theirs, current.stream) and not current.retired:
        # An export wrote the editor's changes into the file: both say the same now.
        return Decision(Action.KEEP, source=adopt_ids(current.stream, theirs))
    merged = merge(before, current.stream, theirs)

    def line_of(place: str) -> int | None:
        return incoming.lines.of(place, incoming.stream, theirs)

    if merged.conflicts:
        return _decide_conflict(merged, theirs, current, line_of)
    decision = _decide_merged(merged, theirs, before, current, options)
    if not decision.findings:
        return decision
    line = line_of(first_change(before or [], theirs))
    located = tuple(replace(each, line=line) for each in decision.findings)
    return replace(decision, findings=located)


def _decide_without_page(
    theirs: Stream, base: Base | None, options: Options
) -> Decision:
    was_there = base is not None and base.stream is not None
    if was_there and not options.restore:
        return Decision(Action.HELD, findings=(deleted_finding(),))
    return Decision(
        Action.CREATE, stream=theirs, source=theirs, publish=not options.draft
    )


def _decide_conflict(
    merged: Merged,
    theirs: Stream,
    current: Current,
    line_of: Callable[[str], int | None],
) -> Decision:
    """Write what could be joined into the draft; the rest waits for an answer."""
    changed = not same_content(merged.stream, current.stream)
    is_foreign = [conflict.place for conflict in merged.conflicts] == [BODY]
    return Decision(
        Action.CONFLICT,
        stream=merged.stream if changed else None,
        source=theirs,
        conflicts=merged.conflicts,
        base=Base(None, merged.base),
        findings=(foreign_finding(),)
        if is_foreign
        else tuple(
            conflict_finding(each, line_of(each.place)) for each in merged.conflicts
        ),
    )


def _decide_merged(
    merged: Merged,
    theirs: Stream,
    before: Stream | None,
    current: Current,
    options: Options,
) -> Decision:
    """Decide whether a change that could be taken also goes live."""
    changed = not same_content(merged.stream, current.stream)
    if not changed and not current.retired:
        return Decision(Action.KEEP, source=merged.base)
    edited = before is not None and not same_content(current.stream, before)
    pure = same_content(merged.stream, theirs)
    barrier = current.holds_back()
    if barrier is None and pure and not options.draft:
        return Decision(
            Action.MERGE if edited else Action.UPDATE,
            stream=merged.stream,
            source=merged.base,
            publish=True,
        )
    return Decision(
        Action.HELD,
        stream=merged.stream if changed else None,
        source=merged.base,
        findings=(held_finding(barrier, pure=pure),),
    )
