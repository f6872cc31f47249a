"""A picture that an import may use: what is known of it, and its bytes when needed."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from importers.file_names import Parts
from importers.safe_open import read_inside


def sha1(data: bytes) -> str:
    """Return the identity of a picture, as Wagtail's library has it; no protection."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


class PictureChangedError(OSError):
    """The file is not the one that was checked, or gone; another import finds it."""


class KeptBytes:
    """Bytes that will be wanted once more soon; the oldest go when there are too many.

    >>> kept = KeptBytes(limit=3)
    >>> kept.keep("a", b"12")
    >>> kept.keep("b", b"34")
    >>> kept.take("a"), kept.take("b"), kept.take("b")
    (None, b'34', None)
    """

    def __init__(self, limit: int = 32 * 1024 * 1024) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, key: str, data: bytes) -> None:
        """Keep ``data``, the only bytes that have this key."""
        if key not in self._kept:
            self._kept[key] = data
            self._size += len(data)
        while self._size > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)

    def take(self, key: str) -> bytes | None:
        """Return the bytes and keep them no longer; None when they are not here."""
        data = self._kept.pop(key, None)
        self._size -= len(data or b"")
        return data


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that was found and checked; ``kept`` may have its bytes still.

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
    kept: KeptBytes = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Return the bytes that were checked: the very ones, or else read again.

        Raises PictureChangedError when the file has others by now, or is gone.
        """
        data = self.kept.take(self.sha1)
        return self._read_again() if data is None else data

    def _read_again(self) -> bytes:
        try:
            data = read_inside(self.root, self.parts, self.size)
        except OSError:
            data = b""
        if sha1(data) != self.sha1:
            raise PictureChangedError(f"{self.path} was replaced during the import")
        return data
