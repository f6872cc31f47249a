"""Where the documents of an import may be: paths in, places to read out.

A folder is walked without following links to folders, so that no loop and no second
copy of a folder is possible. A link to a document counts as long as it stays inside.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from guidance.findings import Finding, Severity, gettext_noop
from importers.file_names import Parts, is_document, is_seen, natural_key, shown_path


class GatherError(Exception):
    """The import cannot begin; the message is one line, ``finding`` says the same."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class Place:
    """A path below ``root`` that is named like a document.

    ``target`` is what it really leads to: other parts than its own if it is a link.
    With a ``problem`` there is nothing to read.
    """

    root: Path
    parts: Parts
    target: Parts
    problem: Finding | None = None

    @cached_property
    def path(self) -> str:
        return shown_path(self.parts) or "."

    @property
    def is_link(self) -> bool:
        return self.parts != self.target

    @property
    def order(self) -> tuple[object, Parts]:
        return natural_key(self.path), self.parts


def find_places(paths: Sequence[Path]) -> Iterator[Place]:
    """Yield each place once, path by path, in natural order.

    What two paths reach belongs to the first. Raises GatherError when a path is neither
    a folder nor a file.
    """
    if len(paths) == 1:
        return iter(_below(paths[0]))
    return _once(place for path in paths for place in _below(path))


def resolve_folder(path: Path) -> Path:
    """Return the real path of an existing folder; raises GatherError otherwise."""
    real = _resolve(path)
    if not real.is_dir():
        raise GatherError(
            problem("not-a-folder", _NOT_A_FOLDER, path=shown_path([str(path)]))
        )
    return real


def problem(code: str, message: str, **values: object) -> Finding:
    """Return a finding that keeps something from being read."""
    return Finding(code, Severity.ERROR, message, None, values)


def unreadable(parts: Parts, error: OSError) -> Finding:
    """Return the finding for an entry that the system refuses to open."""
    reason = error.strerror or str(error)
    path = shown_path(parts) or "."
    return problem("unreadable", _UNREADABLE, path=path, reason=reason)


def _below(path: Path) -> list[Place]:
    real = _resolve(path)
    if real.is_dir():
        found = list(_walk(real))
        if any(place.is_link for place in found):
            # A link to a document that is there by its own name says nothing new.
            found = list(_once(sorted(found, key=_links_last)))
        return sorted(found, key=lambda place: place.order)
    if real.is_file():
        return [Place(real.parent, (real.name,), (real.name,))]
    raise GatherError(
        problem("not-a-folder", _NO_FOLDER_OR_FILE, path=shown_path([str(path)]))
    )


def _links_last(place: Place) -> tuple[object, ...]:
    return (True, place.order) if place.is_link else (False,)


def _resolve(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError) as error:
        finding = problem("no-such-path", _NO_SUCH_PATH, path=shown_path([str(path)]))
        raise GatherError(finding) from error


def _once(places: Iterable[Place]) -> Iterator[Place]:
    seen = set()
    for place in places:
        real = "/".join((str(place.root), *place.target))
        if real not in seen:
            seen.add(real)
            yield place


def _walk(root: Path) -> Iterator[Place]:
    folders: list[Parts] = [()]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir("/".join((str(root), *folder))) as entries:
                seen = [entry for entry in entries if is_seen(entry.name)]
        except OSError as error:
            yield Place(root, folder, folder, unreadable(folder, error))
            continue
        for entry in seen:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append((*folder, name))
            elif entry.is_symlink():
                yield from _follow(root, (*folder, name))
            elif is_document(name):
                parts = (*folder, name)
                yield Place(root, parts, parts)


def _follow(root: Path, parts: Parts) -> Iterator[Place]:
    """Yield what a link leads to, when it is a document or deserves a word."""
    is_named = is_document(parts[-1])
    try:
        real = Path(os.path.realpath(root.joinpath(*parts), strict=True))
    except OSError as error:
        if is_named:
            yield Place(root, parts, parts, _unfollowed(parts, error))
        return
    inside = real.is_relative_to(root)
    if real.is_dir():
        # A folder inside is walked by its own name.
        if not inside:
            yield Place(root, parts, parts, _linked_folder(parts))
    elif is_named and inside:
        yield Place(root, parts, real.relative_to(root).parts)
    elif is_named:
        path = shown_path(parts)
        yield Place(root, parts, parts, problem("outside-root", _OUTSIDE, path=path))


def _unfollowed(parts: Parts, error: OSError) -> Finding:
    """Return the finding for a link that the system cannot follow to its end."""
    if error.errno in _NOWHERE:
        return problem("unreadable", _LEADS_NOWHERE, path=shown_path(parts))
    return unreadable(parts, error)


# The link, or one on its way, leads to nothing, through a file, or back to itself.
_NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})

_NO_SUCH_PATH = gettext_noop("There is no file or folder %(path)s.")
_NO_FOLDER_OR_FILE = gettext_noop("%(path)s is neither a folder nor a file.")
_NOT_A_FOLDER = gettext_noop("%(path)s is not a folder.")
_UNREADABLE = gettext_noop(
    "%(path)s cannot be read (%(reason)s). Correct its permissions, or remove it."
)
_LEADS_NOWHERE = gettext_noop(
    "%(path)s is a link to a file that is not there. Put the file itself there, or "
    "remove the link."
)
_OUTSIDE = gettext_noop(
    "%(path)s is a link that leads out of the folder, so it was not read. "
    "Put the file itself there."
)
_LINKED_FOLDER = gettext_noop(
    "%(path)s is a link to a folder outside, which was not entered. "
    "Name that folder as another path."
)


def _linked_folder(parts: Parts) -> Finding:
    values = {"path": shown_path(parts)}
    return Finding("linked-folder", Severity.WARNING, _LINKED_FOLDER, None, values)
