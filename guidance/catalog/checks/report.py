"""How a check says what it found: one line to make an error, one to make a warning."""

from guidance.catalog.entry import Entry
from guidance.findings import Finding, Severity


def error(entry: Entry, code: str, message: str, **values: object) -> Finding:
    """Return a finding that keeps an entry from being stored."""
    return Finding(code, Severity.ERROR, message, entry.line, values)


def warning(entry: Entry, code: str, message: str, **values: object) -> Finding:
    """Return a finding that somebody should look at; the entry is stored."""
    return Finding(code, Severity.WARNING, message, entry.line, values)
