"""A PO file comes in: first its plan, then the word to apply it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from guidance.admin.catalog_forms import UploadForm
from guidance.admin.catalogs import CatalogView
from guidance.admin.entry_pages import entries_context
from guidance.admin.language_view import LanguageView, checked
from guidance.admin.publishing import publish_and_tell, publish_by_rule
from guidance.admin.rights import may_publish
from guidance.admin.wording import refusal, shown_counts
from guidance.models import StagedUpload
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.policy import load_policy
from guidance.translation.publish import Order
from guidance.translation.staging import apply_staged, plan_staged, stage


class UploadView(CatalogView):
    """Takes a file and shows what it would change."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> Any:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                row = stage(
                    file.name,
                    file.read(),
                    self.language,
                    now=timezone.now(),
                    user=request.user,
                )
            except UploadRefusedError as error:
                form.add_error("file", refusal(error))
            else:
                return redirect("guidance_translations:plan", self.language, row.pk)
        return self.render_to_response(self.get_context_data(upload_form=form))


class PlanView(LanguageView):
    """What a file would change; a GET that stores nothing."""

    template_name = "guidance/admin/upload_plan.html"
    header_icon = "upload"

    def get_page_title(self) -> str:
        return gettext("Plan of the upload")

    def get(self, request: HttpRequest, pk: int) -> Any:
        row = _staged(request, self.language, pk)
        try:
            staged = plan_staged(row, now=timezone.now())
        except (UploadRefusedError, LockHeldError, LockLostError) as error:
            messages.error(request, refusal(error))
            return redirect("guidance_translations:catalog", self.language)
        context = self.get_context_data(
            staged=staged,
            counts=shown_counts(staged.report.counts()),
            entries_title=gettext("Entries that are not as stored"),
            may_publish=may_publish(request.user, self.language),
            policy=load_policy(self.language),
            **entries_context(staged.report.as_row()["entries"], request.GET.get("p")),
        )
        return self.render_to_response(context)


@require_POST
def apply_plan(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Apply a file whose plan was shown; publish by the rule, or by order."""
    row = _staged(request, checked(request, language), pk)
    try:
        report = apply_staged(row, now=timezone.now(), user=request.user)
    except (UploadRefusedError, LockHeldError, LockLostError) as error:
        messages.error(request, refusal(error))
        return redirect("guidance_translations:catalog", language)
    counts = report.counts()
    stored = sum(counts[name] for name in ("new", "changed", "fuzzy"))
    text = ngettext("%(n)d translation stored.", "%(n)d translations stored.", stored)
    messages.success(request, text % {"n": stored})
    if report.failed():
        messages.warning(
            request,
            gettext("Some entries were rejected or are in conflict: see the report."),
        )
    is_order = "publish" in request.POST and may_publish(request.user, language)
    _publish(request, language, report.owners, is_order=is_order)
    if report.upload is None:
        return redirect("guidance_translations:catalog", language)
    return redirect("guidance_translations:upload", language, report.upload)


def _publish(
    request: HttpRequest, language: str, owners: frozenset[str], *, is_order: bool
) -> None:
    if is_order:
        threshold = load_policy(language).threshold
        publish_and_tell(request, Order(language, threshold, owners=owners))
        return
    publish_by_rule(request, language, owners)


@require_POST
def discard_plan(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Drop a file that was not applied."""
    _staged(request, checked(request, language), pk).delete()
    return redirect("guidance_translations:catalog", language)


def _staged(request: HttpRequest, language: str, pk: int) -> StagedUpload:
    found: StagedUpload = get_object_or_404(
        StagedUpload, pk=pk, locale=language, user=request.user
    )
    return found


upload_view = UploadView.as_view()
plan_view = PlanView.as_view()
