"""The catalogue of edge cases, as data: each case is a file and what to expect of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guidance.findings import Severity
from importers.markdown.reading import Reading, Rejected, Skipped, SourceText

CORPUS = Path(__file__).parents[2] / "corpus"
EDGE_CASES = CORPUS / "edge-cases"

_READINGS: dict[str, type[Reading]] = {
    "import": SourceText,
    "import+warn": SourceText,
    "reject": Rejected,
    "skip": Skipped,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One row: ``outcome`` is import, import+warn, reject, skip or either."""

    id: str
    file: str
    outcome: str
    codes: frozenset[str]
    expect: str

    @property
    def data(self) -> bytes:
        return (EDGE_CASES / self.file).read_bytes()

    @property
    def is_open(self) -> bool:
        """Whether the catalogue leaves the choice to us, if it is documented."""
        return self.outcome == "either" or "or aliases refused" in self.expect


def cases(folder: str) -> tuple[Case, ...]:
    """Return the cases whose files are in a folder of the catalogue."""
    rows = json.loads((EDGE_CASES / "expected.json").read_text(encoding="utf-8"))
    return tuple(
        Case(
            row["id"],
            row["file"],
            row["outcome"],
            frozenset(row["codes"]),
            row["expect"],
        )
        for row in rows
        if row["file"].startswith(f"{folder}/")
    )


def codes(reading: Reading) -> frozenset[str]:
    """Return the codes of everything that a reading reports."""
    return frozenset(finding.code for finding in reading.findings)


def disagreements(case: Case, reading: Reading) -> list[str]:
    """Return where a reading differs from its row, in words; nothing when it agrees."""
    found = []
    if type(reading) is not _READINGS[case.outcome]:
        found.append(f"{case.outcome} became {type(reading).__name__}")
    if codes(reading) != case.codes:
        found.append(f"{sorted(case.codes)} became {sorted(codes(reading))}")
    errors = any(finding.severity is Severity.ERROR for finding in reading.findings)
    if errors != isinstance(reading, Rejected):
        found.append("a file is rejected for an error, and for nothing else")
    found += _misplaced(case.data.count(b"\n") + 1, reading)
    return found


def _misplaced(line_count: int, reading: Reading) -> Iterable[str]:
    for finding in reading.findings:
        if finding.line is not None and not 1 <= finding.line <= line_count:
            yield f"{finding.code} is in line {finding.line} of {line_count}"
