"""The pages of the import: all runs, a new one, one run in each of its states."""

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from guidance.conf import guidance_settings
from guidance.text.direction import direction
from importers.admin import jobs, uploads
from importers.admin.access import ImportersOnly
from importers.admin.document_rows import (
    planned_documents,
    reported_documents,
    tabs,
)
from importers.admin.forms import UploadForm
from importers.admin.standing import Standing, standing
from importers.admin.tasks import plan_upload, run_upload, worker_command
from importers.admin.upload_limit import limit_upload
from importers.admin.wording import (
    STATE_CLASSES,
    problem_sentence,
    sentence,
    sentence_of_row,
)
from importers.models import ImportRun, State

# A plan of this much is ready before anybody has read the page that says to wait.
_SMALL = 256 * 1024

_HOME = [
    {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
    {"url": reverse_lazy("guidance_import:index"), "label": gettext_lazy("Import")},
]


class RunList(ImportersOnly, BaseListingView):
    """All imports, also those of the command."""

    model = ImportRun
    page_title = gettext_lazy("Import")
    header_icon = "upload"
    breadcrumbs_items = _HOME[:1]
    index_url_name = "guidance_import:index"
    paginate_by = 25
    verbose_name_plural = gettext_lazy("import runs")
    columns = [  # noqa: RUF012 - Wagtail's way
        TitleColumn(
            "source",
            label=gettext_lazy("Source"),
            url_name="guidance_import:run",
        ),
        DateColumn("started_at", label=gettext_lazy("Date")),
        Column("user", label=gettext_lazy("Who"), accessor="who"),
        Column("sums", label=gettext_lazy("Documents"), accessor="sums"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("Status"),
            accessor=lambda run: run.get_state_display(),
            primary=lambda run: run.state == State.DONE,
        ),
    ]

    def get_base_queryset(self) -> QuerySet[ImportRun]:
        # A report can have megabytes; the list wants its counts alone.
        runs = ImportRun.objects.select_related("user").defer("report")
        return runs.annotate(counts=F("report__counts"))

    def get_table(self, object_list: Any) -> Any:
        for run in object_list:
            run.who, run.sums = _who(run), _sums(run.counts)
        return super().get_table(object_list)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("New import"), reverse("guidance_import:new"), icon_name="plus"
            )
        ]


def _who(run: ImportRun) -> str:
    if run.user is not None:
        return str(run.user.get_full_name() or run.user.get_username())
    return "" if run.queued_at else "import_markdown"


def _sums(counts: dict[str, int] | None) -> str:
    return ", ".join(f"{tab.label}: {tab.count}" for tab in tabs(counts or {}, ""))


class _Page(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A page below *Import*, with Wagtail's header."""

    header_icon = "upload"
    title: str = ""

    def get_page_title(self) -> str:
        return self.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_HOME, {"url": "", "label": self.get_page_title()}]


@method_decorator(csrf_exempt, name="dispatch")
class NewImport(_Page):
    """The form. The check of the token waits until the request's length is known."""

    template_name = "importers/admin/new.html"
    title = gettext_lazy("New import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=UploadForm(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        limit = limit_upload(request)

        @csrf_protect
        def upload(request: HttpRequest) -> HttpResponse:
            form = UploadForm(request.POST, request.FILES)
            if not form.is_valid() or limit.refused:
                if limit.refused:
                    form.refuse_length()
                return self._again(form)
            return self._begin(form)

        return upload(request)

    def _again(self, form: UploadForm) -> HttpResponse:
        context = self.get_context_data()
        return render(
            self.request, self.template_name, {**context, "form": form}, status=422
        )

    def _begin(self, form: UploadForm) -> HttpResponse:
        jobs.sweep(timezone.now())
        given = form.cleaned_data
        try:
            name = uploads.keep(given["files"])
        except uploads.UploadRefusedError as error:
            form.add_error("files", sentence(error.finding))
            return self._again(form)
        options = {
            "paths": [str(file.name) for file in given["files"][:20]],
            "whole": uploads.is_zip(given["files"]),
            "encoding": given["encoding"],
            "draft": given["draft"],
            "strict": False,
            "retire": given["retire"],
            "restore": given["restore"],
        }
        run = jobs.begin(self.request.user, given["source"], options, name)
        if sum(file.size or 0 for file in given["files"]) <= _SMALL:
            jobs.make_plan(run.pk)
        else:
            plan_upload.enqueue(run.pk)
        return redirect("guidance_import:run", run.pk)


class RunPage(_Page):
    """One run: being planned, to be confirmed, at work, or over."""

    run: ImportRun

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.standing: Standing | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.run = get_object_or_404(
            ImportRun.objects.select_related("user"), pk=kwargs["pk"]
        )
        self.standing = standing(self.run, timezone.now())
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Import “%(source)s”") % {"source": self.run.source}

    def get_template_names(self) -> list[str]:
        assert self.standing is not None  # noqa: S101 - get() has set it
        if self.standing.is_open:
            return ["importers/admin/progress.html"]
        if self.standing.state is State.PLANNED:
            return ["importers/admin/plan.html"]
        return ["importers/admin/report.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run, action = self.run, self.request.GET.get("action", "")
        number = self.request.GET.get("p")
        is_plan = run.state == State.PLANNED
        documents = (planned_documents if is_plan else reported_documents)(
            run, action, number
        )
        source = guidance_settings().source
        gone = run.report.get("gone", ())
        return super().get_context_data(
            run=run,
            standing=self.standing,
            state_class=STATE_CLASSES.get(State(run.state), ""),
            who=_who(run),
            problem=problem_sentence(run.problem),
            counts=run.report.get("counts", {}),
            tabs=tabs(run.report.get("counts", {}), action),
            current_action=action,
            documents=documents,
            elided_page_range=documents.paginator.get_elided_page_range(
                documents.number
            ),
            gone=gone,
            retiring=bool(run.options.get("retire") and gone),
            notes=_notes(run),
            can_plan_again=uploads.exists(run.upload),
            worker_command=worker_command(),
            progress_text=progress_text(run),
            source_language=source,
            source_direction=direction(source),
            **kwargs,
        )


def _notes(run: ImportRun) -> list[dict[str, str]]:
    return [
        {"path": note["path"], "text": sentence_of_row(note)}
        for note in run.report.get("notes", ())
    ]


class RunStatus(ImportersOnly, View):
    """What the page of a run asks every second."""

    def get(self, _request: HttpRequest, pk: int) -> JsonResponse:
        run = get_object_or_404(ImportRun.objects.defer("report"), pk=pk)
        now = standing(run, timezone.now())
        return JsonResponse(
            {
                "state": now.state.value,
                "open": now.is_open,
                "stuck": now.is_stuck,
                "lost": now.is_lost,
                "percent": now.percent,
                "text": progress_text(run),
            }
        )


def progress_text(run: ImportRun) -> str:
    """Return how far a run is, for the eye and for a screen reader."""
    if not run.total:
        return ""
    return _("%(done)s of %(total)s documents") % {
        "done": run.done,
        "total": run.total,
    }


class _Order(ImportersOnly, View):
    """A button of a run's page; only POST does anything."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ImportRun, pk=pk)
        self.order(request, run)
        return redirect("guidance_import:run", pk)

    def order(self, request: HttpRequest, run: ImportRun) -> None:
        raise NotImplementedError


class ConfirmRun(_Order):
    def order(self, request: HttpRequest, run: ImportRun) -> None:
        retiring = run.options.get("retire") and run.report.get("gone")
        if retiring and not request.POST.get("retire"):
            messages.error(
                request, _("Confirm apart that the pages are to be unpublished.")
            )
        elif jobs.confirm(run, request.POST.get("digest", "")):
            run_upload.enqueue(run.pk)
        else:
            messages.warning(
                request, _("This plan is not the current one. Look at it again.")
            )


class PlanAgain(_Order):
    def order(self, request: HttpRequest, run: ImportRun) -> None:
        if jobs.plan_again(run):
            plan_upload.enqueue(run.pk)
        else:
            messages.warning(
                request, _("The files are not kept any more. Upload them again.")
            )


class CancelRun(_Order):
    def order(self, request: HttpRequest, run: ImportRun) -> None:  # noqa: ARG002
        jobs.cancel(run)
