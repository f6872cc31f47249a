"""The journey of an import: gather, decide, apply, report.

One function for the command, the admin and the background task.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.publication.lock import HeldLock, content_lock
from guidance.publication.pages import BATCH
from importers.documents import Document, gather_documents
from importers.journal import Journal
from importers.markdown.reading import QuestionText, Rejected, Skipped
from importers.media import PictureFinder
from importers.models import ImportRun
from importers.pages import Writer
from importers.plan import (
    Action,
    DocumentReport,
    Gone,
    Options,
    Report,
    claimants,
    duplicate_finding,
)
from importers.prepare import Preparer
from importers.report import as_json
from importers.retire import check_share, retire
from importers.state import Key, page_keys

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller asked for; the names are those of the command."""

    paths: tuple[Path, ...]
    media_roots: tuple[Path, ...] = ()
    source: str = "default"
    dry_run: bool = False
    draft: bool = False
    strict: bool = False
    retire: bool = False
    force: bool = False
    restore: bool = False


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def run_import(
    options: ImportOptions, *, user: Any = None, progress: Progress = no_progress
) -> Report:
    """Import the documents and return the report.

    Raises NoSuchPathError for a path that does not exist, LockHeldError when somebody
    else is writing, RetireRefusedError when too much is gone; nothing is written then.
    """
    gathered = gather_documents(options.paths, guidance_settings().question_file)
    refused = tuple(_refused(gathered.documents))
    strict_stop = options.strict and any(
        document.action is Action.REJECT for document in refused
    )
    dry_run = options.dry_run or strict_stop
    lock = nullcontext() if dry_run else content_lock("import_markdown")
    with lock as held:
        journey = _Journey(
            replace(options, dry_run=dry_run), gathered.documents, refused, held, user
        )
        gone = journey.gone() if gathered.whole else ()
        return journey.run(gone, progress)


def _refused(documents: Sequence[Document]) -> Iterator[DocumentReport]:
    """Yield the rows of all documents that are not to be imported at all."""
    claims = claimants(
        (document.path, document.key)
        for document in documents
        if document.key is not None
    )
    for document in documents:
        reading = document.reading
        if isinstance(reading, Rejected):
            yield DocumentReport(
                document.path, Action.REJECT, None, None, reading.findings
            )
        elif isinstance(reading, Skipped):
            yield DocumentReport(
                document.path, Action.SKIP, None, None, reading.findings
            )
        elif document.key in claims:
            finding = duplicate_finding(document.key, claims[document.key])
            question, choice = document.key
            yield DocumentReport(
                document.path,
                Action.REJECT,
                question,
                choice or None,
                (*reading.findings, finding),
            )


class _Journey:
    """One run over the documents; ``lock`` is None in a dry run."""

    def __init__(
        self,
        options: ImportOptions,
        documents: Sequence[Document],
        refused: Sequence[DocumentReport],
        lock: HeldLock | None,
        user: Any,
    ) -> None:
        language = guidance_settings().source
        self._options = options
        self._documents = documents
        self._rows = {row.path: row for row in refused}
        self._lock = lock
        self._user = user
        self._pages = page_keys(language)
        self._journal = Journal(options.source)
        self._preparer = Preparer(
            finder=PictureFinder(options.media_roots),
            keys=self._journal.paths() | _paths(documents),
            language=language,
            dry_run=options.dry_run,
        )
        self._writer = Writer(
            options=Options(draft=options.draft, restore=options.restore),
            language=language,
            source=options.source,
            user=user,
            dry_run=options.dry_run,
        )

    def gone(self) -> tuple[Gone, ...]:
        """Return the documents of this source that are no longer there.

        Raises RetireRefusedError when they are to be retired and are too many.
        """
        gone = self._journal.gone(self._documents)
        if self._options.retire and not self._options.force:
            check_share(gone, self._pages)
        return gone

    def run(self, gone: tuple[Gone, ...], progress: Progress) -> Report:
        """Do all of it and return the report."""
        run = None if self._options.dry_run else _start(self._options, self._user)
        self._writer.run = run
        self._write_all(progress)
        report = Report(
            tuple(self._rows[each.path] for each in self._documents),
            gone=gone,
            retired=bool(gone) and self._options.retire,
        )
        if run is not None:
            if report.retired:
                retire(gone, self._pages, user=self._user)
            _finish(run, report)
        return report

    def _write_all(self, progress: Progress) -> None:
        todo = [each for each in self._documents if each.path not in self._rows]
        total, done = len(self._documents), len(self._rows)
        progress(done, total)
        changed = []
        for document in todo:
            if self._is_unchanged(document):
                self._keep(document)
            else:
                changed.append(document)
        done = len(self._rows)
        for batch in _batches(changed):
            self._rows |= {row.path: row for row in self._write(batch)}
            progress(done := done + len(batch), total)
        self._write_links(changed)

    def _is_unchanged(self, document: Document) -> bool:
        known = self._journal.known.get(document.key)
        if known is None or known.retired or not self._has_target(document):
            return False
        now = self._preparer.fingerprint(document, known.references, self._pages)
        return now == known.fingerprint

    def _has_target(self, document: Document) -> bool:
        return isinstance(document.reading, QuestionText) or document.key in self._pages

    def _keep(self, document: Document) -> None:
        known = self._journal.known[document.key]
        question, choice = document.key
        action = Action.KEEP if choice else Action.QUESTION
        self._rows[document.path] = DocumentReport(
            document.path, action, question, choice or None, known.findings
        )
        if not self._options.dry_run and known.path != document.path:
            self._journal.move(document.key, document.path)

    def _write(self, batch: Sequence[Document]) -> list[DocumentReport]:
        if self._lock is not None:
            self._lock.beat()
        prepared = self._preparer.prepare(batch, self._pages)
        rows, written = self._writer.write(prepared, self._lock)
        self._pages |= written
        return rows

    def _write_links(self, changed: Sequence[Document]) -> None:
        """Write again what links to a page that did not exist a moment ago."""
        for batch in _batches(
            document
            for document in changed
            if self._preparer.waits_for(document, self._pages)
        ):
            for row in self._write(batch):
                first = self._rows[row.path]
                self._rows[row.path] = replace(row, action=first.action)


def _start(options: ImportOptions, user: Any) -> ImportRun:
    shown = {
        "paths": [str(path) for path in options.paths],
        "draft": options.draft,
        "strict": options.strict,
        "retire": options.retire,
        "restore": options.restore,
    }
    return ImportRun.objects.create(
        source=options.source, started_at=timezone.now(), user=user, options=shown
    )


def _finish(run: ImportRun, report: Report) -> None:
    run.finished_at = timezone.now()
    run.report = as_json(report)
    run.save(update_fields=["finished_at", "report"])


def _paths(documents: Iterable[Document]) -> dict[str, Key]:
    return {each.path: each.key for each in documents if each.key is not None}


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, BATCH)):
        yield batch
