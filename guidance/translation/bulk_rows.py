"""Many rows of one table at once: one statement, whatever their number.

``bulk_create`` makes a model instance of each row and asks each field for each value,
which for the messages of a site takes several times as long as the database does.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

Value = str | int | bool | datetime | None


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows; ``names`` are the fields of a row, in its order.

    A row that is there already, by its ``unique`` fields, gets the values of ``update``;
    without any it stays as it is.
    """
    values: list[Any] = [tuple(map(_adapted, row)) for row in rows]
    if not values:
        return
    quote = connection.ops.quote_name
    columns = [quote(_column(model, name)) for name in names]
    table = quote(model._meta.db_table)  # noqa: SLF001 - Django's own name for it
    # Names of tables and columns only; every value is a parameter.
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    if unique:
        taken = ", ".join(quote(_column(model, name)) for name in unique)
        new = [quote(_column(model, name)) for name in update]
        changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in new)
        action = f"UPDATE SET {changes}" if new else "NOTHING"
        sql += f" ON CONFLICT ({taken}) DO {action}"
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)  # noqa: SLF001 - as above
    return str(getattr(field, "column", name))


def _adapted(value: Value) -> object:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
