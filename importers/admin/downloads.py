"""The report of a run as a file: JSON as the command writes it, or CSV."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from importers.admin.access import ImportersOnly
from importers.models import ImportRun
from importers.report import public

_COLUMNS = (
    *("path", "action", "question", "choice"),
    *("severity", "line", "message", "code", "page", "revision"),
)
# With one of these a spreadsheet would begin to calculate.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Download(ImportersOnly, View):
    ending: str
    content_type: str

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ImportRun, pk=pk)
        response = HttpResponse(
            self.content(public(run.report)), content_type=self.content_type
        )
        name = f"import-{run.pk}.{self.ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def content(self, report: dict[str, Any]) -> str:
        raise NotImplementedError


class JsonReport(_Download):
    ending = "json"
    content_type = "application/json"

    def content(self, report: dict[str, Any]) -> str:
        return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


class CsvReport(_Download):
    ending = "csv"
    content_type = "text/csv; charset=utf-8"

    def content(self, report: dict[str, Any]) -> str:
        file = io.StringIO()
        writer = csv.DictWriter(file, _COLUMNS, restval="")
        writer.writeheader()
        for row in _rows(report):
            writer.writerow({name: _inert(value) for name, value in row.items()})
        # The mark at the beginning tells a spreadsheet that this is UTF-8.
        return "\ufeff" + file.getvalue()


def _rows(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each finding, and one for each document without any."""
    for document in report.get("documents", ()):
        about = {name: document.get(name) for name in _COLUMNS if name in document}
        findings: list[dict[str, Any]] = document["findings"] or [{}]
        for finding in findings:
            yield {**about, **finding}
    for gone in report.get("gone", ()):
        yield {**gone, "action": "gone"}
    for note in report.get("notes", ()):
        yield {**note, "action": "note"}


def _inert(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
