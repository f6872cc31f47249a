"""The catalogs as PO files: what translators download."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from guidance.catalog.entry import Catalog, Entry, Key
from guidance.catalog.header import (
    EXPORT,
    Fields,
    Origin,
    catalog_header,
    template_header,
)
from guidance.catalog.message import Use, template_entries, translated_entries
from guidance.catalog.pofile import render, written_texts
from guidance.collector import OF_A_CATALOG, rare_collections
from guidance.conf import guidance_settings
from guidance.files import write_atomically
from guidance.models import CatalogUpload, MessageUse
from guidance.translation.catalog_files import read_limited
from guidance.translation.catalog_part import CatalogPart, wanted_keys
from guidance.translation.catalog_paths import DOMAIN, catalog_path
from guidance.translation.extract import sync_messages
from guidance.translation.history import export_state
from guidance.translation.last_files import is_last_export, remember_export
from guidance.translation.memory import load_memory
from guidance.translation.unimported import Unimported, load_unimported
from guidance.translation.word_count import WordCount, count_words

# The date of a catalog that has no message: never the clock's.
_NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


class ChangedMeanwhileError(Exception):
    """Somebody wrote the file while the new one was made; the line names it."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export and how much of it is done.

    ``kept`` is how many of its entries hold work that nobody has imported yet.
    """

    path: Path
    changed: bool
    words: WordCount | None = None
    kept: int = 0


@rare_collections(OF_A_CATALOG)
def export_catalogs(
    languages: Iterable[str],
    folder: Path,
    *,
    now: datetime,
    part: CatalogPart | None = None,
) -> list[ExportedFile]:
    """Write ``guidance.pot`` and one PO file per language; return what was written.

    A file that would not change is not touched. Work in a file that nobody has imported
    is kept in it. Of a ``part`` there is no template. The caller holds the lock. Raises
    OSError, UploadRefusedError for a file that is there and cannot be read, and
    ChangedMeanwhileError.
    """
    files = []
    for each in _make_all(languages, folder, now, part):
        changed = _write(each.path, each.data, each.before)
        if each.language and part is None and not each.kept:
            sha256 = hashlib.sha256(each.data).hexdigest()
            remember_export(each.language, sha256, each.entries)
        files.append(each.exported(is_changed=changed))
    return files


@rare_collections(OF_A_CATALOG)
def plan_export(
    languages: Iterable[str],
    folder: Path,
    *,
    now: datetime,
    part: CatalogPart | None = None,
) -> list[ExportedFile]:
    """Return what ``export_catalogs`` would write; nothing is written or stored.

    The caller holds the lock. Raises OSError and UploadRefusedError.
    """
    with transaction.atomic():
        made = _make_all(languages, folder, now, part)
        transaction.set_rollback(True)
    return [each.exported(is_changed=each.data != each.before) for each in made]


@dataclass(frozen=True, slots=True)
class _Made:
    """A file to be written, and what stood in its place.

    ``language`` is ``""`` for the template.
    """

    language: str
    path: Path
    data: bytes
    before: bytes | None
    entries: tuple[Entry, ...] = ()
    kept: int = 0

    def exported(self, *, is_changed: bool) -> ExportedFile:
        """Return the file as the report of an export has it."""
        if not self.language:
            return ExportedFile(self.path, is_changed)
        words = count_words(self.entries)
        return ExportedFile(self.path, is_changed, words, self.kept)


def _make_all(
    languages: Iterable[str], folder: Path, now: datetime, part: CatalogPart | None
) -> list[_Made]:
    texts = _source_texts(sync_messages(now))
    if part is None:
        written = written_texts(texts.template.values())
        texts = replace(texts, written=written)
    made = [
        _make(language, texts, folder, part) for language in dict.fromkeys(languages)
    ]
    if part is not None:
        return made
    path = folder / f"{DOMAIN}.pot"
    return [_Made("", path, _render_template(texts), _bytes_of(path)), *made]


@dataclass(frozen=True, slots=True)
class _SourceTexts:
    """What the files of all languages have in common."""

    uses: Sequence[Use]
    template: Mapping[Key, Entry]
    origin: Origin
    # The entries of the template as they stand in it, and where nobody has translated them.
    written: Mapping[int, str] = field(default_factory=dict)


def _source_texts(uses: Sequence[Use]) -> _SourceTexts:
    return _SourceTexts(uses, template_entries(uses), _origin())


def _make(
    language: str, texts: _SourceTexts, folder: Path, part: CatalogPart | None
) -> _Made:
    path = catalog_path(folder, language, part.name if part else "")
    before = _bytes_of(path)
    catalog = _language_catalog(language, texts, part)
    data = render(catalog, written=texts.written)
    kept = Unimported()
    if before is not None and before != data:
        kept = _unimported(path, before, language, texts.uses)
        catalog = with_unimported(catalog, kept)
        data = render(catalog, written=texts.written)
    return _Made(language, path, data, before, catalog.entries, kept.count)


def _render_template(texts: _SourceTexts) -> bytes:
    """Return the POT file of the messages, without a translation."""
    entries = tuple(texts.template.values())
    catalog = Catalog(template_header(texts.origin), "", entries)
    return render(catalog, template=True, written=texts.written)


def language_catalog(
    language: str, uses: Sequence[Use], part: CatalogPart | None = None
) -> Catalog:
    """Return the catalog of a language: its messages, then the obsolete ones.

    Of a ``part`` only the messages that it names.
    """
    return _language_catalog(language, _source_texts(uses), part)


def _language_catalog(
    language: str, texts: _SourceTexts, part: CatalogPart | None
) -> Catalog:
    known = load_memory(language).known
    obsolete = {key: value for key, value in known.items() if key not in texts.template}
    kept, comment = _last_header(language)
    entries = translated_entries(texts.template, known, obsolete)
    if part is not None:
        wanted = wanted_keys(part, texts.uses, known)
        entries = tuple(
            entry for entry in entries if entry.key in wanted and not entry.obsolete
        )
    header = catalog_header(
        texts.origin,
        language,
        kept,
        export=export_state(language),
        messages=sum(not entry.obsolete for entry in entries),
    )
    return Catalog(header, comment, entries)


def with_unimported(catalog: Catalog, kept: Unimported) -> Catalog:
    """Return the catalog with the work of a file that nobody has imported yet.

    The file then keeps the name of the export that it comes from: with the name of this
    one, the import could not tell any more what was there when the work began.
    """
    if not kept.count:
        return catalog
    entries = [
        _with_work(entry, kept.entries.get(entry.key)) for entry in catalog.entries
    ]
    there = {entry.key for entry in entries}
    # A part may not have a text any more that somebody has worked on in its file.
    entries += [
        replace(entry, msgctxt=key[0])
        for key, entry in kept.entries.items()
        if key not in there
    ]
    lost = [entry for entry in kept.former if entry.key not in there]
    return Catalog(
        _with_translators(catalog.header, kept.header),
        kept.header_comment or catalog.header_comment,
        (*entries, *lost),
    )


def _with_work(entry: Entry, work: Entry | None) -> Entry:
    if work is None:
        return entry
    return replace(
        entry,
        msgstr=work.msgstr,
        fuzzy=work.fuzzy,
        previous_msgctxt=work.previous_msgctxt,
        previous_msgid=work.previous_msgid,
        comment=work.comment,
    )


def _with_translators(header: Fields, theirs: Fields) -> Fields:
    given = {name.lower(): value for name, value in theirs}
    wanted = {"po-revision-date", "last-translator", "language-team", "x-generator"}
    wanted.add(EXPORT.lower())
    merged = [
        (name, given.get(name.lower(), value) if name.lower() in wanted else value)
        for name, value in header
        if name != EXPORT or EXPORT.lower() in given
    ]
    return tuple(merged)


def _unimported(
    path: Path, data: bytes, language: str, uses: Sequence[Use]
) -> Unimported:
    if is_last_export(language, hashlib.sha256(data).hexdigest()):
        return Unimported()
    return load_unimported(str(path), data, language, uses)


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
    upload = CatalogUpload.objects.filter(locale=language, undone_at=None).first()
    if upload is None:
        return (), ""
    return tuple((name, value) for name, value in upload.header), upload.header_comment


def _bytes_of(path: Path) -> bytes | None:
    return read_limited(path) if path.exists() else None


def _write(path: Path, data: bytes, before: bytes | None) -> bool:
    """Write what differs; return whether it did. Raises ChangedMeanwhileError."""
    if before == data:
        return False
    if _bytes_of(path) != before:
        raise ChangedMeanwhileError(
            f"{path}: somebody wrote it meanwhile; it was left alone. Run this again."
        )
    write_atomically(path, data)
    return True
