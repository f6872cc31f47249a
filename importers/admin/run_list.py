"""The list of all imports, also those of the command."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from guidance.publication.lock import held_since
from importers.admin.access import ImportersOnly
from importers.admin.document_rows import tabs
from importers.admin.frame import HOME, ICON
from importers.admin.standing import standing
from importers.admin.wording import who
from importers.models import ImportRun, State


class RunList(ImportersOnly, BaseListingView):
    """All imports, also those of the command."""

    model = ImportRun
    page_title = _("Import")
    header_icon = ICON
    breadcrumbs_items = [HOME]  # noqa: RUF012 - Wagtail's way
    index_url_name = "guidance_import:index"
    paginate_by = 25
    verbose_name_plural = _("import runs")
    columns = [  # noqa: RUF012 - Wagtail's way
        TitleColumn(
            "source",
            label=_("Source"),
            url_name="guidance_import:run",
        ),
        DateColumn("started_at", label=_("Date")),
        Column("user", label=_("Who"), accessor="who"),
        Column("sums", label=_("Documents"), accessor="sums"),
        StatusTagColumn(
            "state",
            label=_("Status"),
            accessor=lambda run: run.state_now.label,
            primary=lambda run: run.state_now is State.DONE,
        ),
    ]

    def get_base_queryset(self) -> QuerySet[ImportRun]:
        # A report can have megabytes; the list wants its counts alone.
        runs = ImportRun.objects.select_related("user").defer("report")
        return runs.annotate(counts=F("report__counts"))

    def get_table(self, object_list: Any) -> Any:
        now, since = timezone.now(), held_since()
        for run in object_list:
            run.state_now = standing(run, now, since).state
            is_over = run.state_now is not State.INTERRUPTED
            # Until it is over, its counts are those of its plan.
            run.who, run.sums = who(run), _sums(run.counts if is_over else None)
        return super().get_table(object_list)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("New import"), reverse("guidance_import:new"), icon_name="plus"
            )
        ]


def _sums(counts: dict[str, int] | None) -> str:
    return ", ".join(f"{tab.label}: {tab.count}" for tab in tabs(counts or {}, ""))
