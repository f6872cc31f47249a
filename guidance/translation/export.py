"""The catalogs as PO files: what translators download."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db.models import Max

from guidance.catalog.context import LINK
from guidance.catalog.entry import Catalog, Entry, Key
from guidance.catalog.header import Fields, Origin, catalog_header, template_header
from guidance.catalog.languages import gettext_code
from guidance.catalog.message import Known, Use, catalog_entries
from guidance.catalog.pofile import render
from guidance.conf import guidance_settings
from guidance.files import write_atomically
from guidance.models import CatalogUpload, MessageUse
from guidance.translation.extract import sync_messages
from guidance.translation.history import export_state
from guidance.translation.memory import load_memory

DOMAIN = "guidance"
# The date of a catalog that has no message: never the clock's.
_NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export and how much of it is done; addresses are not counted."""

    path: Path
    changed: bool
    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0


def catalog_path(folder: Path, language: str) -> Path:
    """Return where gettext and Weblate look for the catalog of a language."""
    return folder / gettext_code(language) / "LC_MESSAGES" / f"{DOMAIN}.po"


def export_catalogs(
    languages: Iterable[str], folder: Path, *, now: datetime
) -> list[ExportedFile]:
    """Write ``guidance.pot`` and one PO file per language; return what was written.

    A file that would not change is not touched. Raises OSError.
    """
    uses = sync_messages(now)
    template = render_template(uses)
    files = [ExportedFile(*_write(folder / f"{DOMAIN}.pot", template))]
    for language in languages:
        catalog = language_catalog(language, uses)
        path, changed = _write(catalog_path(folder, language), render(catalog))
        files.append(ExportedFile(path, changed, *_statistics(catalog.entries)))
    return files


def render_template(uses: Sequence[Use]) -> bytes:
    """Return the POT file of the messages, without a translation."""
    entries = catalog_entries(uses, {})
    return render(Catalog(template_header(_origin()), "", entries), template=True)


def language_catalog(language: str, uses: Sequence[Use]) -> Catalog:
    """Return the catalog of a language: its messages, then the obsolete ones."""
    known = load_memory(language).known
    current = {use.key for use in uses}
    obsolete = {key: value for key, value in known.items() if key not in current}
    kept, comment = _last_header(language)
    header = catalog_header(_origin(), language, kept, export=export_state(language))
    return Catalog(
        header, comment, catalog_entries(uses, _active(known, current), obsolete)
    )


def _active(known: Mapping[Key, Known], current: set[Key]) -> dict[Key, Known]:
    return {key: value for key, value in known.items() if key in current}


def _origin() -> Origin:
    settings = guidance_settings()
    newest = MessageUse.objects.aggregate(newest=Max("changed_at"))["newest"]
    return Origin(
        project=settings.project,
        changed_at=(newest or _NOTHING_YET).astimezone(UTC),
        source_language=settings.source,
        bugs_address=settings.bugs_address,
    )


def _last_header(language: str) -> tuple[Fields, str]:
    """Return what the last upload said of itself: its translators and their program."""
    upload = CatalogUpload.objects.filter(locale=language).first()
    if upload is None:
        return (), ""
    return tuple((name, value) for name, value in upload.header), upload.header_comment


def _statistics(entries: Iterable[Entry]) -> tuple[int, int, int]:
    texts = [entry for entry in entries if not entry.obsolete and entry.msgctxt != LINK]
    translated = sum(entry.is_translated for entry in texts)
    fuzzy = sum(entry.fuzzy for entry in texts)
    return translated, fuzzy, len(texts) - translated - fuzzy


def _write(path: Path, data: bytes) -> tuple[Path, bool]:
    if path.exists() and path.read_bytes() == data:
        return path, False
    write_atomically(path, data)
    return path, True
