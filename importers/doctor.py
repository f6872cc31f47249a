"""What must be true of the documents that imports remember."""

from collections.abc import Iterator

from guidance.doctor.check import Check, Problem
from guidance.doctor.content import fault_of
from importers.models import SourceDocument

_CHUNK = 200


def unusable_bases() -> Iterator[Problem]:
    """Find documents whose remembered body no merge could use."""
    rows = SourceDocument.objects.values_list("pk", "path", "stream")
    for pk, path, stream in rows.iterator(chunk_size=_CHUNK):
        fault = fault_of(stream)
        if fault is not None:
            yield Problem(f"document {pk} ({path})", fault)


CHECKS = (
    Check(
        "document-base",
        "Delete the row and import the document again; the page then counts as one that "
        "an editor made.",
        unusable_bases,
    ),
)
