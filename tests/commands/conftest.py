"""Running a command as a person does: arguments in, lines and an exit status out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    status: int
    out: str
    error: str = ""


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command and tells its exit status."""

    def run_command(name: str, *arguments: object) -> Ran:
        out = StringIO()
        try:
            call_command(name, *map(str, arguments), stdout=out, no_color=True)
        except CommandError as error:
            return Ran(error.returncode, out.getvalue(), str(error))
        except SystemExit as error:
            return Ran(int(error.code or 0), out.getvalue())
        return Ran(0, out.getvalue())

    return run_command


Imported = Callable[..., tuple[Ran, dict[str, Any]]]


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Imported:
    """Return a function that imports and gives what was said, with the JSON report."""

    def import_markdown(*arguments: object) -> tuple[Ran, dict[str, Any]]:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        ran = run("import_markdown", *arguments, "--report", report)
        return ran, json.loads(report.read_text()) if report.exists() else {}

    return import_markdown
