"""Which documents a folder holds: the files of an import, read, in a stable order.

A PATH of an import is a folder, of which every ``.md``, ``.markdown`` and ``.txt`` file
is a document, or a file, whatever its ending. Hidden files, ``~$`` lock files and
anything with another ending are not seen. Nothing outside the folder is read.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guidance.findings import Finding, Severity, gettext_noop
from importers.file_names import Parts, is_document, is_seen, natural_key, shown_path
from importers.safe_open import NotAFileError, TooLargeError, read_inside

# The width of importers.models.SourceDocument.path.
_LONGEST_PATH = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one import takes; more is refused before anything is parsed."""

    document_bytes: int = 1024 * 1024
    documents: int = 20_000
    total_bytes: int = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document as it lies on the disk.

    ``path`` is for reports and for the database: POSIX, relative to ``root``, NFC.
    ``parts`` are the real names, with which the file and its pictures are found.
    """

    root: Path
    parts: Parts
    path: str
    data: bytes = field(repr=False)

    @property
    def folder(self) -> Parts:
        """The real names of the folders between the root and the document."""
        return self.parts[:-1]


@dataclass(frozen=True, slots=True)
class Unread:
    """A path and what there is to say about it; ``path`` is as in ``SourceFile``."""

    path: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents of an import, in natural order.

    ``unread`` are documents or folders that are there and could not be read: nobody
    may conclude that what they hold is gone. ``notes`` are about the rest.
    """

    documents: tuple[SourceFile, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[Unread, ...] = ()


class GatherError(Exception):
    """The import cannot begin; the message is one line, ``finding`` says the same."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def gather(paths: Sequence[Path], limits: Limits | None = None) -> Gathered:
    """Return the documents that the paths lead to, each one once.

    A file that two paths reach, or a path and a link, belongs to the first path and
    keeps its real name. Raises GatherError when a path is neither a folder nor a file,
    or when there is more than ``limits`` allow.
    """
    limits = limits or Limits()
    documents: list[SourceFile] = []
    unread: list[Unread] = []
    notes: list[Unread] = []
    total = 0
    for place in _once(place for path in paths for place in _places(path)):
        if isinstance(place.problem, Finding):
            heap = unread if place.problem.severity is Severity.ERROR else notes
            heap.append(Unread(place.path, place.problem))
            continue
        result = _read(place, limits.document_bytes)
        if isinstance(result, Unread):
            unread.append(result)
            continue
        documents.append(result)
        total += len(result.data)
        _refuse_excess(len(documents), total, limits)
    notes.extend(_twins(documents))
    return Gathered(tuple(documents), tuple(unread), tuple(notes))


def resolve_folder(path: Path) -> Path:
    """Return the real path of an existing folder; raises GatherError otherwise."""
    real = _resolve(path)
    if not real.is_dir():
        raise GatherError(_error("not-a-folder", _NOT_A_FOLDER, path=str(path)))
    return real


# ---- where documents may be


@dataclass(frozen=True, slots=True)
class _Place:
    """A path that has the name of a document; ``target`` is what it really leads to."""

    root: Path
    parts: Parts
    target: Parts
    problem: Finding | None = None

    @property
    def path(self) -> str:
        return shown_path(self.parts)

    @property
    def is_link(self) -> bool:
        return self.parts != self.target

    @property
    def order(self) -> tuple[object, ...]:
        return natural_key(self.path)


def _places(path: Path) -> list[_Place]:
    real = _resolve(path)
    if real.is_dir():
        # A link to a document that is there by its own name says nothing new.
        found = sorted(_walk(real), key=lambda place: (place.is_link, place.order))
        return sorted(_once(found), key=lambda place: place.order)
    if real.is_file():
        return [_Place(real.parent, (real.name,), (real.name,))]
    raise GatherError(_error("not-a-folder", _NO_FOLDER_OR_FILE, path=str(path)))


def _resolve(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError) as error:
        raise GatherError(
            _error("no-such-path", _NO_SUCH_PATH, path=str(path))
        ) from error


def _once(places: Iterable[_Place]) -> Iterator[_Place]:
    seen = set()
    for place in places:
        real = place.root.joinpath(*place.target)
        if real not in seen:
            seen.add(real)
            yield place


def _walk(root: Path) -> Iterator[_Place]:
    folders: list[Parts] = [()]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root.joinpath(*folder)) as entries:
                names = [entry for entry in entries if is_seen(entry.name)]
        except OSError as error:
            yield _Place(root, folder, folder, _unreadable(folder, error))
            continue
        for entry in names:
            parts = (*folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append(parts)
            elif entry.is_symlink():
                yield from _follow(root, parts)
            elif is_document(entry.name):
                yield _Place(root, parts, parts)


def _follow(root: Path, parts: Parts) -> Iterator[_Place]:
    """Yield what a link leads to, when it is a document or deserves a word.

    A link to a folder inside is not entered: the folder itself is. So no loop can be.
    """
    is_named = is_document(parts[-1])
    try:
        real = Path(os.path.realpath(root.joinpath(*parts), strict=True))
    except OSError as error:
        if is_named:
            yield _Place(root, parts, parts, _unreadable(parts, error))
        return
    inside = real.is_relative_to(root)
    if real.is_dir():
        if not inside:
            yield _Place(root, parts, parts, _linked_folder(parts))
    elif is_named and inside:
        yield _Place(root, parts, real.relative_to(root).parts)
    elif is_named:
        yield _Place(root, parts, parts, _outside(parts))


# ---- reading them


def _read(place: _Place, limit: int) -> SourceFile | Unread:
    path = place.path
    if len(path) > _LONGEST_PATH:
        return Unread(
            path[:_LONGEST_PATH],
            _error("unreadable", _LONG_PATH, limit=_LONGEST_PATH),
        )
    try:
        data = read_inside(place.root, place.target, limit)
    except TooLargeError:
        return Unread(path, _error("too-large", _TOO_LARGE, path=path, limit=limit))
    except NotAFileError:
        return Unread(path, _error("unreadable", _NOT_A_FILE, path=path))
    except OSError as error:
        return Unread(path, _unreadable(place.parts, error))
    return SourceFile(place.root, place.parts, path, data)


def _refuse_excess(count: int, total: int, limits: Limits) -> None:
    if count > limits.documents:
        raise GatherError(_error("too-many", _TOO_MANY, limit=limits.documents))
    if total > limits.total_bytes:
        raise GatherError(_error("too-many", _TOO_MUCH, limit=limits.total_bytes))


def _twins(documents: Iterable[SourceFile]) -> Iterator[Unread]:
    """Yield a warning for each document whose name another system would not tell apart."""
    first: dict[tuple[Path, str], SourceFile] = {}
    for document in documents:
        key = (document.root, document.path.casefold())
        other = first.setdefault(key, document)
        if other is not document:
            values = {"path": document.path, "other": other.path}
            finding = Finding("twin-path", Severity.WARNING, _TWIN, None, values)
            yield Unread(document.path, finding)


# ---- what there is to say

_NO_SUCH_PATH = gettext_noop("There is no file or folder %(path)s.")
_NO_FOLDER_OR_FILE = gettext_noop("%(path)s is neither a folder nor a file.")
_NOT_A_FOLDER = gettext_noop("%(path)s is not a folder.")
_TOO_MANY = gettext_noop(
    "There are more than %(limit)s documents. Import a smaller folder."
)
_TOO_MUCH = gettext_noop(
    "The documents have more than %(limit)s bytes together. Import a smaller folder."
)
_TOO_LARGE = gettext_noop(
    "%(path)s has more than %(limit)s bytes, so it was not read. Divide it."
)
_NOT_A_FILE = gettext_noop("%(path)s is not a regular file, so it was not read.")
_LONG_PATH = gettext_noop(
    "This path has more than %(limit)s characters. Give the folders shorter names."
)
_UNREADABLE = gettext_noop(
    "%(path)s cannot be read (%(reason)s). Correct its permissions, or remove it."
)
_OUTSIDE = gettext_noop(
    "%(path)s is a link that leads out of the folder, so it was not read. "
    "Put the file itself there."
)
_LINKED_FOLDER = gettext_noop(
    "%(path)s is a link to a folder outside, which was not entered. "
    "Name that folder as another path."
)
_TWIN = gettext_noop(
    "%(path)s and %(other)s differ only in case or in how accents are stored; on other "
    "systems they are one file. Rename one of them."
)


def _error(code: str, message: str, **values: object) -> Finding:
    return Finding(code, Severity.ERROR, message, None, values)


def _unreadable(parts: Parts, error: OSError) -> Finding:
    reason = error.strerror or str(error)
    path = shown_path(parts) or "."
    return _error("unreadable", _UNREADABLE, path=path, reason=reason)


def _outside(parts: Parts) -> Finding:
    return _error("outside-root", _OUTSIDE, path=shown_path(parts))


def _linked_folder(parts: Parts) -> Finding:
    values = {"path": shown_path(parts)}
    return Finding("linked-folder", Severity.WARNING, _LINKED_FOLDER, None, values)
