"""The part of an import that reads on and writes: one batch after the other."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from guidance.publication.lock import HeldLock
from guidance.publication.pages import batches
from guidance.publication.reserved import reserve_keys
from importers.action import Action
from importers.barrier import Barrier
from importers.document_report import DocumentReport
from importers.documents import Document
from importers.journal import Journal
from importers.pages import NotMadeError, Reserved, Writer
from importers.prepare import Preparer
from importers.preview import Preview
from importers.state import Key, question_numbers

Progress = Callable[[int, int], None]
Show = Callable[[Preview], None]


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while an import runs.

    ``show`` gets what a dry run would make of each document, ``stop`` is asked before
    each batch whether to leave it at what is done.
    """

    progress: Progress = no_progress
    show: Show = lambda _preview: None
    stop: Callable[[], bool] = lambda: False


class Work:
    """Reads the documents of a run and writes what they say.

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
        self._questions = question_numbers()
        self.stopped = False

    def do(
        self,
        refused: dict[int, DocumentReport],
        planned: Container[Key],
        watch: Watch,
    ) -> dict[int, DocumentReport]:
        """Import all documents but the refused ones; return {number: row}.

        ``planned`` are those that shall get a page.
        """
        kept, changed = self._divide(refused)
        rows = {document.number: self._keep(document) for document in kept}
        total = len(self._documents)
        watch.progress(total - len(changed), total)
        for batch in batches(changed):
            if watch.stop():
                self.stopped = True
                return rows
            rows |= self._write(batch, planned, watch.show)
            watch.progress(len(rows) + len(refused), total)
        # Now what links to a page that this run made. A row says what happened first.
        late = [
            *(each for each in kept if changed and not self._is_unchanged(each)),
            *filter(self._preparer.has_new_targets, changed),
        ]
        for batch in batches(late):
            if watch.stop():
                self.stopped = True
                return rows
            for number, row in self._write(batch, planned, watch.show).items():
                rows[number] = _in_one(rows[number], row)
            watch.progress(total, total)
        return rows

    def _divide(self, refused: Container[int]) -> tuple[list[Document], list[Document]]:
        """Return the documents that say what they said, and all others."""
        kept: list[Document] = []
        changed: list[Document] = []
        for document in self._documents:
            if document.number not in refused:
                if self._lock is not None:
                    self._lock.beat()
                (kept if self._is_unchanged(document) else changed).append(document)
        return kept, changed

    def _is_unchanged(self, document: Document) -> bool:
        known = self._journal.known.get(document.key)
        # A conflict is looked at again: the editor may have settled it by hand.
        if known is None or known.retired or known.in_dispute:
            return False
        if not self._is_there(document):
            return False
        now = self._preparer.fingerprint(document, known.references)
        return now == known.fingerprint

    def _is_there(self, document: Document) -> bool:
        """Whether nobody has deleted what the document is about."""
        if document.is_question and document.key is not None:
            return document.key[0] in self._questions
        return document.key in self._pages

    def _keep(self, document: Document) -> DocumentReport:
        known = self._journal.known[document.key]
        if self._lock is not None and self._journal.is_moved(document):
            self._journal.move(document.key, document.path)
        action = Action.QUESTION if document.is_question else Action.KEEP
        return row_of(document, action, known.findings)

    def _write(
        self, batch: Sequence[Document], planned: Container[Key], show: Show
    ) -> dict[int, DocumentReport]:
        if self._lock is None:
            return self._writer.plan(self._preparer.prepare(batch, {}), show)
        try:
            return self._write_now(batch, self._lock, self._reserve(batch, planned))
        except NotMadeError:
            # Rare. Links to the others wait for the second look, as to a later batch.
            return self._write_now(batch, self._lock, {})

    def _write_now(
        self, batch: Sequence[Document], lock: HeldLock, reserved: dict[Key, int]
    ) -> dict[int, DocumentReport]:
        prepared = self._preparer.prepare(batch, reserved)
        linked = self._preparer.leads_to(batch, reserved)
        with transaction.atomic():
            lock.check()
            keys = Reserved(reserved, frozenset(linked))
            rows, pages = self._writer.write(prepared, keys)
        self._pages |= pages
        return rows

    def _reserve(
        self, batch: Sequence[Document], planned: Container[Key]
    ) -> dict[Key, int]:
        """Return a primary key for each ``planned`` page that the batch will make."""
        new = [
            key
            for document in batch
            if (key := document.key) is not None
            if key in planned and key not in self._pages
        ]
        return dict(zip(new, reserve_keys(len(new)), strict=False))


def _in_one(first: DocumentReport, second: DocumentReport) -> DocumentReport:
    """Return what became of a document that was written twice in a run.

    What stood in the way of a publication, the first look says: the second meets the
    draft that the first one made.
    """
    if first.action is Action.KEEP:
        return second
    return replace(
        second,
        action=first.action,
        findings=(
            *(each for each in first.findings if each.code in _BARRIERS),
            *(each for each in second.findings if each.code not in _BARRIERS),
        ),
        page=second.page or first.page,
        revision=second.revision or first.revision,
    )


_BARRIERS = frozenset(Barrier)


def row_of(
    document: Document, action: Action, findings: Iterable[Any]
) -> DocumentReport:
    """Return the row of a report about a document that has no page yet."""
    question, choice = document.key or (None, None)
    return DocumentReport(
        document.path, action, question, choice or None, tuple(findings)
    )
