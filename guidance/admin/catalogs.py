"""Catalogs in the admin: the languages of a translator, and each of them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from guidance.admin.catalog_forms import DownloadForm, UploadForm
from guidance.admin.entry_pages import pagination
from guidance.admin.language_view import LanguageView
from guidance.admin.rights import may_publish
from guidance.admin.wording import language_name, shown_counts
from guidance.catalog.plan import Outcome
from guidance.models import CatalogUpload
from guidance.translation.catalog_part import last_download
from guidance.translation.held_addresses import count_held, held_addresses
from guidance.translation.policy import load_policy
from guidance.translation.progress import Progress, load_progress
from guidance.translation.proposals import open_proposals
from guidance.translation.roles import translated_by

_UPLOADS_PER_PAGE = 20
_MOST_WAITING = 100
_QUIET = frozenset({Outcome.SAME, Outcome.EMPTY, Outcome.OBSOLETE})


class CatalogsView(WagtailAdminTemplateMixin, View):
    """The languages that somebody translates into."""

    template_name = "guidance/admin/catalogs.html"
    page_title = _("PO files")
    header_icon = "download"

    def get(self, request: HttpRequest) -> Any:
        languages = translated_by(request.user)
        if not languages:
            raise PermissionDenied
        if len(languages) == 1:
            return redirect("guidance_translations:catalog", languages[0])
        return self.render_to_response(self.get_context_data(languages=languages))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        progress = load_progress(kwargs["languages"])
        context["rows"] = [
            (code, language_name(code), progress[code]) for code in kwargs["languages"]
        ]
        return context


class CatalogView(LanguageView):
    """One language: download, upload, what waits for a decision, and what was uploaded."""

    template_name = "guidance/admin/catalog.html"

    def get(self, _request: HttpRequest) -> Any:
        return self.render_to_response(self.get_context_data())

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uploads = CatalogUpload.objects.filter(locale=self.language)
        # A report can have megabytes; the list wants its counts alone.
        rows = uploads.select_related("user").defer("header", "report")
        pages = Paginator(rows.annotate(counts=F("report__counts")), _UPLOADS_PER_PAGE)
        uploads_page: Page[Any] = pages.get_page(self.request.GET.get("p"))
        for upload in uploads_page:
            upload.sums = shown_counts(_telling(upload.counts))
        proposals = open_proposals(self.language)
        progress: dict[str, Progress] = load_progress([self.language])
        return {
            **super().get_context_data(**kwargs),
            "download_form": kwargs.get("download_form") or DownloadForm(),
            "upload_form": kwargs.get("upload_form") or UploadForm(),
            "progress": progress[self.language],
            "last_download": last_download(self.request.user, self.language),
            "proposals": proposals[:_MOST_WAITING],
            "more_proposals": max(0, len(proposals) - _MOST_WAITING),
            "addresses": held_addresses(self.language, limit=_MOST_WAITING),
            "more_addresses": max(0, count_held(self.language) - _MOST_WAITING),
            "may_decide": may_publish(self.request.user, self.language),
            "uploads": uploads_page,
            **pagination(uploads_page),
            "policy": load_policy(self.language),
        }


def _telling(counts: Mapping[str, int] | None) -> dict[str, int]:
    """Return the counts without the entries that say nothing new."""
    return {name: count for name, count in (counts or {}).items() if name not in _QUIET}


catalogs_view = CatalogsView.as_view()
catalog_view = CatalogView.as_view()
