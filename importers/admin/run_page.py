"""The page of one run in each of its states, and what it asks every second."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from guidance.conf import guidance_settings
from guidance.publication.lock import held_since
from guidance.text.direction import direction
from importers.admin import uploads
from importers.admin.access import ImportersOnly
from importers.admin.document_rows import planned_documents, reported_documents, tabs
from importers.admin.frame import ImportPage
from importers.admin.standing import Standing, standing
from importers.admin.tasks import worker_command
from importers.admin.wording import (
    STATE_CLASSES,
    problem_row,
    problem_sentence,
    sentence_of_row,
    who,
)
from importers.models import ImportRun, State
from importers.run_record import INTERRUPTED


class RunPage(ImportPage):
    """One run: being planned, to be confirmed, at work, or over."""

    run: ImportRun
    standing: Standing

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        runs = ImportRun.objects.select_related("user")
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        self.standing = standing(self.run, timezone.now(), held_since())
        if (
            self.standing.state is State.INTERRUPTED
            and self.run.state != State.INTERRUPTED
        ):
            # Nobody has marked it yet; its report is its plan's.
            self.run.state, self.run.report = State.INTERRUPTED, {}
            self.run.problem = problem_row(INTERRUPTED)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Import “%(source)s”") % {"source": self.run.source}

    def get_template_names(self) -> list[str]:
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
            who=who(run),
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
            is_stopping=uploads.is_stop_asked(run.upload),
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
        now = standing(run, timezone.now(), held_since())
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
