"""New pages as rows of both their tables, many at once.

``bulk_create`` refuses models that inherit a table, and asks each field for each value.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import router
from wagtail.models import Page

from guidance.bulk_rows import JsonText, insert_at_once, insert_rows
from guidance.models import GuidancePage


def insert_pages(pages: Sequence[GuidancePage], bodies: Sequence[JsonText]) -> None:
    """Insert new pages with these bodies, and set the keys of those that have none.

    What ``save`` would have made up must be set. A page that has a key already, a
    reserved one, keeps it.
    """
    reserved = [page for page in pages if page.pk is not None]
    unnumbered = [page for page in pages if page.pk is None]
    insert_rows(Page, _NAMES, _rows(_NAMES, reserved))
    rows = _rows(_NAMES_BUT_KEY, unnumbered)
    keys = insert_at_once(Page, _NAMES_BUT_KEY, rows, by="path")
    for page in unnumbered:
        page.id = page.page_ptr_id = keys[page.path]
    own = _rows(_OWN_NAMES, pages)
    with_body = [(*row, body) for row, body in zip(own, bodies, strict=True)]
    insert_rows(GuidancePage, (*_OWN_NAMES, "body"), with_body)
    database = router.db_for_write(GuidancePage)
    for page in pages:
        page._state.adding = False  # noqa: SLF001 -- as Model.save does
        page._state.db = database  # noqa: SLF001


def _rows(names: Iterable[str], pages: Iterable[GuidancePage]) -> list[tuple[Any, ...]]:
    meta = GuidancePage._meta  # noqa: SLF001 -- public API
    return list(
        map(attrgetter(*(meta.get_field(name).attname for name in names)), pages)
    )


def _names(model: Any, *, but: str) -> list[str]:
    fields = model._meta.local_concrete_fields  # noqa: SLF001 -- public API
    return [field.name for field in fields if field.name != but]


_NAMES_BUT_KEY = _names(Page, but="id")
_NAMES = ["id", *_NAMES_BUT_KEY]
_OWN_NAMES = _names(GuidancePage, but="body")
