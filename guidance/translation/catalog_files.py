"""PO files on the disk: where they are, which language they are in, who may read them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guidance.catalog.entry import Catalog
from guidance.catalog.header import declared_language, is_for_language
from guidance.catalog.languages import wagtail_code
from guidance.catalog.pofile import parse
from guidance.catalog.prelex import MAX_BYTES
from guidance.catalog.syntax import PoSyntaxError
from guidance.conf import guidance_settings
from guidance.findings import gettext_noop as _
from guidance.translation.catalog_paths import DOMAIN, catalog_path
from guidance.translation.refused import RefusedError

# What the reader of PO files takes; a larger file is not even read.
_MAX_BYTES = MAX_BYTES


class UploadRefusedError(RefusedError):
    """A file as a whole cannot be used: nothing was written. One line, with its name."""


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """A PO file that was read, and the language that it is for."""

    name: str
    language: str
    sha256: str
    catalog: Catalog


def find_catalogs(paths: Sequence[Path], languages: Sequence[str]) -> list[Path]:
    """Return the PO files at ``paths``: files, or folders with gettext's layout.

    Raises UploadRefusedError when a path leads to no catalog.
    """
    found: list[Path] = []
    for path in paths:
        try:
            files = _in_folder(path, languages) if path.is_dir() else [path]
        except OSError as error:
            raise UploadRefusedError(f"{path}: {error.strerror}") from error
        if not files:
            raise UploadRefusedError(
                f"{path}: there is no <language>/LC_MESSAGES/{DOMAIN}.po in it for "
                f"{', '.join(languages)}."
            )
        found += files
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """The bytes of a PO file that nobody has looked into yet.

    ``folder`` is the name of the language's folder, ``""`` outside of gettext's layout.
    """

    name: str
    data: bytes
    folder: str
    sha256: str

    def language_hint(self, language: str | None) -> str | None:
        """Return the language that was asked for, or that the folder says."""
        hint = language or wagtail_code(self.folder)
        return hint if hint in guidance_settings().targets else None


def read_file(path: Path) -> OfferedFile:
    """Read the bytes of a PO file. Raises UploadRefusedError, naming file and cause."""
    try:
        data = read_limited(path)
    except OSError as error:
        raise UploadRefusedError(f"{path}: {error.strerror}") from error
    folder = path.parent.parent.name if path.parent.name == "LC_MESSAGES" else ""
    return OfferedFile(str(path), data, folder, hashlib.sha256(data).hexdigest())


def read_limited(path: Path) -> bytes:
    """Return the bytes of a regular file.

    Raises UploadRefusedError for anything else, which may have no end or never answer,
    and for a file that is too large; OSError.
    """
    if not path.is_file():
        path.stat()
        raise UploadRefusedError(f"{path}: this is not a regular file.")
    with path.open("rb") as file:
        # Room for what is there, not for the largest file.
        size = path.stat().st_size
        data = file.read(min(size, _MAX_BYTES) + 1)
        if len(data) > size:
            # It grew meanwhile.
            data += file.read(_MAX_BYTES + 1 - len(data))
    if len(data) > _MAX_BYTES:
        raise UploadRefusedError(f"{path}: larger than {_MAX_BYTES} bytes.")
    return data


def read_catalog(path: Path, language: str | None = None) -> CatalogFile:
    """Read a PO file. Raises UploadRefusedError, naming the file and the cause."""
    file = read_file(path)
    return read_bytes(file.name, file.data, language, file.folder)


def read_bytes(
    name: str, data: bytes, language: str | None = None, folder: str = ""
) -> CatalogFile:
    """Return the catalog in ``data``; ``name`` is for messages only, never opened.

    Its language is the one given, else what its header says, else its ``folder``.
    Raises UploadRefusedError.
    """
    if not data.strip():
        raise UploadRefusedError(_("The file is empty.")).at(name, 1)
    try:
        catalog = parse(data)
    except PoSyntaxError as error:
        refused = UploadRefusedError(error.reason, **error.values)
        raise refused.at(name, error.line) from error
    chosen = language_of(name, catalog, language, folder)
    return CatalogFile(name, chosen, hashlib.sha256(data).hexdigest(), catalog)


def language_of(
    name: str, catalog: Catalog, language: str | None = None, folder: str = ""
) -> str:
    """Return the language that a catalog is for. Raises UploadRefusedError.

    A file that says one language and lies in the folder of another is for neither.
    """
    declared, place = declared_language(catalog), wagtail_code(folder)
    targets = guidance_settings().targets
    chosen = language or (place if place in targets else declared or place)
    if chosen not in targets:
        raise _no_target(chosen, targets).at(name)
    if not is_for_language(catalog, chosen):
        raise UploadRefusedError(
            _("The file says that it is in %(declared)s, not in %(language)s."),
            declared=declared,
            language=chosen,
        ).at(name)
    return chosen


def _no_target(language: str, targets: Sequence[str]) -> UploadRefusedError:
    into = ", ".join(targets)
    if not language:
        return UploadRefusedError(
            _(
                "The file does not say its language; guidance is translated into "
                "%(targets)s."
            ),
            targets=into,
        )
    return UploadRefusedError(
        _("The file is in %(declared)s; guidance is translated into %(targets)s."),
        declared=language,
        targets=into,
    )


def _in_folder(folder: Path, languages: Sequence[str]) -> list[Path]:
    named = [catalog_path(folder, language) for language in languages]
    return [path for path in named if path.exists()]
