"""Questions and choices: numbers in range, a column for each language, parked texts."""

from collections.abc import Iterator

from django.db import connection

from guidance.doctor.check import Check, Problem
from guidance.language_columns import configured_columns
from guidance.models import Choice, ParkedText, Question
from guidance.models.questionnaire import HIGHEST_NUMBER, LOWEST_NUMBER

_MODELS = (Question, Choice)


def missing_columns() -> Iterator[Problem]:
    """Find languages of the setting that the tables have no column for."""
    for model in _MODELS:
        table = model._meta.db_table  # noqa: SLF001 - public API
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, table)
        present = {str(column.name) for column in columns}
        for name in configured_columns():
            if name not in present:
                yield Problem(f"table {table}", f"it has no column {name}")


def numbers_out_of_range() -> Iterator[Problem]:
    for model in _MODELS:
        outside = model.objects.exclude(number__range=(LOWEST_NUMBER, HIGHEST_NUMBER))
        for pk, number in outside.order_by("pk").values_list("pk", "number"):
            name = model._meta.model_name  # noqa: SLF001 - public API
            yield Problem(f"{name} {pk}", f"its number is {number}")


def lost_parked_texts() -> Iterator[Problem]:
    """Find parked texts that nobody would give back."""
    rows = {
        model._meta.db_table: set(model.objects.values_list("pk", flat=True))  # noqa: SLF001
        for model in _MODELS
    }
    configured = set(configured_columns())
    for text in ParkedText.objects.order_by("pk").iterator():
        place = f"parked text {text.pk} ({text})"
        if text.row not in rows.get(text.table, ()):
            yield Problem(place, "its question or choice is gone")
        elif text.column in configured:
            yield Problem(
                place, "its language is configured, and the text still parked"
            )


CHECKS = (
    Check(
        "language-column", "Run `manage.py migrate`, which adds it.", missing_columns
    ),
    Check(
        "number-range",
        "Give it a number from 1 to 9999 in the admin.",
        numbers_out_of_range,
    ),
    Check(
        "parked-text",
        "Run `manage.py migrate`, which puts texts of configured languages back; delete "
        "a parked text whose row is gone.",
        lost_parked_texts,
    ),
)
