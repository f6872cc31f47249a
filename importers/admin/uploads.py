"""The private folder where uploaded files wait for their import.

Each upload has a folder with a random name. Nothing in it is ever served, and it is
removed when the import is over, or after a day.
"""

import re
import shutil
import stat
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from guidance.conf import guidance_settings
from guidance.findings import Finding, Severity, gettext_noop
from importers.archive import (
    ArchiveLimits,
    ArchiveRefusedError,
    folder_of_all,
    looks_packed,
    unpack,
)
from importers.archive_names import NameRefusal, parts_of, refused_type
from importers.file_names import is_document, shown_path

KEPT = timedelta(days=1)
# The console of a Turkish Windows; elsewhere the one that the zip format names.
_CONSOLES = {"tr": "cp857"}
_NAME = re.compile(r"[0-9a-f]{32}")


class UploadRefusedError(Exception):
    """The files are not taken; ``finding`` says which one, and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def keep(files: Sequence[UploadedFile[bytes]]) -> str:
    """Store a zip, or several documents and pictures; return the name of the upload.

    Raises UploadRefusedError, and OSError when the disk fails; nothing is kept then.
    """
    name = uuid.uuid4().hex
    top = guidance_settings().upload_dir
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_zip(files):
        console = _CONSOLES.get(guidance_settings().source, "cp437")
        try:
            unpack(files[0], top / name, console=console)
        except ArchiveRefusedError as error:
            raise UploadRefusedError(error.finding) from error
    else:
        _keep_files(files, top / name)
    return name


def is_zip(files: Sequence[UploadedFile[bytes]]) -> bool:
    """Whether the upload is one zip; its name decides."""
    return len(files) == 1 and str(files[0].name).lower().endswith(".zip")


def paths_of(name: str, *, whole: bool) -> tuple[Path, ...]:
    """Return what to import: the folder, if it is a ``whole`` one, or each document."""
    folder = _folder(name)
    if whole:
        return (folder_of_all(folder),)
    return tuple(sorted(path for path in folder.iterdir() if is_document(path.name)))


def exists(name: str) -> bool:
    """Whether the files of an upload are still there."""
    return bool(name) and _folder(name).is_dir()


def remove(name: str) -> None:
    """Delete an upload; one that is gone already is fine."""
    if name:
        shutil.rmtree(_folder(name), ignore_errors=True)
        forget_stop(name)


def ask_to_stop(name: str) -> None:
    """Leave word for whoever is importing an upload to stop after this batch.

    A file says so: on SQLite a batch holds the one lock that a row would need, and who
    wants to stop it must not have to wait for it.
    """
    if exists(name):
        _stop_file(name).touch()


def is_stop_asked(name: str) -> bool:
    """Whether somebody asked to stop the import of an upload."""
    return bool(name) and _stop_file(name).exists()


def forget_stop(name: str) -> None:
    """Take the word back: the import of this upload is over, or begins again."""
    if name:
        _stop_file(name).unlink(missing_ok=True)


def abandoned(known: Collection[str], now: datetime) -> Iterator[str]:
    """Yield the uploads on the disk that no run knows of, when they are a day old."""
    top = guidance_settings().upload_dir
    for path in top.iterdir() if top.is_dir() else ():
        about = path.lstat()
        is_upload = _NAME.fullmatch(path.name) and stat.S_ISDIR(about.st_mode)
        if not is_upload or path.name in known:
            continue
        if about.st_mtime < (now - KEPT).timestamp():
            yield path.name


def _folder(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of an upload: {name!r}")
    return guidance_settings().upload_dir / name


def _stop_file(name: str) -> Path:
    return _folder(name).with_suffix(".stop")


# ---- files that are no zip


def _keep_files(files: Iterable[UploadedFile[bytes]], folder: Path) -> None:
    limits = ArchiveLimits()
    folder.mkdir(mode=0o700)
    room = limits.total_bytes
    seen: dict[str, str] = {}
    try:
        for file in files:
            name = _checked_name(str(file.name), seen)
            room -= _write(file, folder / name, room)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _checked_name(name: str, seen: dict[str, str]) -> str:
    parts = parts_of(name)
    if isinstance(parts, NameRefusal) or len(parts) > 1:
        raise _refused("upload-name", _NAME_REFUSED, path=shown_path([name]))
    if (refusal := refused_type(name)) is not None:
        message = _ARCHIVE if refusal is NameRefusal.ARCHIVE else _TYPE
        raise _refused(refusal.value, message, path=shown_path([name]))
    other = seen.setdefault(name.casefold(), name)
    if other is not name:
        values = {"path": shown_path([name]), "other": shown_path([other])}
        raise _refused("upload-twice", _TWICE, **values)
    return name


def _write(file: UploadedFile[bytes], target: Path, room: int) -> int:
    written = 0
    with target.open("xb") as kept:
        target.chmod(0o600)
        for chunk in file.chunks():
            if not written and looks_packed(chunk):
                path = shown_path([str(file.name)])
                raise _refused("zip-nested", _ARCHIVE, path=path)
            written += len(chunk)
            if written > room:
                raise _refused("upload-too-large", _TOO_LARGE)
            kept.write(chunk)
    return written


def _refused(code: str, message: str, **values: object) -> UploadRefusedError:
    return UploadRefusedError(Finding(code, Severity.ERROR, message, None, values))


_NAME_REFUSED = gettext_noop("“%(path)s” is no name of a file. Rename it.")
_ARCHIVE = gettext_noop(
    "“%(path)s” is an archive. Choose one zip alone, or documents and pictures."
)
_TYPE = gettext_noop(
    "“%(path)s” is neither a document (.md, .markdown, .txt) nor a picture, nor a zip. "
    "Leave it out."
)
_TWICE = gettext_noop(
    "“%(path)s” and “%(other)s” are one file on some systems. Rename or leave out one "
    "of them."
)
_TOO_LARGE = gettext_noop("The files are too large together. Upload fewer at once.")
