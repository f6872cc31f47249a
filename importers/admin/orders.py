"""The buttons of a run's page: confirm, plan again, cancel."""

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from importers.admin import jobs
from importers.admin.access import ImportersOnly
from importers.admin.tasks import plan_upload, run_upload
from importers.models import ImportRun


class _Order(ImportersOnly, View):
    """A button of a run's page; only POST does anything."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ImportRun, pk=pk)
        try:
            self.order(request, run)
        except OperationalError:
            # A large batch can hold SQLite's one write lock longer than a request waits.
            messages.warning(request, _("The database is busy. Try again in a moment."))
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
