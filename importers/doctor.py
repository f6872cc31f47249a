"""What must be true of the documents that imports remember."""

from collections.abc import Iterator

from guidance.doctor.check import Check, Problem
from guidance.doctor.content import fault_of
from guidance.models import Choice, Question
from importers.models import SourceDocument

_CHUNK = 200


def documents_without_choice() -> Iterator[Problem]:
    """Find documents whose question or choice is gone."""
    known = {
        (number, 0) for number in Question.objects.values_list("number", flat=True)
    }
    known |= set(Choice.objects.values_list("question__number", "number"))
    rows = SourceDocument.objects.values_list("pk", "path", "question", "choice")
    for pk, path, question, choice in rows.iterator():
        if (question, choice) not in known:
            what = "choice" if choice else "question"
            yield Problem(f"document {pk} ({path})", f"its {what} is gone")


def unusable_bases() -> Iterator[Problem]:
    """Find documents whose remembered body no merge could use."""
    rows = SourceDocument.objects.values_list("pk", "path", "stream")
    for pk, path, stream in rows.iterator(chunk_size=_CHUNK):
        fault = fault_of(stream)
        if fault is not None:
            yield Problem(f"document {pk} ({path})", fault)


CHECKS = (
    Check(
        "document-choice",
        "Import the document again, which makes them; with --restore when somebody "
        "deleted the page or the question.",
        documents_without_choice,
    ),
    Check(
        "document-base",
        "Delete the row and import the document again; the page then counts as one that "
        "an editor made.",
        unusable_bases,
    ),
)
