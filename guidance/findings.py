"""What a check of an input reports, with its place: for importer and catalogs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops the thing, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def gettext_noop(message: str) -> str:
    """Return the message as it is; marks it for ``makemessages``.

    Pure code knows no language: the shell translates ``Finding.message`` before it
    fills in ``Finding.values``.
    """
    return message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should know about an input, with its place.

    ``message`` is a gettext msgid with named placeholders, filled from ``values``:

    >>> str(Finding("missing-key", Severity.ERROR, "%(key)s is missing", 2, {"key": "title"}))
    'title is missing'
    """

    code: str
    severity: Severity
    message: str
    line: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message
