"""The listed entries of an upload, some at a time: a file may have tens of thousands."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator

from guidance.admin.wording import shown_entries
from guidance.catalog.plan import Outcome
from guidance.translation.upload_report import PLAIN

_PER_PAGE = 100
# What somebody has to do something about comes first, then what is to be looked at, each
# as in the file.
_FIRST = frozenset({Outcome.REJECTED.value, Outcome.CONFLICT.value})


def entries_context(
    entries: Sequence[Mapping[str, Any]], number: str | None
) -> dict[str, Any]:
    """Return what the template needs to show one page of the entries, in words."""
    ordered = sorted(entries, key=_rank)
    page: Page[Any] = Paginator(ordered, _PER_PAGE).get_page(number)
    return {"entries": shown_entries(page.object_list), **pagination(page)}


def _rank(entry: Mapping[str, Any]) -> int:
    if entry["outcome"] in _FIRST:
        return 0
    return 1 if entry["outcome"] not in PLAIN or entry["findings"] else 2


def pagination(page: Page[Any]) -> dict[str, Any]:
    """Return what Wagtail's links to the other pages need."""
    elided = page.paginator.get_elided_page_range(page.number)
    return {"items": page, "elided_page_range": elided}
