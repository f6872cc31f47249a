"""The files that were read and written last: the same again costs no more than its hash."""

from guidance.catalog.plan import Outcome
from guidance.models import CatalogState
from guidance.translation.history import export_state
from guidance.translation.source_state import source_state
from guidance.translation.upload_report import UploadReport


def find_repeat(name: str, sha256: str, language: str | None) -> UploadReport | None:
    """Return the report of a file that was applied last, when nothing changed since.

    None when the file has to be read. ``language`` is the one that was asked for.
    """
    rows = CatalogState.objects.filter(sha256=sha256).exclude(locale="")
    if language is not None:
        rows = rows.filter(locale=language)
    row = rows.first()
    if row is None or row.state != _state(row.locale):
        return None
    return UploadReport(name, row.locale, repeated=row.counts)


def remember_import(report: UploadReport, sha256: str) -> None:
    """Note that a file was applied, when the same again would change and list nothing."""
    if not report.is_settled():
        sha256 = ""
    counts = report.counts()
    written = (Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY)
    counts[Outcome.SAME] += sum(counts[outcome] for outcome in written)
    counts |= dict.fromkeys(written, 0)
    values = {
        "sha256": sha256,
        "state": _state(report.language) if sha256 else "",
        "counts": counts,
    }
    same = CatalogState.objects.filter(locale=report.language, **values)
    if not same.exists():
        CatalogState.objects.update_or_create(locale=report.language, defaults=values)


def remember_export(language: str, sha256: str) -> None:
    """Note which file was written for a language."""
    if not is_last_export(language, sha256):
        CatalogState.objects.update_or_create(
            locale=language, defaults={"exported_sha256": sha256}
        )


def is_last_export(language: str, sha256: str) -> bool:
    """Whether this is the file that was written last: nobody has worked on it."""
    return CatalogState.objects.filter(locale=language, exported_sha256=sha256).exists()


def _state(language: str) -> str:
    return f"{export_state(language)} {source_state()}"
