"""The report of a command as a JSON file."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guidance.files import write_atomically
from guidance.management.arguments import WRONG_USAGE


def require_writable_report(path: Path | None) -> None:
    """Raise CommandError (exit status 2) when no report can be written to ``path``.

    Called before anything is done, and leaves the disk as it was.
    """
    if path is not None and (reason := _obstacle(path)):
        raise CommandError(f"{path}: {reason}", returncode=WRONG_USAGE)


def _obstacle(path: Path) -> str:
    """Say why a file cannot be written there; empty when nothing is in the way."""
    try:
        if path.is_dir():
            return "it is a folder"
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        if not folder.is_dir():
            return f"{folder} is a file"
        # A file that is gone at once, because the mode does not say it for everybody.
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def write_report(path: Path, data: Any) -> None:
    """Write ``data`` as JSON. Raises CommandError, naming the file and the cause."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
