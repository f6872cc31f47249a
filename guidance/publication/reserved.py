"""Primary keys of pages that are about to be made, so that their texts can link to them."""

from django.db import connection
from wagtail.models import Page


def reserve_keys(number: int) -> list[int]:
    """Return primary keys that no page has, or will get by itself; none is used twice.

    Those that are not used in the end leave a gap, as a transaction that was rolled back
    does. On a database that cannot do it there are none.
    """
    if not number:
        return []
    table = Page._meta.db_table  # noqa: SLF001 -- public API
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Where AUTOINCREMENT keeps the largest key that there ever was.
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s "
                "RETURNING seq",
                [number, table],
            )
            (last,) = cursor.fetchone()
            return list(range(last - number + 1, last + 1))
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
                "FROM generate_series(1, %s)",
                [table, number],
            )
            return [key for (key,) in cursor.fetchall()]
    return []
