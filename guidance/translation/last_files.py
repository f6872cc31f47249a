"""The files that were read and written last: the same again costs no more than its hash."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from guidance.catalog.entry import Entry
from guidance.catalog.plan import Outcome
from guidance.models import CatalogState
from guidance.translation.history import export_state
from guidance.translation.source_state import source_state
from guidance.translation.upload_report import UploadReport, no_counts

_STORED = (Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY, Outcome.SAME)


def find_repeat(name: str, sha256: str, language: str | None) -> UploadReport | None:
    """Return the report of a file that was applied, or written, last.

    None when the file has to be read, because it is another one or something changed
    since. ``language`` is the one that was asked for.
    """
    same = Q(imported_sha256=sha256) | Q(exported_sha256=sha256)
    rows = CatalogState.objects.filter(same).exclude(locale="")
    if language is not None:
        rows = rows.filter(locale=language)
    row = rows.first()
    if row is None or row.state != _state(row.locale):
        return None
    is_import = row.imported_sha256 == sha256
    counts = row.imported_counts if is_import else row.exported_counts
    return UploadReport(name, row.locale, repeated=counts) if counts else None


def remember_import(report: UploadReport, sha256: str) -> None:
    """Note that a file was applied, when the same again would change and list nothing."""
    counts = report.counts()
    again = {
        **no_counts(),
        "entries": counts["entries"],
        Outcome.SAME.value: sum(counts[outcome] for outcome in _STORED),
        Outcome.EMPTY.value: counts[Outcome.EMPTY],
        Outcome.OBSOLETE.value: counts[Outcome.OBSOLETE],
    }
    is_settled = report.is_settled()
    _remember(
        report.language,
        imported_sha256=sha256 if is_settled else "",
        imported_counts=again if is_settled else {},
    )


def remember_export(language: str, sha256: str, entries: Iterable[Entry]) -> None:
    """Note which file was written for a language; it says what is stored, no more."""
    entries = tuple(entries)
    obsolete = sum(entry.obsolete for entry in entries)
    same = sum(bool(entry.msgstr) and not entry.obsolete for entry in entries)
    counts = {
        **no_counts(),
        "entries": len(entries),
        Outcome.SAME.value: same,
        Outcome.EMPTY.value: len(entries) - same - obsolete,
        Outcome.OBSOLETE.value: obsolete,
    }
    _remember(language, exported_sha256=sha256, exported_counts=counts)


def is_last_export(language: str, sha256: str) -> bool:
    """Whether this is the file that was written last: nobody has worked on it."""
    return CatalogState.objects.filter(locale=language, exported_sha256=sha256).exists()


def _remember(language: str, **values: str | Mapping[str, int]) -> None:
    row = CatalogState.objects.filter(locale=language).first()
    state = _state(language)
    if row is None:
        CatalogState.objects.create(locale=language, state=state, **values)
        return
    if row.state != state:
        # Of files from another state nobody knows any more what they would do.
        row.state, row.imported_counts, row.exported_counts = state, {}, {}
    elif all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _state(language: str) -> str:
    return f"{export_state(language)} {source_state()}"
