"""Writing files so that a crash or a full disk never leaves a half one."""

import contextlib
import os
import re
import tempfile
from pathlib import Path

# As tempfile.mkstemp makes them: a dot, the final name with its ending, eight letters.
_TEMPORARY = re.compile(r"\..+\.[^.]+\.[a-z0-9_]{8}")


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` completely or not at all.

    The temporary file stands in the same folder (``os.replace`` does not cross
    devices), is flushed to the disk before it takes the name, and is removed when
    anything fails. Raises OSError, whose ``filename`` is ``path``.
    """
    try:
        _write(path, data)
    except OSError as error:
        # A full disk names no file, and the temporary name would tell nobody anything.
        error.filename = str(path)
        raise


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that ``write_atomically`` uses while it writes.

    A file of that name that nobody writes to any more is what a crash left behind.

    >>> is_temporary(".guidance.po.x7_ab12c"), is_temporary(".gitignore")
    (True, False)
    """
    return _TEMPORARY.fullmatch(name) is not None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
