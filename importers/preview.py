"""What a dry run shows of one document."""

from dataclasses import dataclass

from importers.document_report import DocumentReport
from importers.plan import Incoming


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would make of one document: its page before and after.

    Both sides are equal when nothing would be written.
    """

    number: int
    row: DocumentReport
    before: Incoming
    after: Incoming
    publish: bool
