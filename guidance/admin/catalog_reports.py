"""What became of an upload, and taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from guidance.admin.entry_pages import entries_context
from guidance.admin.language_view import LanguageView, checked
from guidance.admin.publishing import publish_by_rule
from guidance.admin.rights import may_publish
from guidance.admin.wording import refusal, shown_counts
from guidance.models import CatalogUpload
from guidance.translation.undo import UndoRefusedError, undo_upload


class ReportView(LanguageView):
    """What became of an upload."""

    template_name = "guidance/admin/upload_report.html"
    header_icon = "upload"

    def get(self, request: HttpRequest, pk: int) -> Any:
        uploads = CatalogUpload.objects.select_related("user", "undone_by")
        self.upload = get_object_or_404(uploads, pk=pk, locale=self.language)
        report = self.upload.report
        context = self.get_context_data(
            upload=self.upload,
            counts=shown_counts(report.get("counts", {})),
            may_undo=_may_undo(request.user, self.upload),
            **entries_context(report.get("entries", []), request.GET.get("p")),
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return str(self.upload.file_name)


@require_POST
def undo(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Take an upload back: its sender may, and who may publish the language."""
    upload = get_object_or_404(CatalogUpload, pk=pk, locale=checked(request, language))
    if not _may_undo(request.user, upload):
        raise PermissionDenied
    try:
        report = undo_upload(pk, now=timezone.now(), user=request.user)
    except UndoRefusedError as error:
        messages.error(request, refusal(error))
    else:
        count = len(report.restored)
        text = ngettext(
            "%(n)d translation restored.", "%(n)d translations restored.", count
        )
        messages.success(request, text % {"n": count})
        if report.kept:
            text = ngettext(
                "%(n)d was changed since and stays.",
                "%(n)d were changed since and stay.",
                len(report.kept),
            )
            messages.warning(request, text % {"n": len(report.kept)})
        publish_by_rule(request, language, report.owners)
    return redirect("guidance_translations:upload", language, pk)


def _may_undo(user: Any, upload: CatalogUpload) -> bool:
    is_own = upload.user_id is not None and upload.user_id == user.pk
    return upload.undone_at is None and (is_own or may_publish(user, upload.locale))


report_view = ReportView.as_view()
