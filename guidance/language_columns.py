"""One text column per configured language, without a migration file per language.

The first migration builds the columns from the setting, so ``makemigrations --check``
stays clean here and in a site with other languages. A database that was made with
fewer languages gets the missing columns before ``migrate`` applies anything (a pending
data migration may read them), and texts of a language that the setting no longer names
are parked, because SQLite drops unknown columns whenever it rebuilds a table.

Source of the method: tried out on SQLite and PostgreSQL, see
``docs/decisions/0002-language-columns.md``.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from modeltranslation.utils import build_localized_fieldname

TEXT = "text"
_PARKING = "guidance_parkedtext"


def configured_columns() -> tuple[str, ...]:
    """Return the names of the text columns that the ``LANGUAGES`` setting asks for."""
    return tuple(
        str(build_localized_fieldname(TEXT, code)) for code, _ in settings.LANGUAGES
    )


def migration_fields() -> list[tuple[str, models.TextField[str | None, str | None]]]:
    """Return the (name, field) pairs of the text columns, for ``CreateModel``."""
    return [
        (name, models.TextField(blank=True, null=True, verbose_name="text"))
        for name in configured_columns()
    ]


def missing_languages(using: str) -> tuple[str, ...]:
    """Return the languages of the setting that ``migrate`` has made no place for yet.

    None are missing in a database without tables: that is not migrated at all.
    """
    connection = connections[using]
    tables = dict(_tables(connection))
    if not tables:
        return ()
    from wagtail.models import Locale

    known = set(Locale.objects.using(using).values_list("language_code", flat=True))
    columns = frozenset.intersection(*tables.values())
    return tuple(
        code
        for code, column in zip(
            dict(settings.LANGUAGES), configured_columns(), strict=True
        )
        if code not in known or column not in columns
    )


def complete(using: str) -> None:
    """Add the missing text columns and park the texts of unconfigured languages.

    Runs before migrations are applied; does nothing on an empty database.
    """
    connection = connections[using]
    for model, existing in _tables(connection):
        _add_missing(connection, model, existing)
        _park(connection, model, existing)


def restore(using: str) -> None:
    """Put parked texts back where their language is configured again.

    Only empty columns are filled: what somebody wrote since then wins.
    """
    from guidance.models import ParkedText

    connection = connections[using]
    configured = set(configured_columns())
    for model, _ in _tables(connection):
        parked = ParkedText.objects.using(using).filter(
            table=model._meta.db_table,  # noqa: SLF001 - public API
            column__in=configured,
        )
        for text in parked:
            rows = model._base_manager.using(using).filter(  # noqa: SLF001 - public API
                pk=text.row, **{f"{text.column}__isnull": True}
            )
            rows.update(**{text.column: text.text})
        parked.delete()


def _tables(
    connection: BaseDatabaseWrapper,
) -> Iterator[tuple[type[models.Model], frozenset[str]]]:
    """Yield the translated models that have a table, with their text columns."""
    from guidance.models import Choice, Question

    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in (Question, Choice):
            table = model._meta.db_table  # noqa: SLF001 - public API
            if table in tables:
                columns = connection.introspection.get_table_description(cursor, table)
                names = (str(column.name) for column in columns)
                yield model, frozenset(n for n in names if n.startswith(f"{TEXT}_"))


def _add_missing(
    connection: BaseDatabaseWrapper, model: type[models.Model], existing: frozenset[str]
) -> None:
    missing = [name for name in configured_columns() if name not in existing]
    if not missing:
        return
    # A nullable column without a default: one ALTER TABLE … ADD COLUMN on SQLite too.
    with connection.schema_editor() as editor:
        for name in missing:
            field = model._meta.get_field(name)  # noqa: SLF001 - public API
            assert isinstance(field, models.TextField)  # noqa: S101 - for the types
            editor.add_field(model, field)


def _park(
    connection: BaseDatabaseWrapper, model: type[models.Model], existing: frozenset[str]
) -> None:
    quote = connection.ops.quote_name
    table = model._meta.db_table  # noqa: SLF001 - public API
    with connection.cursor() as cursor:
        for column in sorted(existing - set(configured_columns())):
            # Table and column names come from the database's own catalog.
            source = quote(table)
            cursor.execute(
                f"DELETE FROM {quote(_PARKING)} WHERE {quote('table')} = %s "  # noqa: S608
                f"AND {quote('column')} = %s AND {quote('row')} IN "
                f"(SELECT id FROM {source} WHERE {quote(column)} IS NOT NULL)",
                [table, column],
            )
            cursor.execute(
                f"INSERT INTO {quote(_PARKING)} "  # noqa: S608
                f"({quote('table')}, {quote('column')}, {quote('row')}, {quote('text')}) "
                f"SELECT %s, %s, id, {quote(column)} FROM {source} "
                f"WHERE {quote(column)} IS NOT NULL",
                [table, column],
            )
