"""All rows of a database, in a form in which two runs of the same work are equal.

What may differ, and nothing else, is in ``EXCEPTIONS``, each with its reason.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

Row = tuple[tuple[str, Any], ...]
Rows = dict[str, list[Row]]

EXCEPTIONS = {
    "*.time": "when a row was written is another time in each run; only whether is compared",
    "wagtailcore_pagelogentry.uuid": "drawn for each request; only whether is compared",
    "wagtailcore_revision.id": "numbered in the order of writing, which nobody reads; "
    "pointers to a revision are compared as the n-th revision of their page",
    "wagtailcore_pagelogentry.id": "numbered in the order of writing; entries of a page "
    "are compared in their order",
    "wagtailcore_referenceindex.id": "written from a set, in no order",
    "wagtailsearch_indexentry.id": "numbered in the order of writing, with gaps where an "
    "entry was there; its full-text content has the same number",
    "wagtailsearch_indexentry.title_norm": "the mean length of the titles that were there "
    "at that moment, divided by this one's; for a batch the mean of the last thousand",
    "guidance_publicationlock": "who held the lock last",
    "django_session": "nothing of it belongs to content",
    "sqlite full-text shadow tables": "how SQLite packs its index depends on the number of "
    "statements; the index is checked and searched instead",
}

_NUMBERED = {
    "wagtailcore_revision",
    "wagtailcore_pagelogentry",
    "wagtailcore_referenceindex",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts_content",
}
_REVISIONS = {"latest_revision_id", "live_revision_id", "revision_id"}
_UNSEEN = {"guidance_publicationlock", "django_session"}
_SHADOWS = ("_fts_data", "_fts_idx", "_fts_docsize", "_fts_config", "_fts")


def all_rows() -> Rows:
    """Return {table: rows} of every table of the connected database."""
    names = _revision_names()
    tables = [
        table
        for table in connection.introspection.table_names(include_views=False)
        if table not in _UNSEEN and not table.endswith(_SHADOWS)
    ]
    return {
        table: sorted((_row(table, row, names) for row in _select(table)), key=repr)
        for table in tables
    }


def differences(one: Rows, other: Rows) -> dict[str, tuple[list[Row], list[Row]]]:
    """Return {table: (rows only here, rows only there)} of the tables that differ."""
    found = {}
    for table in sorted(one.keys() | other.keys()):
        here, there = one.get(table, []), other.get(table, [])
        only = (
            [row for row in here if row not in there],
            [row for row in there if row not in here],
        )
        if here != there:
            found[table] = only
    return found


def reset_numbers() -> None:
    """Let tables count from where they are, as if what was rolled back had never been."""
    if connection.vendor != "postgresql":
        return
    from django.apps import apps
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _select(table: str) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        columns = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(columns, row, strict=True))


def _revision_names() -> dict[int, str]:
    """Return {id: "page 7, revision 2"}: their numbers say nothing, their order does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, object_id FROM wagtailcore_revision ORDER BY created_at, id"
        )
        rows = cursor.fetchall()
    counts: dict[str, int] = {}
    names = {}
    for revision, page in rows:
        counts[page] = counts.get(page, 0) + 1
        names[revision] = f"page {page}, revision {counts[page]}"
    return names


def _row(table: str, row: dict[str, Any], names: Mapping[int, str]) -> Row:
    if table == "wagtailcore_revision":
        row["nth"] = names[row["id"]]
        content = row["content"]
        row["content"] = _content(
            json.loads(content) if isinstance(content, str) else content, names
        )
    if table == "importers_importrun":
        row["report"] = _report(row["report"], names)
    if table == "wagtailcore_pagelogentry":
        row["data"] = _log_data(row["data"], names)
    if table in _NUMBERED:
        del row["id"]
    row.pop("title_norm", None)
    if row.get("uuid"):
        row["uuid"] = "one of a request"
    for column in _REVISIONS & row.keys():
        row[column] = names.get(row[column])
    return tuple(sorted((name, _value(value)) for name, value in row.items()))


def _content(content: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    for name in ("latest_revision", "live_revision"):
        content[name] = names.get(content[name])
    return {
        name: "a time" if value and name.endswith("_at") else value
        for name, value in content.items()
    }


def _log_data(data: Any, names: Mapping[int, str]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(data) if isinstance(data, str) else data
    if "revision" in read:
        read["revision"] = {"id": names.get(read["revision"]["id"])}
    return read


def _report(report: Any, names: Mapping[int, str]) -> Any:
    read = json.loads(report) if isinstance(report, str) else report
    for document in (read or {}).get("documents", ()):
        if document.get("revision"):
            document["revision"] = names.get(document["revision"])
    return read


def _value(value: Any) -> str:
    """Return a value as text; a time only says that there is one."""
    if isinstance(value, datetime) or _is_time(value):
        return "a time"
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return repr(value)


def _is_time(value: Any) -> bool:
    """Whether SQLite's text is one of the times that Django stores."""
    if not isinstance(value, str) or not value[:4].isdigit() or value[4:5] != "-":
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
