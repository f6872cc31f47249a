"""Applying an import: one transaction per batch, decided on what stands there now."""

from collections.abc import (
    Callable,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, reset_queries, transaction
from django.utils import timezone
from django.utils.translation import override

from guidance.bulk_rows import JsonText, insert_rows
from guidance.findings import Finding, Severity, gettext_noop
from guidance.models import Choice, GuidancePage, Question
from guidance.publication.contents import encode
from guidance.publication.indexes import index_references
from guidance.publication.pages import (
    PageWrite,
    find_refusals,
    lock_pages,
    write_pages,
)
from guidance.publication.titles import refresh_titles
from guidance.publication.valid import PagesRefusedError, reason_of
from guidance.rich_text import UnsafeContentError, prove
from guidance.translation.changes import gathered, texts_changed
from importers.action import Action
from importers.document_report import DocumentReport
from importers.markdown.parse import parse_body
from importers.markdown.reading import QuestionText, SourceText
from importers.models import ImportRun, SourceDocument
from importers.plan import Decision, Incoming, Options, decide, decide_question
from importers.plan_findings import page_refused_finding
from importers.plan_lines import Lines
from importers.prepare import Prepared
from importers.preview import Preview
from importers.proposals import record
from importers.questionnaire import ensure_questions, find_choices, find_questions
from importers.report import finding_as_row
from importers.state import Held, Key, load_held
from importers.stream import line_numbers

Text = TypeVar("Text", Question, Choice)

_JOURNAL_FIELDS = (
    "source",
    "path",
    "fingerprint",
    "references",
    "original",
    "title",
    "stream",
    "disputed",
    "retired",
    "findings",
    "run",
    "imported_at",
)

_CHOICE_FIELDS = tuple(
    field
    for field in Choice._meta.concrete_fields  # noqa: SLF001 -- public API
    if not field.primary_key
)


@dataclass(frozen=True, slots=True)
class _Decided:
    prepared: Prepared
    held: Held
    decision: Decision

    @property
    def key(self) -> Key:
        return self.prepared.key


class _RejectedError(Exception):
    """Documents of a batch whose pages must not be stored, and why."""

    def __init__(self, findings: Mapping[Key, Finding]) -> None:
        super().__init__(*findings)
        self.findings = findings


class NotMadeError(Exception):
    """Pages that others of the batch link to were not made with their reserved keys."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Primary keys for the new pages of a batch: {key: page pk}.

    ``linked`` are those of them that texts of the batch lead to.
    """

    keys: Mapping[Key, int]
    linked: frozenset[Key]


class Writer:
    """Decides about prepared documents and writes what was decided.

    ``returning`` are questions of which this import makes a page: they have to be there,
    even if somebody deleted them, and shall not be a bare number.
    """

    def __init__(
        self,
        *,
        options: Options,
        language: str,
        source: str,
        run: ImportRun | None,
        user: Any,
        returning: Container[int] = (),
    ) -> None:
        self._options = options
        self._language = language
        self._source = source
        self._run = run
        self._user = user
        self._returning = returning
        self._begun_at = timezone.now()

    def plan(
        self, prepared: Sequence[Prepared], show: Callable[[Preview], None]
    ) -> dict[int, DocumentReport]:
        """Return the report rows by document number; writes nothing.

        ``show`` gets each document's page before and after.
        """
        decided = self._decide(prepared)
        unsafe = _unsafe(decided)
        decided = [_rejected(each, unsafe) for each in decided]
        refused = self._refused(decided)
        decided = [_rejected(each, refused) for each in decided]
        for each in decided:
            show(_preview(each))
        return {each.prepared.document.number: _row(each) for each in decided}

    def write(
        self, prepared: Sequence[Prepared], reserved: Reserved
    ) -> tuple[dict[int, DocumentReport], dict[Key, int]]:
        """Write the batch in one transaction; return the rows and {key: page pk}.

        A document whose page must not be stored is rejected, the others go in. Raises
        NotMadeError when they link to its page; then nothing is written.
        """
        rejected: dict[Key, Finding] = {}
        while True:
            try:
                rows, pages = self._write(prepared, reserved, rejected)
            except _RejectedError as error:
                # There are more of them each time, so this comes to an end.
                rejected.update(error.findings)
            else:
                _forget_statements()
                return rows, pages

    def _write(
        self,
        prepared: Sequence[Prepared],
        reserved: Reserved,
        rejected: Mapping[Key, Finding],
    ) -> tuple[dict[int, DocumentReport], dict[Key, int]]:
        with transaction.atomic(), gathered(begun_at=self._begun_at):
            numbers = {question for question, _ in (each.key for each in prepared)}
            lock_pages(
                GuidancePage.objects.filter(choice__question__number__in=numbers)
            )
            decided = [_rejected(each, rejected) for each in self._decide(prepared)]
            accepted = [
                each for each in decided if each.decision.action is not Action.REJECT
            ]
            choices = self._write_texts(accepted)
            encoded = {
                each.key: encode(source)
                for each in accepted
                if (source := each.decision.source) is not None
            }
            pages = self._write_pages(accepted, choices, reserved.keys, encoded)
            if any(pages.get(key) != reserved.keys[key] for key in reserved.linked):
                raise NotMadeError
            self._write_journal(accepted, encoded)
            self._write_proposals(accepted)
            revisions = _latest_revisions(pages.values())
        rows = {
            each.prepared.document.number: replace(
                _row(each),
                page=pages.get(each.key),
                revision=revisions.get(pages.get(each.key)),
            )
            for each in decided
        }
        return rows, pages

    def _decide(self, prepared: Sequence[Prepared]) -> list[_Decided]:
        held = load_held([each.key for each in prepared], self._language)
        return [
            _Decided(each, held[each.key], self._decision(each, held[each.key]))
            for each in prepared
        ]

    def _decision(self, prepared: Prepared, held: Held) -> Decision:
        incoming = Incoming(prepared.title, prepared.stream, _lines(prepared))
        if prepared.is_question:
            options = self._options
            if prepared.key[0] in self._returning:
                options = replace(options, restore=True)
            return decide_question(incoming, held.base, held.text, options)
        return decide(incoming, held.base, held.current, held.text, self._options)

    # ---- questions and choices

    def _write_texts(self, decided: Sequence[_Decided]) -> dict[Key, Choice]:
        """Make the questions and choices that are missing, and set their texts."""
        texts = {
            each.key: each.decision.title
            for each in decided
            # Nothing is made for a page that was deleted together with its choice.
            if each.decision.source is not None or each.decision.title is not None
        }
        questions = ensure_questions({question for question, _ in texts})
        texts_changed(questions.values())
        choices = self._ensure_choices(texts, questions)
        self._set_texts(questions, {q: text for (q, c), text in texts.items() if not c})
        self._set_texts(choices, {key: text for key, text in texts.items() if key[1]})
        return choices

    def _ensure_choices(
        self, texts: Mapping[Key, str | None], questions: Mapping[int, Question]
    ) -> dict[Key, Choice]:
        """Return the choices; new ones are made with their text."""
        known = find_choices(questions)
        missing = [key for key in sorted(texts) if key[1] and key not in known]
        if not missing:
            return known
        # Somebody may be making the same one in the admin: that one stays.
        insert_rows(
            Choice,
            [field.name for field in _CHOICE_FIELDS],
            self._choice_rows(missing, texts, questions),
            unique=("question", "number"),
        )
        known = find_choices(questions)
        new = [known[key] for key in missing]
        index_references(new)
        texts_changed(new)
        return known

    def _choice_rows(
        self,
        keys: Iterable[Key],
        texts: Mapping[Key, str | None],
        questions: Mapping[int, Question],
    ) -> Iterator[list[Any]]:
        """Yield the columns of new choices; one object tells them all, one by one.

        To make an object of each takes longer than to store it.
        """
        row = Choice()
        for key in keys:
            row.question_id, row.number = questions[key[0]].pk, key[1]
            self._with_text(row, texts[key])
            yield [field.pre_save(row, add=True) for field in _CHOICE_FIELDS]

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
            texts_changed(changed)
        if changed and isinstance(changed[0], Choice):
            refresh_titles([row.pk for row in changed])

    # ---- pages

    def _write_pages(
        self,
        decided: Sequence[_Decided],
        choices: Mapping[Key, Choice],
        reserved: Mapping[Key, int],
        encoded: Mapping[Key, JsonText],
    ) -> dict[Key, int]:
        keys = {choice.pk: key for key, choice in choices.items()}
        try:
            writes = self._writes(decided, choices, reserved, encoded)
            pages = write_pages(writes, user=self._user)
        except UnsafeContentError as error:
            # All have been proved there, and somebody is guilty: look who.
            raise _RejectedError(_unsafe(decided)) from error
        except PagesRefusedError as error:
            raise _RejectedError(_refusals(error.refusals, keys)) from error
        return {keys[choice]: page for choice, page in pages.items()}

    def _writes(
        self,
        decided: Sequence[_Decided],
        choices: Mapping[Key, Choice],
        reserved: Mapping[Key, int],
        encoded: Mapping[Key, JsonText],
    ) -> list[PageWrite]:
        return [
            PageWrite(
                choice=choices[each.key],
                language=self._language,
                stream=each.decision.stream,
                publish=each.decision.publish,
                key=reserved.get(each.key),
                # A new page says what the document says.
                encoded=encoded.get(each.key)
                if each.decision.stream is each.decision.source
                else None,
            )
            for each in decided
            if each.decision.stream is not None
        ]

    def _refused(self, decided: Sequence[_Decided]) -> dict[Key, Finding]:
        """Return what there is to say about pages that would be refused; writes nothing."""
        changing = [
            each
            for each in decided
            if each.decision.stream is not None and each.held.current is not None
        ]
        if not changing:
            return {}
        choices = find_choices(find_questions({each.key[0] for each in changing}))
        keys = {choice.pk: key for key, choice in choices.items()}
        return _refusals(find_refusals(self._writes(changing, choices, {}, {})), keys)

    # ---- the journal

    def _write_journal(
        self, decided: Sequence[_Decided], encoded: Mapping[Key, JsonText]
    ) -> None:
        """Remember what each document said: the base of the next merge."""
        insert_rows(
            SourceDocument,
            ("question", "choice", *_JOURNAL_FIELDS),
            [
                self._journal_row(each, encoded[each.key])
                for each in decided
                if each.decision.source is not None
            ],
            unique=("question", "choice"),
            update=_JOURNAL_FIELDS,
        )

    def _journal_row(self, decided: _Decided, stream: JsonText) -> tuple[Any, ...]:
        prepared, base = decided.prepared, decided.decision.base
        return (
            *decided.key,
            self._source,
            prepared.document.path,
            prepared.fingerprint,
            prepared.references.as_json(),
            prepared.document.file.data,
            prepared.title,
            stream,
            asdict(base) if base else None,
            False,
            [finding_as_row(each) for each in prepared.findings],
            self._run.pk if self._run is not None else None,
            timezone.now(),
        )

    def _write_proposals(self, decided: Sequence[_Decided]) -> None:
        """Keep the source's side of each conflict, and drop what is none any more."""
        record(
            {
                each.key: each.decision.conflicts
                for each in decided
                if each.decision.source is not None
                and (each.decision.conflicts or each.held.in_dispute)
            },
            run=self._run,
            now=timezone.now(),
        )


def _lines(prepared: Prepared) -> Lines:
    """Return where things stand in a document, which is parsed again if somebody asks."""

    def by_id() -> dict[str, int]:
        reading = prepared.document.reading
        if not isinstance(reading, SourceText):
            return {}
        key = f"{reading.question}.{reading.choice}"
        return line_numbers(parse_body(reading.body, reading.body_line), key)

    head = prepared.document.head
    if not isinstance(head, SourceText | QuestionText):
        return Lines()
    return Lines(head.title_line, by_id)


def _unsafe(decided: Iterable[_Decided]) -> dict[Key, Finding]:
    """Return what there is to say about those whose pages must not be stored."""
    found = {}
    for each in decided:
        try:
            prove(each.decision.stream or [])
        except UnsafeContentError as error:
            found[each.key] = Finding(
                "unsafe-content", Severity.ERROR, _UNSAFE, None, {"reason": error}
            )
    return found


def _rejected(decided: _Decided, findings: Mapping[Key, Finding]) -> _Decided:
    """Return the decision, or a rejection when there is a finding about it."""
    finding = findings.get(decided.key)
    if finding is None:
        return decided
    return replace(decided, decision=Decision(Action.REJECT, findings=(finding,)))


def _refusals(
    refusals: Mapping[int, ValidationError], keys: Mapping[int, Key]
) -> dict[Key, Finding]:
    return {
        keys[choice]: page_refused_finding(_reason(refusal))
        for choice, refusal in refusals.items()
    }


def _reason(refusal: ValidationError) -> str:
    """Return what is wrong with a page, in the language of reports."""
    with override("en"):
        return reason_of(refusal)


def _row(decided: _Decided) -> DocumentReport:
    question, choice = decided.key
    return DocumentReport(
        decided.prepared.document.path,
        decided.decision.action,
        question,
        choice or None,
        (*decided.prepared.findings, *decided.decision.findings),
    )


def _preview(decided: _Decided) -> Preview:
    held, decision = decided.held, decided.decision
    before = Incoming(held.text or "", held.current.stream if held.current else [])
    return Preview(
        number=decided.prepared.document.number,
        row=_row(decided),
        before=before,
        after=Incoming(
            before.title if decision.title is None else decision.title,
            before.stream if decision.stream is None else decision.stream,
        ),
        publish=decision.publish,
    )


def _latest_revisions(pages: Iterable[int]) -> dict[int | None, int | None]:
    """Return {page pk: pk of its latest revision}; asks nothing without pages."""
    pks = list(pages)
    if not pks:
        return {}
    rows = GuidancePage.objects.filter(pk__in=pks)
    return dict(rows.values_list("pk", "latest_revision_id"))


def _forget_statements() -> None:
    """Drop what Django remembers of its statements while DEBUG is on: all these texts."""
    if settings.DEBUG and not connection.force_debug_cursor:
        reset_queries()


_UNSAFE = gettext_noop(
    "The page that this document makes must not be stored (%(reason)s). Write that place "
    "in a simpler way, and tell the maintainers: the importer should have said more."
)
