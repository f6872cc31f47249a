"""The report of a command as a JSON file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guidance.files import write_atomically


def write_report(path: Path, data: Any) -> None:
    """Write ``data`` as JSON. Raises CommandError, naming the file and the cause."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
