"""Somebody decides a conflict: the file's text is taken, or the editor's kept.

Either way the source's text is settled there, so that the same file is no change at its
next import.
"""

import hashlib
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.conf import guidance_settings
from guidance.models import Choice, GuidancePage, Question
from guidance.publication.lock import LockHeldError, content_lock
from guidance.publication.pages import PageWrite, write_pages
from guidance.publication.titles import refresh_titles
from guidance.publication.valid import PagesRefusedError, reason_of
from importers.merge.outcome import Answer, Conflict
from importers.merge.page import merge
from importers.models import Proposal, SourceDocument
from importers.plan import TITLE, Base, decide_title
from importers.proposals import close, record
from importers.state import Held, Key, load_held


class AnswerRefusedError(Exception):
    """The answer cannot be carried out now; the message is for the editor."""


def version_of(conflict: Conflict) -> str:
    """Return a token that changes with either text of a conflict."""
    texts = f"{conflict.ours}\0{conflict.theirs}"
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def current_conflicts(key: Key) -> dict[str, Conflict]:
    """Return the conflicts of a document as the editors have it now, by place."""
    document, held = _document(key), _held(key)
    if document is None or document.disputed is None:
        return {}
    return {conflict.place: conflict for conflict in _conflicts(document, held)}


def source_page(key: Key) -> GuidancePage | None:
    """Return the page that a document is imported into."""
    question, choice = key
    page: GuidancePage | None = (
        GuidancePage.objects.filter(
            choice__question__number=question,
            choice__number=choice,
            locale__language_code=guidance_settings().source,
        )
        .select_related("locale", "choice__question")
        .first()
    )
    return page


def answer_proposal(
    number: int, answer: Answer, *, version: str, user: Any
) -> Proposal:
    """Carry out an answer to the proposal with this primary key, and return it.

    A text that is taken goes into the page's draft, never live; a title has no draft.
    ``version`` is what ``version_of`` said about the texts that the answer is about.
    Raises AnswerRefusedError when they are others now, or somebody else is writing.
    """
    try:
        with content_lock("proposal"), transaction.atomic():
            return _answer(number, answer, version=version, user=user)
    except LockHeldError as error:
        raise AnswerRefusedError(
            _("An import or a publication is running. Try again when it has finished.")
        ) from error


def _answer(number: int, answer: Answer, *, version: str, user: Any) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(pk=number).first()
    if proposal is None or proposal.status != Proposal.Status.OPEN:
        raise AnswerRefusedError(_("Somebody has decided this already."))
    key = (proposal.question, proposal.choice)
    document, held = _document(key), _held(key)
    conflict = current_conflicts(key).get(proposal.place)
    if document is None or held.base is None or conflict is None:
        raise AnswerRefusedError(_("There is nothing to decide here any more."))
    if version_of(conflict) != version:
        raise AnswerRefusedError(
            _(
                "One of the texts has changed since you opened the page. Nothing was "
                "done: look at both again."
            )
        )
    if proposal.place == TITLE:
        if answer is Answer.TAKE:
            _set_text(key, document.title)
        base = Base(document.title, held.base.stream)
    else:
        base = _answer_in_page(key, held, document, {proposal.place: answer}, user)
    now = timezone.now()
    close(proposal, answer, user=user, now=now)
    document.disputed = asdict(base)
    remaining = _conflicts(document, _held(key, base))
    record({key: remaining}, run=proposal.run, now=now)
    # A title that an import had to hold back still waits for the next one.
    if not remaining and base.title == document.title:
        document.disputed = None
    document.save(update_fields=["disputed"])
    return proposal


def _answer_in_page(
    key: Key,
    held: Held,
    document: SourceDocument,
    answers: dict[str, Answer],
    user: Any,
) -> Base:
    """Write the draft if the answer changes it; return the base of the next merge."""
    page = source_page(key)
    if page is None or held.current is None or held.base is None:
        raise AnswerRefusedError(_("There is nothing to decide here any more."))
    ours = held.current.stream
    merged = merge(held.base.stream, ours, document.stream, answers)
    if merged.stream != ours:
        write = PageWrite(
            choice=page.choice,
            language=page.language,
            stream=merged.stream,
            publish=False,
        )
        try:
            write_pages([write], user=user)
        except PagesRefusedError as error:
            raise AnswerRefusedError(
                _(
                    "The page cannot be stored (%(reason)s). Correct that in the "
                    "page's editor and save it, then decide here."
                )
                % {"reason": " ".join(map(reason_of, error.refusals.values()))}
            ) from error
    return Base(held.base.title, merged.base)


def _conflicts(document: SourceDocument, held: Held) -> list[Conflict]:
    if held.base is None:
        return []
    title = decide_title(document.title, held.base, held.text).conflict
    conflicts = [] if title is None else [title]
    if held.current is not None:
        merged = merge(held.base.stream, held.current.stream, document.stream)
        conflicts += merged.conflicts
    return conflicts


def _document(key: Key) -> SourceDocument | None:
    question, choice = key
    return SourceDocument.objects.filter(question=question, choice=choice).first()


def _held(key: Key, base: Base | None = None) -> Held:
    held = load_held([key], guidance_settings().source)[key]
    return held if base is None else replace(held, base=base)


def _set_text(key: Key, text: str) -> None:
    number, choice = key
    language = guidance_settings().source
    row: Question | Choice
    if choice:
        row = Choice.objects.get(question__number=number, number=choice)
    else:
        row = Question.objects.get(number=number)
    row.set_text(language, text)
    row.save(update_fields=[row.text_column(language)])
    if choice:
        refresh_titles([row.pk])
