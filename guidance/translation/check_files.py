"""The checks of PO files alone: without a database, for git hooks and for CI."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guidance.catalog.checks import check
from guidance.catalog.ending import cut_off, ending
from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import parse
from guidance.catalog.syntax import PoSyntaxError
from guidance.findings import Finding, Severity
from guidance.translation.catalog_files import language_of, read_file

SYNTAX = "syntax"


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """A finding and the entry that it is about, None for the file as a whole."""

    finding: Finding
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What the checks say of a file; one that cannot be read has no entries."""

    name: str
    language: str
    entries: int
    found: tuple[CheckedEntry, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(each.finding.severity is severity for each in self.found)

    @property
    def is_readable(self) -> bool:
        return all(each.finding.code != SYNTAX for each in self.found)

    def as_json(self) -> dict[str, Any]:
        """Return the findings as plain data; docs/translators.md shows it."""
        return {
            "file": self.name,
            "locale": self.language,
            "entries": self.entries,
            "errors": self.count(Severity.ERROR),
            "warnings": self.count(Severity.WARNING),
            "findings": [_finding_json(each) for each in self.found],
        }


def check_file(path: Path, language: str | None = None) -> CheckedFile:
    """Return what is wrong with a PO file.

    Raises UploadRefusedError when it is not there, or in no language of the site.
    """
    file = read_file(path)
    try:
        catalog = parse(file.data)
    except PoSyntaxError as error:
        wrong = Finding(
            SYNTAX, Severity.ERROR, error.reason, error.line, dict(error.values)
        )
        return CheckedFile(
            file.name, file.language_hint(language) or "", 0, (CheckedEntry(wrong),)
        )
    chosen = language_of(file.name, catalog, language, file.folder)
    return CheckedFile(
        file.name, chosen, len(catalog.entries), _findings(catalog, chosen)
    )


def _findings(catalog: Catalog, language: str) -> tuple[CheckedEntry, ...]:
    found = tuple(
        CheckedEntry(_weighed(finding, entry), entry)
        for entry in catalog.entries
        if not entry.obsolete
        for finding in check(entry, language)
    )
    end = ending(catalog)
    if end is None or not end.entry.msgstr:
        return found
    of_last = [each.finding for each in found if each.entry is end.entry]
    cut = cut_off(end, (), of_last)
    if cut is None:
        return found
    # An upload takes it if it says what is stored; nobody knows that here.
    return (*found, CheckedEntry(replace(cut, severity=Severity.WARNING), end.entry))


def _weighed(finding: Finding, entry: Entry) -> Finding:
    # Fuzzy texts may be half done, and are never published.
    if entry.fuzzy and finding.severity is Severity.ERROR:
        return replace(finding, severity=Severity.WARNING)
    return finding


def _finding_json(found: CheckedEntry) -> dict[str, Any]:
    finding, entry = found.finding, found.entry
    return {
        "line": finding.line,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": str(finding),
        "msgctxt": entry.msgctxt if entry else "",
        "msgid": entry.msgid if entry else "",
    }
