"""The questions with their choices and what can be read about each of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidance.conf import guidance_settings
from guidance.models import Choice, Question
from guidance.models.questionnaire import LocalizedText
from guidance.presentation.versions import (
    NO_VERSIONS,
    Versions,
    public_pages,
    versions_by_choice,
)


@dataclass(frozen=True, slots=True)
class ReadableChoice:
    """A choice and the versions of its guidance that everybody may read."""

    choice: Choice
    versions: Versions


@dataclass(frozen=True, slots=True)
class ReadableQuestion:
    """A question and its choices, in order."""

    question: Question
    choices: tuple[ReadableChoice, ...]


def readable_questions(
    request: HttpRequest, number: int | None = None
) -> tuple[ReadableQuestion, ...]:
    """Return all questions in order, or only the one with ``number``.

    Three statements for the questionnaire and its pages, however many there are, and
    two for what is hidden; the bodies of the pages are not read.
    """
    questions = Question.objects.order_by("number")
    choices = Choice.objects.order_by("number")
    pages = public_pages().defer("body")
    if number is not None:
        questions = questions.filter(number=number)
        choices = choices.filter(question__number=number)
        pages = pages.filter(choice__question__number=number)
    return _assembled(questions, choices, versions_by_choice(pages, request))


def _assembled(
    questions: Iterable[Question],
    choices: Iterable[Choice],
    versions: dict[int, Versions],
) -> tuple[ReadableQuestion, ...]:
    by_question: dict[int, list[ReadableChoice]] = defaultdict(list)
    for choice in choices:
        readable = ReadableChoice(choice, versions.get(choice.pk, NO_VERSIONS))
        by_question[choice.question_id].append(readable)
    return tuple(
        ReadableQuestion(question, tuple(by_question[question.pk]))
        for question in questions
    )


def question_text(question: Question, language: str) -> LocalizedText:
    """Return the question in ``language`` or the source language, or its number."""
    best = question.best_text(language)
    if best.text:
        return best
    return LocalizedText(number_label(question), _interface_language())


def number_label(question: Question) -> str:
    """Return *Question 10* in the active language."""
    return _("Question %(number)d") % {"number": question.number}


def choice_text(choice: Choice, language: str) -> LocalizedText:
    """Return the choice in ``language`` or the source language, or its number."""
    best = choice.best_text(language)
    if best.text:
        return best
    label = _("Choice %(number)d") % {"number": choice.number}
    return LocalizedText(label, _interface_language())


def _interface_language() -> str:
    return get_language() or guidance_settings().source
