"""The addresses of translations in the admin."""

from django.urls import path

from guidance.admin import (
    addresses,
    catalog_download,
    catalog_reports,
    catalog_upload,
    catalogs,
    matrix,
    panel,
    proposals,
)

app_name = "guidance_translations"
_PANEL = "choices/<int:choice>/<str:language>/"
_CATALOG = "catalogs/<str:language>/"

urlpatterns = [
    path("", matrix.matrix_view, name="matrix"),
    path("results/", matrix.matrix_results_view, name="matrix_results"),
    path("publish/", matrix.publish_selected, name="publish_selected"),
    path(_PANEL, panel.panel_view, name="panel"),
    path(f"{_PANEL}publish/", panel.publish_page, name="publish_page"),
    path(f"{_PANEL}all-pages/", panel.spread, name="spread"),
    path(f"{_PANEL}up-to-date/", panel.note_source, name="note_source"),
    path(f"{_PANEL}give-back/", panel.give_back, name="give_back"),
    path(f"{_PANEL}source-change/", panel.mark_change, name="mark_change"),
    path("catalogs/", catalogs.catalogs_view, name="catalogs"),
    path(_CATALOG, catalogs.catalog_view, name="catalog"),
    path(f"{_CATALOG}download/", catalog_download.download_view, name="download"),
    path(f"{_CATALOG}upload/", catalog_upload.upload_view, name="upload_file"),
    path(f"{_CATALOG}plan/<int:pk>/", catalog_upload.plan_view, name="plan"),
    path(
        f"{_CATALOG}plan/<int:pk>/apply/", catalog_upload.apply_plan, name="apply_plan"
    ),
    path(
        f"{_CATALOG}plan/<int:pk>/discard/",
        catalog_upload.discard_plan,
        name="discard_plan",
    ),
    path(f"{_CATALOG}uploads/<int:pk>/", catalog_reports.report_view, name="upload"),
    path(f"{_CATALOG}uploads/<int:pk>/undo/", catalog_reports.undo, name="undo"),
    path(
        f"{_CATALOG}addresses/<int:pk>/",
        addresses.decide_address,
        name="decide_address",
    ),
    path(f"{_CATALOG}proposals/<int:pk>/", proposals.decide, name="decide"),
]
