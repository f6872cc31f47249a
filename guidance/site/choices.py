"""Questions and choices as lines of a list, for readers of one language."""

from dataclasses import dataclass

from guidance.models.questionnaire import LocalizedText
from guidance.presentation.questionnaire import (
    ReadableChoice,
    ReadableQuestion,
    choice_text,
    number_label,
    question_text,
)
from guidance.site.frame import list_url, numbers_url


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A choice; ``url`` is empty when there is no guidance to read.

    ``guidance_language`` is the language of the guidance, which the line has to name
    when ``is_fallback``.
    """

    number: int
    text: LocalizedText
    url: str = ""
    guidance_language: str = ""
    is_fallback: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with its choices.

    ``label`` is its number in words; empty when the text is no more than that.
    """

    number: int
    label: str
    text: LocalizedText
    choices: tuple[ChoiceLine, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.number)


def anchor(question: int) -> str:
    """Return the id of a question on the list page."""
    return f"q{question}"


def question_url(language: str, question: int) -> str:
    """Return the address of a question on the list page."""
    return f"{list_url(language)}#{anchor(question)}"


def question_line(
    readable: ReadableQuestion, language: str, current: int | None = None
) -> QuestionLine:
    """Return a question for readers of ``language``; ``current`` is a choice's number."""
    question = readable.question
    text, label = question_text(question, language), number_label(question)
    return QuestionLine(
        number=question.number,
        label="" if text.text == label else label,
        text=text,
        choices=tuple(
            choice_line(choice, question.number, language, current)
            for choice in readable.choices
        ),
    )


def choice_line(
    readable: ReadableChoice, question: int, language: str, current: int | None
) -> ChoiceLine:
    """Return a choice for readers of ``language``.

    Guidance that is only there in the source language is read at the short address:
    its furniture stays in the reader's language, and the address leads to the
    translation once there is one.
    """
    number = readable.choice.number
    text = choice_text(readable.choice, language)
    is_current = number == current
    shown = readable.versions.shown(language)
    if shown is None:
        return ChoiceLine(number, text, is_current=is_current)
    is_fallback = shown.language != language
    return ChoiceLine(
        number=number,
        text=text,
        url=numbers_url(language, question, number) if is_fallback else shown.url,
        guidance_language=shown.language,
        is_fallback=is_fallback,
        is_current=is_current,
    )
