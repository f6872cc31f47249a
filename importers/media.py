"""Which file a picture of a document is, looked up without leaving the folders given.

An address means a file beside the document, or else one below a media root, in the
order in which they are named. Links are followed as long as they stay inside one of
these folders. Nothing else is ever opened.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from guidance.findings import Finding, gettext_noop
from importers.file_names import Parts, shown_path
from importers.files import SourceFile
from importers.folder_walk import resolve_folder
from importers.picture_check import PictureChecker, warning
from importers.picture_file import KeptBytes, PictureFile, sha1
from importers.picture_path import Names, PictureAddress, Refusal, read_address
from importers.safe_open import NotAFileError, TooLargeError, read_inside


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """What an address of a picture leads to; without ``picture`` the findings say why."""

    picture: PictureFile | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a file lies; ``path`` is how reports call it, ``exact`` as in ``Pick``."""

    root: Path
    parts: Parts
    path: str = field(compare=False)
    exact: bool = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a folder holds: all names, and which of them are links and folders."""

    names: Names
    links: frozenset[str]
    folders: frozenset[str]


class _LeadsOutsideError(Exception):
    """A link leaves the folders of the import."""


class PictureFinder:
    """Finds the pictures of documents; each folder and each file is read once.

    A finder is for one import, because it remembers. ``kept`` holds the bytes of what
    was found last, for those who store it. Raises GatherError when a media root is not
    a folder.
    """

    def __init__(
        self,
        checker: PictureChecker,
        media_roots: Sequence[Path] = (),
        kept: KeptBytes | None = None,
    ) -> None:
        self._checker = checker
        self._kept = kept or KeptBytes()
        self._media_roots = tuple(
            (resolve_folder(root), f"{root.as_posix().rstrip('/')}/")
            for root in media_roots
        )
        self._folders: dict[str, _Folder] = {}
        self._checked: dict[_Spot, PictureFile | Finding] = {}
        self._digests: dict[_Spot, str | None] = {}
        self._found: dict[tuple[Path, Parts, str], _Spot | Finding] = {}

    def find(
        self, document: SourceFile, source: str, line: int | None = None
    ) -> FoundPicture:
        """Return the picture that ``source``, an address in ``document``, means.

        ``line`` is where it stands, for the findings. Raises OSError when no process
        to decode pictures can be started.
        """
        found = self._find(document, source)
        if not found.findings:
            return found
        findings = tuple(replace(finding, line=line) for finding in found.findings)
        return replace(found, findings=findings)

    def digest(self, document: SourceFile, source: str) -> str | None:
        """Return the SHA-1 of the file that ``source`` leads to, None without one.

        The file is not decoded: this is for knowing whether something changed since.
        One that is too large or cannot be read has None, too.
        """
        asked = (document.root, document.folder, source)
        if asked not in self._found:
            written = self._as_written(document, source)
            if written is not None and (data := self._try(written)):
                return sha1(data)
        spot = self._look_up(document, source)
        if isinstance(spot, Finding):
            return None
        checked = self._checked.get(spot)
        if isinstance(checked, PictureFile):
            return checked.sha1
        if spot not in self._digests:
            try:
                self._digests[spot] = sha1(self._read(spot))
            except OSError:
                self._digests[spot] = None
        return self._digests[spot]

    def _find(self, document: SourceFile, source: str) -> FoundPicture:
        spot = self._take(document, source) or self._look_up(document, source)
        if isinstance(spot, Finding):
            return FoundPicture(findings=(spot,))
        told = () if spot.exact else (_case_mismatch(source, spot),)
        if spot not in self._checked:
            self._checked[spot] = self._check(spot)
        result = self._checked[spot]
        if isinstance(result, Finding):
            return FoundPicture(findings=(*told, result))
        return FoundPicture(result, told)

    # ---- as written

    def _take(self, document: SourceFile, source: str) -> _Spot | None:
        """Check the file that has exactly the name that is written; return its place.

        It would be found first, and without a link on the way there is nothing to ask
        the folders. None for all that needs a closer look.
        """
        asked = (document.root, document.folder, source)
        spot = None if asked in self._found else self._as_written(document, source)
        if spot is None:
            return None
        if spot not in self._checked:
            if self._checker.check_name(spot.path) is not None:
                return None
            data = self._try(spot)
            if data is None or _has_twin(spot):
                return None
            self._checked[spot] = self._judge(spot, data)
        self._found[asked] = spot
        return spot

    def _as_written(self, document: SourceFile, source: str) -> _Spot | None:
        """Return the place that is written, whether or not a file is there."""
        address = read_address(source)
        below = None if isinstance(address, Refusal) else address.below(document.folder)
        if not below:
            return None
        return _Spot(document.root, below[0], shown_path(below[0]), exact=True)

    def _try(self, spot: _Spot) -> bytes | None:
        try:
            return self._read(spot)
        except OSError:
            return None

    # ---- looking up

    def _look_up(self, document: SourceFile, source: str) -> _Spot | Finding:
        asked = (document.root, document.folder, source)
        if asked not in self._found:
            self._found[asked] = self._search(document, source)
        return self._found[asked]

    def _search(self, document: SourceFile, source: str) -> _Spot | Finding:
        address = read_address(source)
        if isinstance(address, Refusal):
            return _refused(source, address)
        if address.below(document.folder) is None:
            return _refused(source, Refusal.UNSAFE)
        allowed = (document.root, *(root for root, _ in self._media_roots))
        tried: list[str] = []
        for root, shown, parts in self._candidates(document, address):
            tried.append(shown + shown_path(parts))
            try:
                spot = self._locate(root, shown, parts, allowed)
            except _LeadsOutsideError:
                return _refused(source, Refusal.UNSAFE)
            if spot is not None:
                return spot
        return _missing(source, tried)

    def _candidates(
        self, document: SourceFile, address: PictureAddress
    ) -> Iterator[tuple[Path, str, Parts]]:
        """Yield (root, how reports call it, parts) in the order in which to look."""
        beside = address.below(document.folder) or ()
        for parts in beside:
            yield document.root, "", parts
        # An address that climbs means the same folder below a media root.
        below = address.below()
        for root, shown in self._media_roots:
            for parts in beside if below is None else below:
                yield root, shown, parts

    def _locate(
        self, root: Path, shown: str, parts: Parts, allowed: Sequence[Path]
    ) -> _Spot | None:
        """Return where the file is, after links and other spellings; None without one.

        Raises _LeadsOutsideError at a link that leaves the ``allowed`` folders.
        """
        here, names, exact, is_folder = str(root), [], True, True
        for part in parts:
            folder = self._folder(here)
            pick = folder.names.pick(part)
            if pick is None:
                return None
            here, is_folder = f"{here}/{pick.name}", pick.name in folder.folders
            if pick.name in folder.links:
                led = _follow(Path(here), allowed)
                if led is None:
                    return None
                here, is_folder = str(led), led.is_dir()
            names.append(pick.name)
            exact = exact and pick.exact
        if is_folder:
            return None
        return _spot(here, shown + shown_path(names), allowed, exact=exact)

    def _folder(self, path: str) -> _Folder:
        if path not in self._folders:
            self._folders[path] = _read_folder(path)
        return self._folders[path]

    # ---- reading

    def _check(self, spot: _Spot) -> PictureFile | Finding:
        if (refused := self._checker.check_name(spot.path)) is not None:
            return refused
        try:
            data = self._read(spot)
        except TooLargeError:
            return self._checker.too_large(spot.path)
        except NotAFileError:
            return warning("invalid-image", _NOT_A_FILE, path=spot.path)
        except OSError as error:
            values = {"path": spot.path, "reason": error.strerror or str(error)}
            return warning("invalid-image", _UNREADABLE, **values)
        return self._judge(spot, data)

    def _judge(self, spot: _Spot, data: bytes) -> PictureFile | Finding:
        checked = self._checker.check(spot.path, data)
        if isinstance(checked, Finding):
            return checked
        digest = sha1(data)
        self._kept.keep(digest, data)
        return PictureFile(
            path=spot.path,
            sha1=digest,
            size=len(data),
            width=checked.width,
            height=checked.height,
            format=checked.format,
            root=spot.root,
            parts=spot.parts,
            kept=self._kept,
        )

    def _read(self, spot: _Spot) -> bytes:
        return read_inside(spot.root, spot.parts, self._checker.rules.max_bytes)


def _read_folder(path: str) -> _Folder:
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except OSError:
        entries = []
    return _Folder(
        Names(entry.name for entry in entries),
        frozenset(entry.name for entry in entries if entry.is_symlink()),
        frozenset(
            entry.name for entry in entries if entry.is_dir(follow_symlinks=False)
        ),
    )


def _has_twin(spot: _Spot) -> bool:
    """Whether the name with every letter in the other case leads somewhere, too.

    Then there are two such files, or this system finds one by names that another does
    not, and which name it has only its folder tells.
    """
    # As bytes: only ASCII letters have another case in which all systems agree.
    swapped = os.fsencode("/".join(spot.parts)).swapcase()
    return os.path.lexists(os.fsencode(spot.root) + b"/" + swapped)


def _spot(here: str, shown: str, allowed: Sequence[Path], *, exact: bool) -> _Spot:
    """Return the place of a file below the first of the folders that it is in."""
    for root in allowed:
        inside = f"{str(root).rstrip('/')}/"
        if here.startswith(inside):
            return _Spot(root, tuple(here[len(inside) :].split("/")), shown, exact)
    raise _LeadsOutsideError


def _follow(path: Path, allowed: Sequence[Path]) -> Path | None:
    """Return where a link leads, None if nowhere.

    Raises _LeadsOutsideError.
    """
    try:
        real = Path(os.path.realpath(path, strict=True))
    except OSError:
        return None
    if not any(real.is_relative_to(root) for root in allowed):
        raise _LeadsOutsideError
    return real


# ---- what there is to say

_SHOWN = 120  # a data: address can be a megabyte

_REASONS = {
    Refusal.REMOTE: gettext_noop(
        "The picture %(source)s is not a file beside the document, and nothing is "
        "fetched from elsewhere. Save it there as a file."
    ),
    Refusal.UNSAFE: gettext_noop(
        "The picture %(source)s leads out of the folders of this import, so it was not "
        "read. Put the file beside the document."
    ),
}
_MISSING = gettext_noop(
    "The picture %(source)s is missing (looked for %(tried)s). Put the file there and "
    "import again."
)
_NO_ADDRESS = gettext_noop(
    "A picture has no address. Write the path of a file, or take the picture out."
)
_CASE = gettext_noop(
    "The picture %(source)s was found as %(path)s. Write the name as the file has it: "
    "not every system finds it otherwise."
)
_NOT_A_FILE = gettext_noop(
    "The picture %(path)s is not a regular file. Put the file itself there."
)
_UNREADABLE = gettext_noop(
    "The picture %(path)s cannot be read (%(reason)s). Correct its permissions."
)


def _shown(source: str) -> str:
    text = shown_path([source[: _SHOWN + 1]])
    return text if len(source) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refused(source: str, refusal: Refusal) -> Finding:
    return warning(refusal.value, _REASONS[refusal], source=_shown(source))


def _missing(source: str, tried: Sequence[str]) -> Finding:
    if not tried:
        return warning("missing-media", _NO_ADDRESS)
    paths = ", ".join(dict.fromkeys(tried))
    return warning("missing-media", _MISSING, source=_shown(source), tried=paths)


def _case_mismatch(source: str, spot: _Spot) -> Finding:
    return warning("case-mismatch", _CASE, source=_shown(source), path=spot.path)
