"""The plan of an upload as rows, and the digest that tells one plan from another."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from importers.diff import Change, Side, changes
from importers.document_report import DocumentReport, Report
from importers.models import ImportRun, PlannedDocument
from importers.plan import Incoming
from importers.preview import Preview
from importers.report import finding_as_row

# Of one document; who wants to read more of it opens the page afterwards.
_MOST_LETTERS = 20_000


class PlanDigest:
    """Collects previews; equal digests mean that the same would be written.

    What a page says before and after is part of it, so that a plan is another one as
    soon as somebody edits a page that it changes.
    """

    def __init__(self) -> None:
        self._sides: dict[int, str] = {}

    def show(self, preview: Preview) -> None:
        sides = [[side.title, side.stream] for side in (preview.before, preview.after)]
        self._sides[preview.number] = _digest([*sides, preview.publish])

    def digest(self, report: Report) -> str:
        """Return the digest of the whole plan (SHA-256, hex)."""
        rows = [
            [row.path, row.action, row.question, row.choice, self._sides.get(number)]
            for number, row in enumerate(report.documents)
        ]
        return _digest([rows, [gone.path for gone in report.gone], report.retired])


class PlanRows(PlanDigest):
    """The same, and keeps the rows for the page that shows the plan."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self._run = run
        self._new: list[PlannedDocument] = []
        self._written: set[int] = set()

    def show(self, preview: Preview) -> None:
        super().show(preview)
        changed = changes(_side(preview.before), _side(preview.after))
        self._add(preview.number, preview.row, list(_as_data(changed)))

    def write(self) -> None:
        """Write what has come since the last call."""
        PlannedDocument.objects.bulk_create(self._new)
        self._new = []

    def write_rest(self, report: Report) -> None:
        """Write the documents of which there is nothing to show: kept, refused."""
        for number, row in enumerate(report.documents):
            if number not in self._written:
                self._add(number, row, [])
        self.write()

    def _add(self, number: int, row: DocumentReport, changed: list[Any]) -> None:
        self._written.add(number)
        self._new.append(
            PlannedDocument(
                run=self._run,
                number=number,
                path=row.path,
                action=row.action.value,
                question=row.question,
                choice=row.choice,
                findings=[finding_as_row(each) for each in row.findings],
                changes=changed,
            )
        )


def _side(page: Incoming) -> Side:
    return Side(page.title, page.stream)


def _as_data(changed: Iterable[Change]) -> Iterable[dict[str, Any]]:
    """Yield the changes as plain data, up to a length; then how many are left out."""
    room = _MOST_LETTERS
    left_out = 0
    for change in changed:
        length = sum(len(run.text) for run in change.runs)
        if length > room:
            left_out += 1
            continue
        room -= length
        yield {
            "kind": change.kind,
            "fate": change.fate.value,
            "skipped": change.skipped,
            "runs": [[run.op.value, run.text] for run in change.runs],
        }
    if left_out:
        yield {"left_out": left_out}


def _digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
