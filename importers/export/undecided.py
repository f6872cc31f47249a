"""What a file shall say while somebody still has to decide between it and its page. Pure."""

from dataclasses import dataclass

from guidance.findings import Finding, Severity, gettext_noop
from guidance.segments.stream import Stream
from importers.merge.outcome import Answer
from importers.merge.page import merge, same_content
from importers.plan import Base, Incoming, decide_title


@dataclass(frozen=True, slots=True)
class Sayable:
    """What is written into the file, and what there is to say about it."""

    title: str
    stream: Stream
    findings: tuple[Finding, ...] = ()


def sayable(page: Incoming, document: Incoming, agreed: Base) -> Sayable:
    """Return what the page says, and what its document says where that is undecided.

    ``agreed`` is the base of the next merge. A title that waits for an import, and
    conflicts, are left as they are in the document, so that the next import finds them
    again; all else is as the page has it.
    """
    title = decide_title(document.title, agreed, page.title)
    stream, in_dispute = _with_disputes(page.stream, document.stream, agreed.stream)
    findings = []
    if title.conflict is not None or in_dispute:
        findings.append(conflict_finding())
    if title.text is not None:
        findings.append(held_title_finding())
    is_open = title.conflict is not None or title.text is not None
    return Sayable(document.title if is_open else page.title, stream, tuple(findings))


def _with_disputes(
    page: Stream, document: Stream, agreed: Stream | None
) -> tuple[Stream, bool]:
    """Return the page with the document's side of each conflict, and if there is one."""
    if agreed is not None and same_content(agreed, document):
        return page, False
    answers: dict[str, Answer] = {}
    # A conflict may come to light only when another one has been answered.
    while conflicts := merge(agreed, page, document, answers).conflicts:
        answers |= {conflict.place: Answer.TAKE for conflict in conflicts}
    stream = merge(agreed, page, document, answers).stream
    return stream, not same_content(stream, page)


def conflict_finding() -> Finding:
    """Return the finding about places that editor and file both changed."""
    return Finding(
        "conflict",
        Severity.ERROR,
        gettext_noop(
            "An editor and the file changed the same place, and nobody has decided yet: "
            "the file's text was left there. Decide in the page's editor."
        ),
    )


def held_title_finding() -> Finding:
    """Return the finding about a title that no import could write yet."""
    return Finding(
        "held",
        Severity.ERROR,
        gettext_noop(
            "The file's title waits for an import that may publish, so it was left as "
            "it is. Publish the page's draft, then import the file again."
        ),
    )


def held_finding() -> Finding:
    """Return the finding about a document that waits as a draft of its page."""
    return Finding(
        "held",
        Severity.ERROR,
        gettext_noop(
            "The document is newer than the live page: an import wrote it into a draft, "
            "so the document was taken as it is. Publish the draft, or export with "
            "--draft."
        ),
    )
