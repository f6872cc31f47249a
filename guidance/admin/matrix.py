"""The matrix: questions and choices by languages, each with its state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from guidance.admin.publishing import publish_and_tell, publish_ready
from guidance.admin.rights import may_publish, may_see_matrix, publishable
from guidance.admin.wording import language_name
from guidance.conf import guidance_settings
from guidance.models import Question, StatusState, TranslationStatus
from guidance.text.direction import direction
from guidance.translation.policy import load_policy
from guidance.translation.publish import Order

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of a question or choice in one language, as it is shown."""

    status: TranslationStatus
    text: str

    @property
    def detail(self) -> str:
        row = self.status
        if row.state == StatusState.PARTIAL:
            return f"{row.shown_percent} %"
        if row.state in (StatusState.MISSING, StatusState.DRAFT) and row.total:
            return f"{row.percent} %"
        return ""

    @property
    def url(self) -> str | None:
        if self.status.choice_id is None:
            return None
        return reverse(
            "guidance_translations:panel",
            args=[self.status.choice_id, self.status.locale],
        )


def cell(row: TranslationStatus) -> Cell:
    """Return how a status is shown, in words as well, for exports."""
    return Cell(row, str(StatusState(row.state).label))


class StatusColumn(Column):
    """One language."""

    cell_template_name = "guidance/admin/status_cell.html"

    def get_value(self, instance: Any) -> Any:
        return instance.cells.get(self.name)


class TitleColumn(Column):
    """The question, or below it the choice, with a box to choose it."""

    cell_template_name = "guidance/admin/matrix_title.html"
    header_template_name = "guidance/admin/matrix_header.html"

    def get_value(self, instance: Any) -> Any:
        return instance


class MatrixFilterSet(WagtailFilterSet):
    locale = django_filters.ChoiceFilter(
        label=_("Language"), method="ignore", empty_label=_("All")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=StatusState.choices, method="ignore"
    )
    question = django_filters.ModelChoiceFilter(
        label=_("Question"), queryset=Question.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = TranslationStatus
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["locale"].extra["choices"] = [
            (code, language_name(code)) for code in guidance_settings().targets
        ]

    def ignore(self, rows: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """Keep the rows that have one of the states in the language, or in any."""
        rows = super().filter_queryset(queryset)
        states = self.form.cleaned_data.get("state")
        if not states:
            return rows
        matching = TranslationStatus.objects.filter(
            owner=OuterRef("owner"), state__in=states, locale__in=self.languages()
        )
        return rows.filter(Exists(matching))

    def languages(self) -> tuple[str, ...]:
        chosen = self.form.cleaned_data.get("locale") if self.is_valid() else None
        return (chosen,) if chosen else guidance_settings().targets


class RowPaginator(WagtailPaginator):
    """Counts rows, in words for whoever reads them."""

    verbose_name = _("question or choice")
    verbose_name_plural = _("questions and choices")


class MatrixView(ReportView):
    """The report; a fixed number of statements for any number of rows."""

    page_title = _("Translations")
    header_icon = "globe"
    template_name = "guidance/admin/matrix.html"
    results_template_name = "guidance/admin/matrix_results.html"
    index_url_name = "guidance_translations:matrix"
    index_results_url_name = "guidance_translations:matrix_results"
    filterset_class = MatrixFilterSet
    model = TranslationStatus
    is_searchable = False
    paginator_class = RowPaginator
    export_filename = "translations"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_matrix(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[TranslationStatus]:
        return self.get_queryset()

    def get_queryset(self) -> QuerySet[TranslationStatus]:
        """Return one row for each question and choice: that of the first language."""
        first = (*guidance_settings().targets, "")[0]
        return (
            TranslationStatus.objects.filter(locale=first)
            .select_related("question", "choice__question")
            .order_by(*(TranslationStatus._meta.ordering or ()))  # noqa: SLF001 - public API
        )

    def decorate_paginated_queryset(
        self, object_list: Iterable[TranslationStatus]
    ) -> list[TranslationStatus]:
        rows = list(object_list)
        cells: dict[str, dict[str, Cell]] = {row.owner: {} for row in rows}
        statuses = TranslationStatus.objects.filter(locale__in=self.languages)
        if not self.is_export:
            statuses = statuses.filter(owner__in=cells)
        for status in statuses.order_by():
            if status.owner in cells:
                cells[status.owner][status.locale] = cell(status)
        for row in rows:
            row.cells = cells[row.owner]  # type: ignore[attr-defined]
        return rows

    @cached_property
    def languages(self) -> tuple[str, ...]:
        filters = self.filters
        return filters.languages() if filters else guidance_settings().targets

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Question, choice")),
            *(
                StatusColumn(code, label=language_name(code), width="16%")
                for code in self.languages
            ),
        ]

    @property
    def list_export(self) -> list[str]:
        return ["owner", "title", *self.languages]

    @property
    def export_headings(self) -> dict[str, Any]:
        return {
            "owner": _("Number"),
            "title": _("Question, choice"),
            **{code: language_name(code) for code in self.languages},
        }

    def to_row_dict(self, item: Any) -> dict[str, str]:
        cells: Mapping[str, Cell] = item.cells
        row = {"owner": item.owner, "title": inert(title(item))}
        for code in self.languages:
            found = cells.get(code)
            row[code] = f"{found.text} {found.detail}".strip() if found else ""
        return row

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        user = self.request.user
        context["publishable"] = [
            (code, language_name(code))
            for code in publishable(user)
            if code in self.languages
        ]
        source = guidance_settings().source
        context["source_language"] = source
        context["source_direction"] = direction(source)
        return context


def title(row: TranslationStatus) -> str:
    """Return the text of a question or choice in the source language."""
    return str(row.choice) if row.choice else f"{row.question.number}. {row.question}"


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("Toplanırız.")
    ("'=1+1", 'Toplanırız.')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


@require_POST
def publish_selected(request: HttpRequest) -> HttpResponse:
    """Publish the chosen rows in one language, or all that is ready: an order."""
    language = request.POST.get("language", "")
    if not may_publish(request.user, language):
        raise PermissionDenied
    owners = request.POST.getlist("owner")[:_MOST_AT_ONCE]
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("guidance_translations:matrix")
    if "ready" in request.POST:
        publish_ready(request, language)
        return redirect(back)
    if not owners:
        messages.warning(request, gettext("Nothing was chosen."))
        return redirect(back)
    threshold = 0 if "any_share" in request.POST else load_policy(language).threshold
    order = Order(
        language=language,
        threshold=threshold,
        show_source="show_source" in request.POST,
        owners=frozenset(owners),
    )
    publish_and_tell(request, order)
    return redirect(back)


matrix_view = MatrixView.as_view()
matrix_results_view = MatrixView.as_view(results_only=True)
