"""What a plan has to say about a document, as findings."""

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.shorten import shorten
from importers.barrier import BARRIER_MESSAGES, Barrier
from importers.merge.outcome import Conflict

_SHOWN = 80


def deleted_finding() -> Finding:
    """Return the finding about a page that somebody deleted."""
    return Finding(
        "deleted-page",
        Severity.WARNING,
        gettext_noop(
            "Somebody deleted this page, so it stays deleted. Use --restore to "
            "make it again."
        ),
    )


def deleted_question_finding() -> Finding:
    """Return the finding about a question that somebody deleted."""
    return Finding(
        "deleted-question",
        Severity.WARNING,
        gettext_noop(
            "Somebody deleted this question, so it stays deleted. Use --restore to "
            "make it again."
        ),
    )


def foreign_finding() -> Finding:
    """Return the finding about a page that no import made."""
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "An editor made this page and it says something else; it stays as it is. "
            "Decide in the page's editor whose text it shall be."
        ),
    )


def page_refused_finding(reason: str) -> Finding:
    """Return the finding about a page with something in it that cannot be stored."""
    return Finding(
        "page-refused",
        Severity.ERROR,
        gettext_noop(
            "The page cannot be stored (%(reason)s), so nothing of this file was taken. "
            "Correct that in the page's editor, save it and import again."
        ),
        values={"reason": reason},
    )


def held_finding(barrier: Barrier | None, *, pure: bool) -> Finding:
    """Return why a change went into a draft; ``pure`` when it is nothing but the source."""
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


def title_held_finding(ours: str, theirs: str, line: int | None) -> Finding:
    """Return the finding about a text of the questionnaire that has to wait."""
    return Finding(
        "title-held",
        Severity.WARNING,
        gettext_noop(
            "The file has another title: “%(theirs)s”. Titles have no draft, so "
            "“%(ours)s” stays until an import may publish; every import asks again."
        ),
        line,
        _shown(ours, theirs),
    )


def conflict_finding(conflict: Conflict, line: int | None) -> Finding:
    """Return the finding about a place of a page that both sides changed."""
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "Changed by an editor and in the file: “%(ours)s” stays, the file says "
            "“%(theirs)s”. Decide in the page's editor whose text it shall be."
        ),
        line,
        _shown(conflict.ours, conflict.theirs),
    )


def question_conflict_finding(conflict: Conflict, line: int | None) -> Finding:
    """Return the finding about a question that both sides changed; it has no page."""
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "Changed by an editor and in the file: “%(ours)s” stays, the file says "
            "“%(theirs)s”. Decide in the question's form whose text it shall be."
        ),
        line,
        _shown(conflict.ours, conflict.theirs),
    )


def _shown(ours: str, theirs: str) -> dict[str, str]:
    return {
        "ours": shorten(ours or "—", _SHOWN),
        "theirs": shorten(theirs or "—", _SHOWN),
    }
