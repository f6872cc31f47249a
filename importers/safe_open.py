"""Reading a file below a folder, and never one beside it.

Checking a path and opening it later leaves a moment in which somebody can put a link
in its place. Here each step is opened from the step before and refuses links, so that
what is read lies inside whatever else happens on the disk.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

_NO_NAMES = frozenset({"", ".", ".."})


class TooLargeError(OSError):
    """The file is larger than the caller takes; nothing of it was kept."""


class NotAFileError(OSError):
    """The path names a folder, a FIFO, a socket or a device."""


def read_inside(root: Path, parts: Sequence[str], limit: int) -> bytes:
    """Return the content of the file that ``parts`` name below ``root``.

    ``root`` is a real path (``Path.resolve``); ``parts`` are names of entries, none of
    them a link. Raises TooLargeError when there are more than ``limit`` bytes,
    NotAFileError, and OSError when the file cannot be opened or a part is a link.
    """
    descriptor = _open(root, parts)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise NotAFileError("not a regular file")
        if about.st_size > limit:
            raise TooLargeError(f"more than {limit} bytes")
        data = _read(descriptor, about.st_size, limit + 1)
    finally:
        os.close(descriptor)
    # Some file systems say 0 bytes, and a file can grow while it is read.
    if len(data) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    return data


def _open(root: Path, parts: Sequence[str]) -> int:
    """Return a descriptor of the file, which the caller closes."""
    if not parts or not _NO_NAMES.isdisjoint(parts) or "/" in "".join(parts):
        raise ValueError(f"not names of entries: {parts!r}")
    *folders, name = parts
    descriptor = os.open(root, _FOLDER)
    try:
        for part in folders:
            folder, descriptor = descriptor, os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(folder)
        return os.open(name, _FILE, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def _read(descriptor: int, expected: int, most: int) -> bytes:
    """Return what a file holds, at most so many bytes; ``expected`` saves calls."""
    pieces = []
    wanted = min(expected + 1, most)
    while len(piece := os.read(descriptor, wanted)) == wanted > 0:
        pieces.append(piece)
        most -= wanted
        wanted = min(expected + 1, most)
    # A file gives less than it is asked for only where it ends.
    return b"".join((*pieces, piece))
