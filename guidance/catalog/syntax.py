"""The one way in which a file can fail to be a PO file."""

from collections.abc import Mapping


class PoSyntaxError(Exception):
    """A file that is no PO file, or one too large to be read; nothing of it is used.

    ``reason`` is a gettext msgid, filled from ``values`` after it is translated.

    >>> str(PoSyntaxError(7, "The same message stands in line %(first)d.", {"first": 3}))
    'line 7: The same message stands in line 3.'
    """

    def __init__(
        self, line: int, reason: str, values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason
        self.values = dict(values or {})

    def __str__(self) -> str:
        reason = self.reason % self.values if self.values else self.reason
        return f"line {self.line}: {reason}"
