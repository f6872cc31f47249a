"""Many rows of one table in one statement, also where Django has no bulk insert.

``bulk_create`` refuses models that inherit a table. ``Model.save`` writes such a row
table by table; this does the same for many objects at once, with the same function.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections, models, router


def insert_pages(pages: Sequence[Any]) -> None:
    """Insert new pages in all their tables; sets their primary keys.

    The pages are of one class; what ``save`` would have made up must be set. A page
    that has a key already, a reserved one, keeps it.
    """
    reserved = [page for page in pages if page.pk is not None]
    _insert_alike(reserved)
    _insert_alike([page for page in pages if page.pk is None])


def _insert_alike(pages: Sequence[Any]) -> None:
    """Insert pages that all have a key, or all have none."""
    if not pages:
        return
    meta = pages[0]._meta  # noqa: SLF001 -- public API
    database = router.db_for_write(type(pages[0]))
    tables = [*reversed(meta.get_parent_list()), type(pages[0])]
    for table in tables:
        _insert(table, pages, database)
    for page in pages:
        page._state.adding = False  # noqa: SLF001 -- as Model.save does
        page._state.db = database  # noqa: SLF001


def _insert(table: Any, objects: Sequence[Any], database: str) -> None:
    """Insert the columns of one table; children get the key that their parent got."""
    meta = table._meta  # noqa: SLF001 -- public API
    for parent, link in meta.parents.items():
        key_of_parent = parent._meta.pk.attname  # noqa: SLF001
        for each in objects:
            setattr(each, link.attname, getattr(each, key_of_parent))
    key = meta.pk
    is_new = isinstance(key, models.AutoField) and objects[0].pk is None
    fields = [
        field for field in meta.local_concrete_fields if not (is_new and field is key)
    ]
    insert = table._base_manager._insert  # noqa: SLF001 -- as Model.save does
    for part in _parts(objects, fields, database):
        returning = [key] if is_new else []
        made = insert(part, fields=fields, returning_fields=returning, using=database)
        for each, row in zip(part, made if is_new else (), strict=is_new):
            setattr(each, key.attname, row[0])


def _parts(
    objects: Sequence[Any], fields: Sequence[Any], database: str
) -> Iterator[list[Any]]:
    """Yield the objects in as many parts as the database has room for parameters."""
    size = connections[database].ops.bulk_batch_size(fields, objects)
    for start in range(0, len(objects), size):
        yield list(objects[start : start + size])
