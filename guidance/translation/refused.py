"""What is not done, as an exception that can be said in every language."""

from collections.abc import Mapping
from typing import Self

from guidance.findings import Finding


class RefusedError(Exception):
    """Something that is not done; nothing was written.

    ``message`` is a gettext msgid with named placeholders, filled from ``values`` after
    it is translated; ``name`` and ``line`` are the place in a file, where there is one.

    >>> str(RefusedError("There is no upload %(number)d.", number=7))
    'There is no upload 7.'
    >>> str(RefusedError("The file is empty.").at("en.po", 1))
    'en.po:1: The file is empty.'
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values: Mapping[str, object] = values
        self.name = ""
        self.line: int | None = None

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return the refusal that a finding is the reason for."""
        return cls(finding.message, **finding.values)

    def at(self, name: str, line: int | None = None) -> Self:
        """Return the refusal with its place."""
        self.name, self.line = name, line
        return self

    def __str__(self) -> str:
        said = self.message % self.values if self.values else self.message
        place = ":".join(str(part) for part in (self.name, self.line) if part)
        return f"{place}: {said}" if place else said
