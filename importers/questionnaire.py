"""Questions and choices, found by the numbers that documents know them by."""

from collections.abc import Collection, Mapping

from guidance.models import Choice, Question
from importers.state import Key


def ensure_questions(numbers: Collection[int]) -> dict[int, Question]:
    """Return the questions by number; new ones are made without a text."""
    known = find_questions(numbers)
    missing = sorted(set(numbers) - known.keys())
    if not missing:
        return known
    Question.objects.bulk_create(
        [Question(number=number) for number in missing], ignore_conflicts=True
    )
    return find_questions(numbers)


def find_questions(numbers: Collection[int]) -> dict[int, Question]:
    """Return those of the questions that are there, by number."""
    return {row.number: row for row in Question.objects.filter(number__in=numbers)}


def find_choices(questions: Mapping[int, Question]) -> dict[Key, Choice]:
    """Return all choices of questions, by number, with these questions as theirs."""
    owners = {question.pk: question for question in questions.values()}
    found = {}
    for row in Choice.objects.filter(question__in=owners.keys()):
        row.question = owners[row.question_id]
        found[row.question.number, row.number] = row
    return found
