"""Rows of a plan or a report as the templates show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Value, When
from django.utils.functional import Promise
from wagtail.models import Page as SitePage
from wagtail.models import Revision

from importers.action import Action
from importers.admin.wording import (
    ACTIONS,
    KINDS,
    OTHER_FILE,
    OTHER_FORMAT,
    SEVERITIES,
    sentence_of_row,
)
from importers.diff import Fate
from importers.models import ImportRun

PER_PAGE = 25
_URGENCY = {action.value: place for place, action in enumerate(ACTIONS)}
_BY_URGENCY = Case(
    *(When(action=action, then=Value(place)) for action, place in _URGENCY.items()),
    output_field=IntegerField(),
)
# Where there is something to read, the text is open at once.
_OPEN = frozenset({Action.UPDATE, Action.MERGE, Action.CONFLICT, Action.HELD})


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in the reader's language."""

    severity: str
    label: str | Promise
    line: int | None
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A place of the page, word by word."""

    kind: str | Promise
    note: str | Promise
    runs: Sequence[Sequence[str]]
    skipped: int
    left_out: int


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document of a plan or a report."""

    number: int
    path: str
    action: str
    label: str | Promise
    key: str
    is_open: bool
    findings: Sequence[ShownFinding]
    changes: Sequence[ShownChange] = ()
    page: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A count that is a filter, too."""

    action: str
    label: str | Promise
    count: int
    is_current: bool


def tabs(counts: Mapping[str, int], current: str) -> list[Tab]:
    """Return the actions that occur, with their numbers."""
    return [
        Tab(action.value, label, counts[action.value], action.value == current)
        for action, label in ACTIONS.items()
        if counts.get(action.value)
    ]


def planned_documents(run: ImportRun, action: str, number: str | None) -> Page[Any]:
    """Return a page of the plan, of all documents or those of one action."""
    rows = run.plan.order_by(_BY_URGENCY, "number")
    chosen = rows.filter(action=action) if action else rows
    page: Page[Any] = Paginator(chosen, PER_PAGE).get_page(number)
    page.object_list = [
        ShownDocument(
            number=row.number,
            path=row.path,
            action=row.action,
            label=ACTIONS[Action(row.action)],
            key=_key(row.question, row.choice),
            is_open=row.action in _OPEN,
            findings=[_finding(each) for each in row.findings],
            changes=[_change(each) for each in row.changes],
        )
        for row in page.object_list
    ]
    return page


def reported_documents(run: ImportRun, action: str, number: str | None) -> Page[Any]:
    """Return a page of the report; links only to what is still there."""
    rows = list(enumerate(run.report.get("documents", ())))
    rows.sort(key=lambda pair: _URGENCY[pair[1]["action"]])
    chosen = [pair for pair in rows if not action or pair[1]["action"] == action]
    page: Page[Any] = Paginator(chosen, PER_PAGE).get_page(number)
    shown = [row for _, row in page.object_list]
    pages = _existing(SitePage, (row.get("page") for row in shown))
    revisions = _existing(Revision, (row.get("revision") for row in shown))
    page.object_list = [
        ShownDocument(
            number=place,
            path=row["path"],
            action=row["action"],
            label=ACTIONS[Action(row["action"])],
            key=_key(row["question"], row["choice"]),
            is_open=False,
            findings=[_finding(each) for each in row["findings"]],
            page=pages.get(row.get("page")),
            revision=revisions.get(row.get("revision")),
        )
        for place, row in page.object_list
    ]
    return page


def _existing(model: Any, pks: Iterable[int | None]) -> dict[int | None, int]:
    found = model.objects.filter(pk__in={pk for pk in pks if pk})
    return {pk: pk for pk in found.values_list("pk", flat=True)}


def _key(question: int | None, choice: int | None) -> str:
    if question is None:
        return ""
    return f"{question}.{choice}" if choice else str(question)


def _finding(row: Mapping[str, Any]) -> ShownFinding:
    return ShownFinding(
        severity=row["severity"],
        label=SEVERITIES[row["severity"]],
        line=row["line"],
        text=sentence_of_row(row),
        code=row["code"],
    )


def _note(row: Mapping[str, Any]) -> str | Promise:
    """Return what to say where the words stay as they are."""
    if row.get("fate") != Fate.FORMAT:
        return ""
    return OTHER_FILE if row["kind"] == "picture" else OTHER_FORMAT


def _change(row: Mapping[str, Any]) -> ShownChange:
    return ShownChange(
        kind=KINDS.get(row.get("kind", ""), ""),
        note=_note(row),
        runs=row.get("runs", ()),
        skipped=row.get("skipped", 0),
        left_out=row.get("left_out", 0),
    )
