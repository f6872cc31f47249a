"""A picture that an import may use: what is known of it, and its bytes when needed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from importers.file_names import Parts
from importers.safe_open import read_inside


def sha1(data: bytes) -> str:
    """Return the identity of a picture, as Wagtail's library has it; no protection."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


class PictureChangedError(OSError):
    """The file is not the one that was checked, or gone; another import finds it."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that was found and checked; its bytes are read again when needed.

    ``path`` is for reports. Two files with the same ``sha1`` are the same picture.
    ``root`` and ``parts`` are where it really lies.
    """

    path: str
    sha1: str
    size: int
    width: int
    height: int
    format: str
    root: Path
    parts: Parts

    def read(self) -> bytes:
        """Return the bytes that were checked.

        Raises PictureChangedError when they are others by now, or no longer there.
        """
        try:
            data = read_inside(self.root, self.parts, self.size)
        except OSError:
            data = b""
        if sha1(data) != self.sha1:
            raise PictureChangedError(f"{self.path} was replaced during the import")
        return data
