"""The PO file of a language, for its translators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from guidance.admin.catalog_forms import DownloadForm
from guidance.admin.catalogs import CatalogView
from guidance.catalog.pofile import render
from guidance.translation.catalog_part import (
    last_download,
    record_download,
)
from guidance.translation.export import language_catalog
from guidance.translation.extract import sync_messages


class DownloadView(CatalogView):
    """The PO file; a POST, because the download is noted."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> Any:
        form = DownloadForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(download_form=form))
        now = timezone.now()
        part = form.catalog_part(last_download(request.user, self.language))
        catalog = language_catalog(self.language, sync_messages(now), part)
        if part is not None and not catalog.entries:
            messages.info(
                request, gettext("There is nothing of that kind to translate.")
            )
            return redirect("guidance_translations:catalog", self.language)
        record_download(request.user, self.language, now=now)
        name = "-".join(
            filter(None, ("guidance", self.language, part.name if part else ""))
        )
        response = HttpResponse(
            render(catalog), content_type="text/x-gettext-translation"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.po"'
        return response


download_view = DownloadView.as_view()
