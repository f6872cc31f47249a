"""The journey of an import: gather, decide, apply, report.

One function for the command, the admin and the background task.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from guidance.conf import guidance_settings
from guidance.publication.lock import HeldLock, content_lock
from guidance.publication.pages import batches
from importers.collector import rare_collections
from importers.documents import Document, Documents, gather_documents
from importers.journal import Journal, known_keys
from importers.library import picture_rules
from importers.markdown.reading import Rejected
from importers.media import PictureFinder
from importers.models import ImportRun
from importers.pages import Writer
from importers.picture_check import PictureChecker
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
    encoding: str = "utf-8"
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

    Raises GatherError for a path that is not there, LockHeldError when somebody else
    is writing, RetireRefusedError when too much is gone; nothing is written then.
    """
    gathered = gather_documents(
        options.paths,
        guidance_settings().question_file,
        options.encoding,
        known_keys(),
    )
    refused = dict(_refused(gathered.documents))
    if options.strict and (gathered.unread or _any_rejected(refused.values())):
        options = replace(options, dry_run=True)
    with ExitStack() as stack:
        lock = None if options.dry_run else stack.enter_context(content_lock("import"))
        if lock is not None:
            stack.enter_context(rare_collections())
        checker = stack.enter_context(PictureChecker(picture_rules()))
        finder = PictureFinder(checker, options.media_roots)
        journal = Journal(options.source)
        pages = page_keys(guidance_settings().source)
        gone = journal.gone(gathered.documents) if gathered.whole else ()
        if options.retire and not options.force:
            check_share(gone, pages)
        run = None if options.dry_run else _start(options, user)
        writer = _writer(options, run, user)
        keys = {each.path: each.key for each in gathered.documents if each.key}
        preparer = Preparer(
            finder=finder,
            keys=journal.paths() | keys,
            pages=pages,
            language=guidance_settings().source,
            dry_run=options.dry_run,
            user=user,
        )
        work = _Work(gathered.documents, journal, pages, preparer, writer, lock)
        rows = refused | work.do(refused, progress)
        if run is not None and options.retire:
            retire(gone, pages, user=user)
        report = _report(options, gathered, rows, gone)
        if run is not None:
            _finish(run, report)
    return report


def _refused(documents: Sequence[Document]) -> Iterator[tuple[int, DocumentReport]]:
    """Yield (number, row) of every document that is not to be imported at all."""
    claims = claimants((each.path, each.key) for each in documents if each.key)
    for document in documents:
        key = document.key
        if key is None:
            action = (
                Action.REJECT if isinstance(document.head, Rejected) else Action.SKIP
            )
            yield document.number, _row(document, action, document.head.findings)
        elif key in claims:
            finding = duplicate_finding(key, claims[key])
            findings = (*document.head.findings, finding)
            yield document.number, _row(document, Action.REJECT, findings)


def _row(document: Document, action: Action, findings: Iterable[Any]) -> DocumentReport:
    question, choice = document.key or (None, None)
    return DocumentReport(
        document.path, action, question, choice or None, tuple(findings)
    )


def _any_rejected(rows: Iterable[DocumentReport]) -> bool:
    return any(row.action is Action.REJECT for row in rows)


class _Work:
    """The part of a run that reads on and writes: one batch after the other.

    Without a lock it writes nothing and only says what it would do.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        journal: Journal,
        pages: dict[Key, int],
        preparer: Preparer,
        writer: Writer,
        lock: HeldLock | None,
    ) -> None:
        self._documents = documents
        self._journal = journal
        self._pages = pages
        self._preparer = preparer
        self._writer = writer
        self._lock = lock

    def do(
        self, refused: dict[int, DocumentReport], progress: Progress
    ) -> dict[int, DocumentReport]:
        """Import all documents but the refused ones; return {number: row}."""
        rows: dict[int, DocumentReport] = {}
        kept, changed = [], []
        total = len(self._documents)
        for document in self._documents:
            if document.number in refused:
                continue
            if self._is_unchanged(document):
                rows[document.number] = self._keep(document)
                kept.append(document)
            else:
                changed.append(document)
        progress(total - len(changed), total)
        for batch in batches(changed):
            rows |= self._write(batch)
            progress(len(rows) + len(refused), total)
        # Now what links to a page that this run made. A row says what happened first.
        late = [
            *(each for each in kept if changed and not self._is_unchanged(each)),
            *filter(self._preparer.has_new_targets, changed),
        ]
        for batch in batches(late):
            for number, row in self._write(batch).items():
                first = rows[number].action
                action = row.action if first is Action.KEEP else first
                rows[number] = replace(row, action=action)
        return rows

    def _is_unchanged(self, document: Document) -> bool:
        known = self._journal.known.get(document.key)
        if known is None or known.retired:
            return False
        if not document.is_question and document.key not in self._pages:
            return False
        now = self._preparer.fingerprint(document, known.references)
        return now == known.fingerprint

    def _keep(self, document: Document) -> DocumentReport:
        known = self._journal.known[document.key]
        if known.path != document.path and self._lock is not None:
            self._journal.move(document.key, document.path)
        action = Action.QUESTION if document.is_question else Action.KEEP
        return _row(document, action, known.findings)

    def _write(self, batch: Sequence[Document]) -> dict[int, DocumentReport]:
        prepared = self._preparer.prepare(batch)
        if self._lock is not None:
            self._lock.check()
            rows, pages = self._writer.write(prepared)
            self._pages |= pages
        else:
            rows = self._writer.plan(prepared)
        return rows


def _writer(options: ImportOptions, run: ImportRun | None, user: Any) -> Writer:
    return Writer(
        options=Options(draft=options.draft, restore=options.restore),
        language=guidance_settings().source,
        source=options.source,
        run=run,
        user=user,
    )


def _report(
    options: ImportOptions,
    gathered: Documents,
    rows: dict[int, DocumentReport],
    gone: tuple[Gone, ...],
) -> Report:
    unread = (
        DocumentReport(each.path, Action.REJECT, None, None, (each.finding,))
        for each in gathered.unread
    )
    return Report(
        documents=(*(rows[number] for number in sorted(rows)), *unread),
        gone=gone,
        retired=bool(gone) and options.retire,
        notes=tuple((note.path, note.finding) for note in gathered.notes),
    )


def _start(options: ImportOptions, user: Any) -> ImportRun:
    shown = {
        "paths": [str(path) for path in options.paths],
        "encoding": options.encoding,
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
