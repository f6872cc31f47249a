"""The folder that an export writes to, and never a file beside it.

Names are looked up as an import does it: a composed and a decomposed spelling are one.
Nothing is written through a link, nothing is deleted.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from guidance.files import write_atomically
from importers.file_names import Parts
from importers.picture_path import Names

# No document and no picture of an import is larger.
_MOST_BYTES = 64 * 1024 * 1024


class FolderError(Exception):
    """The folder cannot be written to; the message is one line."""


class LinkInTheWayError(OSError):
    """A part of the path is a symbolic link, or no folder."""


class Folder:
    """A folder; with ``dry_run`` only what would be written is remembered."""

    def __init__(self, root: Path, *, dry_run: bool = False) -> None:
        if root.exists() and not root.is_dir():
            raise FolderError(f"{root}: not a folder")
        self._root = Path(os.path.realpath(root))
        self._dry_run = dry_run
        self._planned: dict[Path, bytes] = {}

    def read(self, parts: Parts, *, exact: bool = True) -> bytes | None:
        """Return what stands there; None when nothing does.

        ``exact`` False also takes a name that differs in case only, as an import takes
        it for a picture. Raises LinkInTheWayError, and OSError when it cannot be read.
        """
        path = self._path(parts, exact=exact)
        if path in self._planned:
            return self._planned[path]
        if not path.exists():
            return None
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise LinkInTheWayError("not a regular file")
        return path.read_bytes()

    def write(self, parts: Parts, data: bytes) -> None:
        """Write a file whole or not at all. Raises LinkInTheWayError and OSError."""
        path = self._path(parts)
        if self._dry_run:
            self._planned[path] = data
        else:
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
            write_atomically(path, data)
            if mode is not None:
                # A change of the mode would be a change to git.
                path.chmod(mode)

    def _path(self, parts: Parts, *, exact: bool = True) -> Path:
        """Return the path under the names that are there already."""
        path = self._root
        for place, part in enumerate(parts):
            if part in ("", ".", "..") or "/" in part or "\0" in part:
                raise LinkInTheWayError("not the name of an entry")
            path = path / _existing(path, part, exact=exact)
            if path.is_symlink():
                raise LinkInTheWayError("a symbolic link is in the way")
            if place < len(parts) - 1 and path.exists() and not path.is_dir():
                raise LinkInTheWayError("a file is in the way")
        return path


def _existing(folder: Path, name: str, *, exact: bool) -> str:
    try:
        entries = os.listdir(folder)  # noqa: PTH208 - names only
    except OSError:
        return name
    found = Names(entries).pick(name)
    return found.name if found is not None and (found.exact or not exact) else name


class MediaRoots:
    """Folders in which an import finds pictures that are not beside their document."""

    def __init__(self, roots: Sequence[Path]) -> None:
        for root in roots:
            if not root.is_dir():
                raise FolderError(f"{root}: not a folder")
        self._roots = [Folder(root, dry_run=True) for root in roots]

    def hold(self, places: Sequence[Parts], data: bytes) -> bool:
        """Whether one of them has the picture in one of these places."""
        return any(
            _reads(root, place, data) for root in self._roots for place in places
        )


def _reads(root: Folder, place: Parts, data: bytes) -> bool:
    try:
        return root.read(place, exact=False) == data
    except OSError:
        return False
