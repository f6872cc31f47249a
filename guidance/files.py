"""Writing files so that a crash or a full disk never leaves a half one."""

import contextlib
import os
import re
import secrets
from pathlib import Path

# A dot, the final name with its ending, eight letters as tempfile.mkstemp draws them.
_TEMPORARY = re.compile(r"\..+\.[^.]+\.[a-z0-9_]{8}")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


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
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        descriptor = _create(temporary)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _create(temporary)
    try:
        try:
            _write_all(descriptor, data)
            # Whatever the umask says: another user's web server serves the media.
            os.fchmod(descriptor, 0o644)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise


def _create(path: Path) -> int:
    """Return a descriptor of a file that was not there, for its owner alone."""
    return os.open(path, _NEW_FILE, 0o600)


def _write_all(descriptor: int, data: bytes) -> None:
    """Write the bytes in as many calls as it takes; a disk can take a part of them."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
