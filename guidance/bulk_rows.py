"""Many rows of one table at once: one statement, whatever their number.

``bulk_create`` makes a model instance of each row and asks each field for each value,
which for the messages of a site takes several times as long as the database does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from django.db import connection, models

Item = TypeVar("Item")

# SQLite takes at most 32,766 parameters in a statement.
PARAMETERS = 30_000
_CHUNK = 2000


class JsonText(str):
    """The value of a JSON field that is JSON already, and is stored as it is."""

    __slots__ = ()


def chunks(items: Sequence[Item], size: int = _CHUNK) -> Iterator[Sequence[Item]]:
    """Yield ``items`` in parts that a statement can take as its parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows; ``names`` are the fields of a row, in its order.

    A row that is there already, by its ``unique`` fields, gets the values of ``update``;
    without any it stays as it is.
    """
    values = _adapted(model, names, rows)
    if not values:
        return
    with connection.cursor() as cursor:
        if not unique:
            cursor.executemany(_insert(model, names, 1), values)
            return
        # To be undone alone, each such statement costs SQLite the more, the more the
        # transaction has changed.
        conflict = _on_conflict(model, unique, update)
        for part in chunks(values, PARAMETERS // len(names)):
            sql = _insert(model, names, len(part)) + conflict
            cursor.execute(sql, list(chain.from_iterable(part)))


def insert_new(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    unique: str,
) -> dict[Any, int]:
    """Insert the rows that are not there; return {unique value: primary key} of these.

    What is there already, by its ``unique`` field, stays as it is and is left out.
    """
    return insert_at_once(model, names, rows, by=unique, unique=[unique])


def insert_at_once(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    by: str,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> dict[Any, int]:
    """Insert or update rows as ``insert_rows`` does; return {value of ``by``: primary key}.

    One statement for as many as it can take, and not one for each row. The values of the
    field ``by`` differ: in what order keys are returned, no database promises.
    """
    made: dict[Any, int] = {}
    conflict = _on_conflict(model, unique, update) if unique else ""
    returning = f" RETURNING {_quoted(model, by)}, {_quoted(model, 'pk')}"
    with connection.cursor() as cursor:
        for part in chunks(_adapted(model, names, rows), PARAMETERS // len(names)):
            sql = _insert(model, names, len(part)) + conflict + returning
            cursor.execute(sql, list(chain.from_iterable(part)))
            made |= dict(cursor.fetchall())
    return made


def update_column(
    model: type[models.Model], name: str, rows: Iterable[tuple[Any, Any]]
) -> None:
    """Set one field of many rows: ``rows`` are (primary key, value)."""
    sql = (
        f"UPDATE {_table(model)} SET {_quoted(model, name)} = %s "  # noqa: S608
        f"WHERE {_quoted(model, 'pk')} = %s"
    )
    changes = _adapted(model, (name, "pk"), [(value, pk) for pk, value in rows])
    if changes:
        with connection.cursor() as cursor:
            cursor.executemany(sql, changes)


def primary_keys(
    model: type[models.Model], unique: str, values: Sequence[Any]
) -> dict[Any, int]:
    """Return {value: primary key} of the rows with these values of a unique field."""
    what = f"{_quoted(model, unique)}, {_quoted(model, 'pk')}"
    return dict(_selected(model, what, unique, values))


def distinct_values(
    model: type[models.Model], name: str, by: str, values: Sequence[Any]
) -> set[Any]:
    """Return what a field says in the rows whose field ``by`` has one of the values."""
    rows = _selected(model, f"DISTINCT {_quoted(model, name)}", by, values)
    return {value for (value,) in rows}


def _selected(
    model: type[models.Model], what: str, by: str, values: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    """Yield ``what`` the rows say whose field ``by`` has one of the values."""
    with connection.cursor() as cursor:
        for part in chunks(values, PARAMETERS):
            cursor.execute(
                f"SELECT {what} FROM {_table(model)} "  # noqa: S608
                f"WHERE {_quoted(model, by)} IN ({', '.join(['%s'] * len(part))})",
                part,
            )
            yield from cursor.fetchall()


# ---- statements: names of tables and columns only; every value is a parameter


def _insert(model: type[models.Model], names: Sequence[str], number: int) -> str:
    columns = ", ".join(_quoted(model, name) for name in names)
    row = f"({', '.join(['%s'] * len(names))})"
    return (
        f"INSERT INTO {_table(model)} ({columns}) "  # noqa: S608
        f"VALUES {', '.join([row] * number)}"
    )


def _on_conflict(
    model: type[models.Model], unique: Sequence[str], update: Sequence[str]
) -> str:
    taken = ", ".join(_quoted(model, name) for name in unique)
    new = [_quoted(model, name) for name in update]
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in new)
    action = f"UPDATE SET {changes}" if new else "NOTHING"
    return f" ON CONFLICT ({taken}) DO {action}"


def _table(model: type[models.Model]) -> str:
    # Django's own name for it.
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001


def _quoted(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _field(model: type[models.Model], name: str) -> Any:
    meta: Any = model._meta  # noqa: SLF001 - as above
    return meta.pk if name == "pk" else meta.get_field(name)


def _adapted(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Return the rows with times, keys and JSON as the database wants them."""
    values = list(rows)
    adapters = {
        place: _adapter(field)
        for place, name in enumerate(names)
        if not _is_as_it_is(field := _field(model, name))
    }
    if not values or not adapters:
        return values
    columns: list[Iterable[Any]] = list(zip(*values, strict=True))
    for place, adapt in adapters.items():
        columns[place] = map(adapt, columns[place])
    return list(zip(*columns, strict=True))


# Python's own types, which every database takes.
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
)
# Most rows that are made together say the same here.
_OF_FEW_VALUES = (models.DateTimeField, models.UUIDField, models.ForeignKey)


def _is_as_it_is(field: models.Field[Any, Any]) -> bool:
    # The users of a site can have UUIDs as keys.
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return isinstance(field, _AS_THEY_ARE)


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Return a function that asks a field, once about the same value if it has few."""

    def adapt(value: Any) -> Any:
        if isinstance(value, JsonText):
            return str(value)
        return field.get_db_prep_save(value, connection)

    return cache(adapt) if isinstance(field, _OF_FEW_VALUES) else adapt
