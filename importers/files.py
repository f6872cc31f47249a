"""Which documents an import reads: the files that its paths lead to, in stable order.

A PATH is a folder, of which every ``.md``, ``.markdown`` and ``.txt`` file is a
document, or a file, whatever its ending. Hidden files, ``~$`` lock files and anything
with another ending are not seen. Nothing outside the folder is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guidance.findings import Finding, Severity, gettext_noop
from importers.file_names import Parts
from importers.folder_walk import GatherError, Place, find_places, problem, unreadable
from importers.safe_open import NotAFileError, TooLargeError, read_inside

__all__ = ["GatherError", "Gathered", "Limits", "PathFinding", "SourceFile", "gather"]

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
    ``parts`` are the real names, by which the pictures beside it are found.
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
class PathFinding:
    """A path and what there is to say about it; ``path`` is as in ``SourceFile``."""

    path: str
    finding: Finding

    @property
    def is_error(self) -> bool:
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents of an import, path by path and in natural order.

    ``unread`` are documents or whole folders that are there and could not be read:
    nobody may conclude that what they hold is gone. ``notes`` are about the rest.
    """

    documents: tuple[SourceFile, ...] = ()
    unread: tuple[PathFinding, ...] = ()
    notes: tuple[PathFinding, ...] = ()


def gather(paths: Sequence[Path], limits: Limits | None = None) -> Gathered:
    """Return the documents that the paths lead to, each one once.

    What two paths reach belongs to the first of them; a link to a document that has a
    name of its own inside adds nothing. Raises GatherError when a path is neither a
    folder nor a file, or when there is more than ``limits`` allow.
    """
    limits = limits or Limits()
    documents: list[SourceFile] = []
    told: list[PathFinding] = []
    total = 0
    for place in find_places(paths):
        result = _read(place, limits.document_bytes)
        if isinstance(result, PathFinding):
            told.append(result)
            continue
        documents.append(result)
        total += len(result.data)
        _refuse_excess(len(documents), total, limits)
    told.extend(_twins(documents))
    return Gathered(
        documents=tuple(documents),
        unread=tuple(one for one in told if one.is_error),
        notes=tuple(one for one in told if not one.is_error),
    )


def _read(place: Place, limit: int) -> SourceFile | PathFinding:
    path = place.path[:_LONGEST_PATH]
    found = place.problem or _problem_of_path(place)
    if found is not None:
        return PathFinding(path, found)
    try:
        data = read_inside(place.root, place.target, limit)
    except TooLargeError:
        found = problem("too-large", _TOO_LARGE, path=path, limit=limit)
    except NotAFileError:
        found = problem("unreadable", _NOT_A_FILE, path=path)
    except OSError as error:
        found = unreadable(place.parts, error)
    else:
        return SourceFile(place.root, place.parts, path, data)
    return PathFinding(path, found)


def _problem_of_path(place: Place) -> Finding | None:
    if len(place.path) <= _LONGEST_PATH:
        return None
    return problem("unreadable", _LONG_PATH, limit=_LONGEST_PATH)


def _refuse_excess(count: int, total: int, limits: Limits) -> None:
    if count > limits.documents:
        raise GatherError(problem("too-many", _TOO_MANY, limit=limits.documents))
    if total > limits.total_bytes:
        raise GatherError(problem("too-many", _TOO_MUCH, limit=limits.total_bytes))


def _twins(documents: Iterable[SourceFile]) -> Iterator[PathFinding]:
    """Yield a warning for each name that another system would not tell from one before."""
    first: dict[tuple[Path, str], SourceFile] = {}
    for document in documents:
        other = first.setdefault((document.root, document.path.casefold()), document)
        if other is not document:
            values = {"path": document.path, "other": other.path}
            finding = Finding("twin-path", Severity.WARNING, _TWIN, None, values)
            yield PathFinding(document.path, finding)


_TOO_MANY = gettext_noop(
    "There are more than %(limit)s documents. Import a smaller folder."
)
_TOO_MUCH = gettext_noop(
    "The documents have more than %(limit)s bytes together. Import a smaller folder."
)
_TOO_LARGE = gettext_noop(
    "%(path)s has more than %(limit)s bytes, so it was not read. Divide it."
)
_NOT_A_FILE = gettext_noop(
    "%(path)s is not a regular file, so it was not read. Put a text file there."
)
_LONG_PATH = gettext_noop(
    "This path has more than %(limit)s characters. Give the folders shorter names."
)
_TWIN = gettext_noop(
    "%(path)s and %(other)s differ only in case or in how accents are stored; on other "
    "systems they are one file. Rename one of them."
)
