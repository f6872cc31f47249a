"""The matrix: questions and choices by languages, each with its state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from guidance.admin.rights import may_publish, may_see_matrix, publishable
from guidance.conf import guidance_settings
from guidance.models import Question, StatusState, TranslationStatus
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.publication.valid import reason_of
from guidance.text.direction import direction
from guidance.translation.policy import load_policy
from guidance.translation.publish import (
    Order,
    Outcome,
    PageOutcome,
    publish_translations,
)

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_AT_ONCE = 200


def language_name(code: str) -> str:
    """Return the name of a configured language in that language."""
    return str(dict(settings.LANGUAGES).get(code, code))


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
    """Publish the chosen rows in one language: an order, under every rule."""
    language = request.POST.get("language", "")
    if not may_publish(request.user, language):
        raise PermissionDenied
    owners = request.POST.getlist("owner")[:_MOST_AT_ONCE]
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("guidance_translations:matrix")
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


def publish_and_tell(request: HttpRequest, order: Order) -> None:
    """Publish, and say in the admin what became of the pages."""
    try:
        outcomes = publish_translations(order, now=timezone.now(), user=request.user)
    except (LockHeldError, LockLostError) as error:
        messages.error(request, str(error))
        return
    for level, text in outcome_texts(outcomes):
        messages.add_message(request, level, text)


_TEXTS = {
    Outcome.BELOW_THRESHOLD: _("too little is translated"),
    Outcome.NO_HEADING: _("the heading is not translated"),
    Outcome.STALE: _("the source has new texts to translate"),
    Outcome.EDITED: _("somebody is at work on the page"),
    Outcome.ADAPTED: _("an editor adapted the page"),
}


def outcome_texts(outcomes: Sequence[PageOutcome]) -> Iterator[tuple[int, str]]:
    """Yield (level, sentence) about what was published and what was not."""
    done = [
        row for row in outcomes if row.outcome in (Outcome.CREATED, Outcome.UPDATED)
    ]
    same = [row for row in outcomes if row.outcome is Outcome.UNCHANGED]
    drafts = [row for row in outcomes if row.outcome is Outcome.DRAFTED]
    if done or not outcomes:
        yield (
            messages.SUCCESS,
            ngettext("%(n)d page published.", "%(n)d pages published.", len(done))
            % {"n": len(done)},
        )
    if same:
        text = ngettext(
            "%(n)d page was up to date.", "%(n)d pages were up to date.", len(same)
        )
        yield messages.INFO, text % {"n": len(same)}
    if drafts:
        text = ngettext(
            "%(n)d adapted page got a draft for review.",
            "%(n)d adapted pages got a draft for review.",
            len(drafts),
        )
        yield messages.INFO, text % {"n": len(drafts)}
    for outcome, reason in _TEXTS.items():
        names = [
            f"{row.question}.{row.choice}" for row in outcomes if row.outcome is outcome
        ]
        if names:
            said = gettext("Left as it is, because %(reason)s: %(pages)s")
            yield messages.WARNING, said % {"reason": reason, "pages": ", ".join(names)}
    for row in outcomes:
        if row.refusal is not None:
            said = gettext(
                "%(page)s was left as it is and cannot be stored: %(reason)s"
            )
            page = f"{row.question}.{row.choice}"
            yield (
                messages.ERROR,
                said % {"page": page, "reason": reason_of(row.refusal)},
            )


matrix_view = MatrixView.as_view()
matrix_results_view = MatrixView.as_view(results_only=True)
