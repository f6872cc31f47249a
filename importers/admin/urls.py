"""Every address of the import, below ``/admin/import/``."""

from django.urls import path

from importers.admin.downloads import CsvReport, JsonReport
from importers.admin.new_import import NewImport
from importers.admin.orders import CancelRun, ConfirmRun, PlanAgain
from importers.admin.run_list import RunList
from importers.admin.run_page import RunPage, RunStatus

app_name = "guidance_import"
urlpatterns = [
    path("", RunList.as_view(), name="index"),
    path("new/", NewImport.as_view(), name="new"),
    path("<int:pk>/", RunPage.as_view(), name="run"),
    path("<int:pk>/status/", RunStatus.as_view(), name="status"),
    path("<int:pk>/confirm/", ConfirmRun.as_view(), name="confirm"),
    path("<int:pk>/plan-again/", PlanAgain.as_view(), name="plan_again"),
    path("<int:pk>/cancel/", CancelRun.as_view(), name="cancel"),
    path("<int:pk>/report.json", JsonReport.as_view(), name="json"),
    path("<int:pk>/report.csv", CsvReport.as_view(), name="csv"),
]
