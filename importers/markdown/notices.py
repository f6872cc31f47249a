"""The findings about a body, collected while it is read."""

from guidance.findings import Finding
from guidance.segments.inline import Link, plain_text
from importers.markdown.messages import MESSAGES

_SHOWN = 80


def notice(key: str, line: int | None, **values: object) -> Finding:
    """Return the finding ``key``, which is a code or a code with a variant.

    >>> found = notice("footnote/unused", 7, label="1", text="Not.")
    >>> found.code, found.line
    ('footnote', 7)
    """
    severity, message = MESSAGES[key]
    shown = {
        name: _short(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return Finding(key.partition("/")[0], severity, message, line, shown)


def _short(text: str) -> str:
    """Return a value that can stand in a report, whatever a document holds."""
    line = " ".join(text[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


class Notices:
    """Collects findings; the same one twice on a line is told once."""

    def __init__(self) -> None:
        self._findings: dict[tuple[object, ...], Finding] = {}

    def add(self, key: str, line: int | None, **values: object) -> None:
        """Add a finding."""
        found = notice(key, line, **values)
        place = (found.code, found.message, line, *found.values.values())
        self._findings.setdefault(place, found)

    def unresolved(self, link: Link, line: int | None) -> None:
        """Add the finding about a link that leads nowhere."""
        if link.href:
            self.add("unresolved-link", line, address=link.href)
        else:
            text = plain_text(link.children)
            self.add("unresolved-link/empty", line, text=text)

    def found(self) -> tuple[Finding, ...]:
        """Return the findings by line, those of one line in the order they came."""
        return tuple(sorted(self._findings.values(), key=lambda each: each.line or 0))
