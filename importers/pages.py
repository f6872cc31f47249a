"""Applying an import: one transaction per batch, decided on what stands there now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.utils import timezone

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.indexes import index_references
from guidance.publication.pages import PageWrite, lock_pages, write_pages
from guidance.publication.titles import refresh_titles
from importers.models import ImportRun, SourceDocument
from importers.plan import (
    Decision,
    DocumentReport,
    Incoming,
    Options,
    decide,
    decide_question,
)
from importers.prepare import Prepared
from importers.report import finding_as_json
from importers.state import Held, Key, load_held

Text = TypeVar("Text", Question, Choice)

_JOURNAL_FIELDS = (
    "source",
    "path",
    "fingerprint",
    "references",
    "original",
    "title",
    "stream",
    "retired",
    "findings",
    "run",
    "imported_at",
)


@dataclass(frozen=True, slots=True)
class _Decided:
    prepared: Prepared
    decision: Decision

    @property
    def key(self) -> Key:
        return self.prepared.key


class Writer:
    """Decides about prepared documents and writes what was decided."""

    def __init__(
        self,
        *,
        options: Options,
        language: str,
        source: str,
        run: ImportRun | None,
        user: Any,
    ) -> None:
        self._options = options
        self._language = language
        self._source = source
        self._run = run
        self._user = user

    def plan(self, prepared: Sequence[Prepared]) -> dict[int, DocumentReport]:
        """Return the report rows by document number; writes nothing."""
        return {
            each.prepared.document.number: _row(each) for each in self._decide(prepared)
        }

    def write(
        self, prepared: Sequence[Prepared]
    ) -> tuple[dict[int, DocumentReport], dict[Key, int]]:
        """Write the batch in one transaction; return the rows and {key: page pk}."""
        with transaction.atomic():
            numbers = {question for question, _ in (each.key for each in prepared)}
            lock_pages(
                GuidancePage.objects.filter(choice__question__number__in=numbers)
            )
            decided = self._decide(prepared)
            choices = self._write_texts(decided)
            pages = self._write_pages(decided, choices)
            self._write_journal(decided)
        _forget_statements()
        return {each.prepared.document.number: _row(each) for each in decided}, pages

    def _decide(self, prepared: Sequence[Prepared]) -> list[_Decided]:
        held = load_held([each.key for each in prepared], self._language)
        return [
            _Decided(each, self._decision(each, held[each.key])) for each in prepared
        ]

    def _decision(self, prepared: Prepared, held: Held) -> Decision:
        if prepared.is_question:
            return decide_question(prepared.title, held.base, held.text)
        incoming = Incoming(prepared.title, prepared.stream)
        return decide(incoming, held.base, held.current, held.text, self._options)

    # ---- questions and choices

    def _write_texts(self, decided: Sequence[_Decided]) -> dict[Key, Choice]:
        """Make the questions and choices that are missing, and set their texts."""
        texts = {each.key: each.decision.title for each in decided}
        questions = _ensure_questions({question for question, _ in texts})
        choices = self._ensure_choices(texts, questions)
        self._set_texts(questions, {q: text for (q, c), text in texts.items() if not c})
        self._set_texts(choices, {key: text for key, text in texts.items() if key[1]})
        return choices

    def _ensure_choices(
        self, texts: Mapping[Key, str | None], questions: Mapping[int, Question]
    ) -> dict[Key, Choice]:
        """Return the choices; new ones are made with their text."""
        known = _choices(questions)
        missing = [key for key in sorted(texts) if key[1] and key not in known]
        if not missing:
            return known
        Choice.objects.bulk_create(
            [
                self._with_text(Choice(question=questions[q], number=c), texts[q, c])
                for q, c in missing
            ],
            # Somebody may be making the same one in the admin.
            ignore_conflicts=True,
        )
        known = _choices(questions)
        index_references([known[key] for key in missing])
        return known

    def _with_text(self, row: Text, text: str | None) -> Text:
        row.set_text(self._language, text)
        return row

    def _set_texts(
        self, rows: Mapping[Any, Question | Choice], texts: Mapping[Any, str | None]
    ) -> None:
        changed = [
            self._with_text(rows[key], text)
            for key, text in texts.items()
            if text is not None and text != rows[key].text_in(self._language)
        ]
        if changed:
            model = type(changed[0])
            model.objects.bulk_update(changed, [changed[0].text_column(self._language)])
        if changed and isinstance(changed[0], Choice):
            refresh_titles([row.pk for row in changed])

    # ---- pages

    def _write_pages(
        self, decided: Sequence[_Decided], choices: Mapping[Key, Choice]
    ) -> dict[Key, int]:
        writes = [
            PageWrite(
                choice=choices[each.key],
                language=self._language,
                stream=each.decision.stream,
                publish=each.decision.publish,
            )
            for each in decided
            if each.decision.stream is not None
        ]
        pages = write_pages(writes, user=self._user)
        keys = {choice.pk: key for key, choice in choices.items()}
        return {keys[choice]: page for choice, page in pages.items()}

    # ---- the journal

    def _write_journal(self, decided: Sequence[_Decided]) -> None:
        """Remember what each settled document said: the base of the next merge."""
        SourceDocument.objects.bulk_create(
            [self._journal_row(each) for each in decided if each.decision.settled],
            update_conflicts=True,
            unique_fields=["question", "choice"],
            update_fields=_JOURNAL_FIELDS,
        )

    def _journal_row(self, decided: _Decided) -> SourceDocument:
        prepared = decided.prepared
        question, choice = decided.key
        return SourceDocument(
            question=question,
            choice=choice,
            source=self._source,
            path=prepared.document.path,
            fingerprint=prepared.fingerprint,
            references=prepared.references.as_json(),
            original=prepared.document.file.data,
            title=prepared.title,
            stream=decided.decision.base or [],
            retired=False,
            findings=[finding_as_json(each) for each in prepared.findings],
            run=self._run,
            imported_at=timezone.now(),
        )


def _row(decided: _Decided) -> DocumentReport:
    question, choice = decided.key
    return DocumentReport(
        decided.prepared.document.path,
        decided.decision.action,
        question,
        choice or None,
        (*decided.prepared.findings, *decided.decision.findings),
    )


def _forget_statements() -> None:
    """Drop what Django remembers of its statements while DEBUG is on: all these texts."""
    if settings.DEBUG and not connection.force_debug_cursor:
        reset_queries()


def _ensure_questions(numbers: Iterable[int]) -> dict[int, Question]:
    """Return the questions by number; new ones are made without a text."""
    numbers = set(numbers)
    rows = Question.objects.filter(number__in=numbers)
    known = {row.number: row for row in rows}
    if missing := sorted(numbers - known.keys()):
        Question.objects.bulk_create(
            [Question(number=number) for number in missing], ignore_conflicts=True
        )
        known = {row.number: row for row in rows.all()}
    return known


def _choices(questions: Iterable[int]) -> dict[Key, Choice]:
    """Return all choices of questions, by number, with their questions."""
    rows = Choice.objects.filter(question__number__in=list(questions))
    return {
        (row.question.number, row.number): row
        for row in rows.select_related("question")
    }
