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


def title_held_finding() -> Finding:
    """Return the finding about a text of the questionnaire that has to wait."""
    return Finding(
        "title-held",
        Severity.WARNING,
        gettext_noop(
            "The file has another title. Titles have no draft, so the old one stays "
            "until an import may publish; every import asks again."
        ),
    )


def conflict_finding(conflict: Conflict) -> Finding:
    """Return the finding about a place that both sides changed."""
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "Changed by an editor and in the file: “%(ours)s” stays, the file says "
            "“%(theirs)s”. Decide in the page's editor whose text it shall be."
        ),
        values={
            "ours": shorten(conflict.ours or "—", _SHOWN),
            "theirs": shorten(conflict.theirs or "—", _SHOWN),
        },
    )
