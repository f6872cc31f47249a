"""Files of the demo that only their owner may read."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path, size: int) -> str:
    """Return the text of the file; make the file, with a random text, when there is none."""
    if not path.exists() or not path.read_text(encoding="utf-8").strip():
        write_private(path, f"{secrets.token_urlsafe(size)}\n")
    return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Write ``text``; leave a file that says the same untouched."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
