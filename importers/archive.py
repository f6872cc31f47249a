"""Unpacking an uploaded zip, without trusting anything that it says.

A zip that breaks one rule is refused as a whole, by the name of the entry, and nothing
of it stays on the disk. All that can be known from its table of contents is checked
before a byte is unpacked; the sizes are counted again while unpacking.
"""

import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from guidance.findings import Finding, Severity, gettext_noop
from importers.archive_names import (
    DEEPEST,
    LONGEST_PATH,
    NameRefusal,
    decoded_name,
    is_litter,
    parts_of,
    refused_type,
)
from importers.file_names import Parts, shown_path

_CHUNK = 64 * 1024
# Below this, a high ratio is a file of blanks, not an attack.
_SMALL = 256 * 1024
_SHOWN = 120
_ENCRYPTED = 0x1
# What ``zipfile`` raises for contents that do not fit what its table says.
_BROKEN = (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, zlib.error)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ARCHIVE_BEGINNINGS = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b"),
    *(b"\xfd7zXZ", b"BZh9"),
)


# Nobody makes such names by accident, not even for what is passed over.
_ATTACKS = (NameRefusal.OUTSIDE, NameRefusal.BACKSLASH)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What one zip may hold; docs/importing.md names these numbers."""

    entries: int = 5_000
    total_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    # Of the table of contents, about 400 bytes for each entry.
    table_bytes: int = 2 * 1024 * 1024


class ArchiveRefusedError(Exception):
    """The zip is not taken; the message is one line, ``finding`` says the same."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class _Member:
    entry: ZipInfo
    parts: Parts

    @property
    def path(self) -> str:
        return _shown("/".join(self.parts))


class _TableTooLargeError(Exception):
    """The table of contents is larger than the limit."""


class _Guarded:
    """A file that refuses one large read: ``ZipFile`` reads the table at once."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._limit = limit

    def read(self, size: int = -1) -> bytes:
        if size > self._limit:
            raise _TableTooLargeError
        # All that is left is asked for only where little can be left.
        data = self._file.read(self._limit + 1 if size < 0 else size)
        if len(data) > self._limit:
            raise _TableTooLargeError
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def unpack(
    file: IO[bytes],
    folder: Path,
    *,
    console: str = "cp437",
    limits: ArchiveLimits | None = None,
) -> Path:
    """Unpack a zip into ``folder``, which must not exist, and return its root.

    The root is ``folder``, or the one folder in it that holds everything. ``console``
    is the code page of old names. Raises ArchiveRefusedError, and OSError when the disk
    fails; then the folder is not there.
    """
    limits = limits or ArchiveLimits()
    folder.mkdir(mode=0o700, parents=True)
    try:
        with _opened(file, limits) as archive:
            size = file.seek(0, os.SEEK_END)
            members = _checked(archive, console, size, limits)
            _write_all(archive, members, folder, limits)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder_of_all(folder)


def folder_of_all(folder: Path) -> Path:
    """Return the only folder in ``folder`` when there is nothing else, or ``folder``."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def looks_packed(beginning: bytes) -> bool:
    """Whether a file begins like an archive, whatever its name says."""
    return beginning.startswith(_ARCHIVE_BEGINNINGS)


def _opened(file: IO[bytes], limits: ArchiveLimits) -> ZipFile:
    try:
        return ZipFile(_Guarded(file, limits.table_bytes))
    except _TableTooLargeError as error:
        raise _refused("zip-too-many", _TOO_MANY, limit=limits.entries) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _refused("zip-damaged", _NO_ZIP) from error


# ---- what the table of contents says


def _checked(
    archive: ZipFile, console: str, size: int, limits: ArchiveLimits
) -> list[_Member]:
    """Return the files to unpack. Raises ArchiveRefusedError for the whole zip."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise _refused("zip-too-many", _TOO_MANY, limit=limits.entries)
    members, folders = [], set()
    for entry in entries:
        name = decoded_name(entry, console)
        _refuse_kind(entry, name)
        parts = parts_of(name)
        if is_litter(name) and parts not in _ATTACKS:
            continue
        if isinstance(parts, NameRefusal):
            raise _refused_name(parts, name)
        if name.endswith("/"):
            folders.add(parts)
        else:
            members.append(_Member(entry, parts))
    _refuse_sizes(members, size, limits)
    _refuse_types(members)
    _refuse_twins(members, folders)
    if not members:
        raise _refused("zip-empty", _EMPTY)
    return members


def _refuse_kind(entry: ZipInfo, name: str) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused("zip-link", _LINK, path=_shown(name))
    if entry.flag_bits & _ENCRYPTED:
        raise _refused("zip-encrypted", _PASSWORD, path=_shown(name))
    if entry.compress_type not in _METHODS:
        raise _refused("zip-method", _METHOD, path=_shown(name))


def _refuse_sizes(members: Iterable[_Member], size: int, limits: ArchiveLimits) -> None:
    total = 0
    for member in members:
        total += member.entry.file_size
        if total > limits.total_bytes:
            raise _too_much(limits)
        if _is_bomb(member.entry.file_size, member.entry.compress_size, limits):
            raise _refused("zip-bomb", _BOMB, path=member.path, limit=limits.ratio)
    if _is_bomb(total, size, limits):
        raise _refused("zip-bomb", _WHOLE_BOMB, limit=limits.ratio)


def _is_bomb(unpacked: int, packed: int, limits: ArchiveLimits) -> bool:
    return unpacked > _SMALL and unpacked > limits.ratio * packed


def _refuse_types(members: Iterable[_Member]) -> None:
    for member in members:
        refusal = refused_type(member.parts[-1])
        if refusal is not None:
            raise _refused_name(refusal, "/".join(member.parts))


def _refuse_twins(members: Iterable[_Member], folders: set[Parts]) -> None:
    """Refuse names that mean one file on some system, or both a file and a folder."""
    above = {_folded(part) for parts in folders for part in _prefixes(parts)}
    first: dict[str, _Member] = {}
    for member in members:
        above |= {_folded(part) for part in _prefixes(member.parts[:-1])}
        other = first.setdefault(_folded(member.parts), member)
        if other is not member:
            values = {"path": member.path, "other": other.path}
            raise _refused("zip-twice", _TWICE, **values)
    for folded, member in first.items():
        if folded in above:
            raise _refused("zip-twice", _TWICE, path=member.path, other=member.path)


def _prefixes(parts: Parts) -> Iterator[Parts]:
    return (parts[: length + 1] for length in range(len(parts)))


def _folded(parts: Parts) -> str:
    return "/".join(parts).casefold()


# ---- unpacking


def _write_all(
    archive: ZipFile, members: Iterable[_Member], folder: Path, limits: ArchiveLimits
) -> None:
    room = limits.total_bytes
    for member in members:
        target = folder.joinpath(*member.parts)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            room -= _write(archive, member, target, room)
        except _TooMuchError as error:
            raise _too_much(limits) from error
        except _BROKEN as error:
            raise _refused("zip-damaged", _DAMAGED, path=member.path) from error


class _TooMuchError(Exception):
    """More bytes came out than the table of contents promised."""


def _write(archive: ZipFile, member: _Member, target: Path, room: int) -> int:
    """Unpack one file and return its size."""
    written = 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with (
        archive.open(member.entry) as packed,
        os.fdopen(os.open(target, flags, 0o600), "wb") as file,
    ):
        while chunk := packed.read(_CHUNK):
            if not written and looks_packed(chunk):
                raise _refused_name(NameRefusal.ARCHIVE, "/".join(member.parts))
            written += len(chunk)
            if written > room:
                raise _TooMuchError
            file.write(chunk)
    return written


# ---- what there is to say


def _refused(code: str, message: str, **values: object) -> ArchiveRefusedError:
    return ArchiveRefusedError(Finding(code, Severity.ERROR, message, None, values))


def _refused_name(refusal: NameRefusal, name: str) -> ArchiveRefusedError:
    values: dict[str, object] = {"path": _shown(name)}
    if refusal is NameRefusal.TOO_LONG:
        values["limit"] = LONGEST_PATH
    if refusal is NameRefusal.TOO_DEEP:
        values["limit"] = DEEPEST
    return _refused(refusal.value, _NAMES[refusal], **values)


def _too_much(limits: ArchiveLimits) -> ArchiveRefusedError:
    megabytes = limits.total_bytes // (1024 * 1024)
    return _refused("zip-too-large", _TOO_LARGE, limit=megabytes)


def _shown(name: str) -> str:
    text = shown_path([name[: _SHOWN + 1]])
    return text if len(name) <= _SHOWN else f"{text[:_SHOWN]}…"


_NAMES = {
    NameRefusal.OUTSIDE: gettext_noop(
        "“%(path)s” in the zip leads out of its folder. Pack the folder again."
    ),
    NameRefusal.BACKSLASH: gettext_noop(
        "The name “%(path)s” in the zip has a backslash. Pack the folder again with "
        "another program, or rename the file."
    ),
    NameRefusal.CONTROL: gettext_noop(
        "The name “%(path)s” in the zip has a character that no name has. Rename the "
        "file."
    ),
    NameRefusal.TOO_LONG: gettext_noop(
        "The name “%(path)s” in the zip has more than %(limit)s characters. Give files "
        "and folders shorter names."
    ),
    NameRefusal.TOO_DEEP: gettext_noop(
        "“%(path)s” lies more than %(limit)s folders deep in the zip. Use fewer folders."
    ),
    NameRefusal.ARCHIVE: gettext_noop(
        "“%(path)s” is an archive inside of the zip. Unpack it first, or leave it out."
    ),
    NameRefusal.TYPE: gettext_noop(
        "“%(path)s” is neither a document (.md, .markdown, .txt) nor a picture. Leave "
        "it out."
    ),
}
_NO_ZIP = gettext_noop("This is not a zip, or it is damaged. Pack the folder again.")
_DAMAGED = gettext_noop(
    "“%(path)s” in the zip is damaged. Pack the folder again and upload the whole zip."
)
_EMPTY = gettext_noop("There are no documents in the zip.")
_TOO_MANY = gettext_noop(
    "The zip has more than %(limit)s entries. Divide it, or use the command "
    "import_markdown on the server."
)
_TOO_LARGE = gettext_noop(
    "Unpacked, the zip has more than %(limit)s MB. Divide it, or use the command "
    "import_markdown on the server."
)
_BOMB = gettext_noop(
    "“%(path)s” in the zip becomes more than %(limit)s times larger when it is "
    "unpacked. No document or picture does; leave it out."
)
_WHOLE_BOMB = gettext_noop(
    "The zip becomes more than %(limit)s times larger when it is unpacked. No folder of "
    "documents does."
)
_LINK = gettext_noop(
    "“%(path)s” in the zip is a link or a device. Put the file itself there."
)
_PASSWORD = gettext_noop(
    "“%(path)s” in the zip is protected by a password. Pack the folder without one."
)
_METHOD = gettext_noop(
    "“%(path)s” in the zip is packed in an unusual way. Pack the folder again as an "
    "ordinary zip."
)
_TWICE = gettext_noop(
    "“%(path)s” and “%(other)s” in the zip are one file on some systems. Rename or "
    "remove one of them."
)
