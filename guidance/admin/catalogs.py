"""Catalogs in the admin: what translators download and upload, language by language."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from guidance.admin.publishing import publish_and_tell, publish_by_rule
from guidance.admin.rights import may_publish
from guidance.admin.wording import (
    language_name,
    refusal,
    shown_counts,
    shown_entries,
)
from guidance.catalog.pofile import render
from guidance.conf import guidance_settings
from guidance.models import CatalogUpload, Question, StagedUpload
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.text.direction import direction
from guidance.translation.catalog_files import UploadRefusedError
from guidance.translation.catalog_part import (
    CatalogPart,
    last_download,
    record_download,
)
from guidance.translation.export import language_catalog
from guidance.translation.extract import sync_messages
from guidance.translation.held_addresses import count_held, held_addresses
from guidance.translation.policy import load_policy
from guidance.translation.progress import Progress, load_progress
from guidance.translation.proposals import (
    ProposalRefusedError,
    keep_stored,
    open_proposals,
    take_proposal,
)
from guidance.translation.publish import Order
from guidance.translation.roles import may_translate, translated_by
from guidance.translation.staging import apply_staged, plan_staged, stage
from guidance.translation.undo import UndoRefusedError, undo_upload

_MOST_BYTES = 64 * 1024 * 1024
_UPLOADS_PER_PAGE = 20
_MOST_ADDRESSES = 100


class DownloadForm(forms.Form):
    """Which part of the catalog."""

    WHOLE, STALE, SINCE, QUESTION = "whole", "stale", "since", "question"

    part = forms.ChoiceField(
        label=_("Which texts"),
        choices=[
            (WHOLE, _("All texts")),
            (STALE, _("Only texts whose source has changed")),
            (SINCE, _("Only what changed since my last download")),
            (QUESTION, _("Only one question")),
        ],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )
    question = forms.ModelChoiceField(
        label=_("Question"), queryset=Question.objects.all(), required=False
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("part") == self.QUESTION and not data.get("question"):
            self.add_error("question", gettext("Choose a question."))
        return data

    def catalog_part(self, last: datetime | None) -> CatalogPart | None:
        """Return the part; None for all of it, also for the first download."""
        data = self.cleaned_data
        if data["part"] == self.STALE:
            return CatalogPart(is_stale=True)
        if data["part"] == self.SINCE and last is not None:
            return CatalogPart(since=last)
        if data["part"] == self.QUESTION:
            return CatalogPart(questions=frozenset([data["question"].number]))
        return None


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("PO file"), widget=forms.FileInput(attrs={"accept": ".po"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(gettext("The file is too large."))
        return file


class _CatalogView(WagtailAdminTemplateMixin, View):
    """A page about the catalog of one language, for those who may translate into it."""

    header_icon = "download"

    def dispatch(
        self, request: HttpRequest, *args: Any, language: str, **kwargs: Any
    ) -> Any:
        self.language = checked(request, language)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return language_name(self.language)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("guidance_translations:catalogs"),
                "label": gettext("PO files"),
            },
            *self.trail(),
        ]

    def trail(self) -> list[dict[str, Any]]:
        """Return what comes behind the list of languages."""
        url = reverse("guidance_translations:catalog", args=[self.language])
        return [
            {"url": url, "label": language_name(self.language)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = guidance_settings().source
        return {
            **super().get_context_data(**kwargs),
            "language": self.language,
            "language_name": language_name(self.language),
            "direction": direction(self.language),
            "source_language": source,
            "source_direction": direction(source),
        }


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


class CatalogView(_CatalogView):
    """One language: download, upload, what waits for a decision, and what was uploaded."""

    template_name = "guidance/admin/catalog.html"

    def get(self, _request: HttpRequest) -> Any:
        return self.render_to_response(self.get_context_data())

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uploads = CatalogUpload.objects.filter(locale=self.language)
        pages = Paginator(
            uploads.select_related("user").defer("header"), _UPLOADS_PER_PAGE
        )
        progress: dict[str, Progress] = load_progress([self.language])
        return {
            **super().get_context_data(**kwargs),
            "download_form": kwargs.get("download_form") or DownloadForm(),
            "upload_form": kwargs.get("upload_form") or UploadForm(),
            "progress": progress[self.language],
            "last_download": last_download(self.request.user, self.language),
            "proposals": open_proposals(self.language),
            "addresses": held_addresses(self.language, limit=_MOST_ADDRESSES),
            "more_addresses": max(0, count_held(self.language) - _MOST_ADDRESSES),
            "may_decide": may_publish(self.request.user, self.language),
            "uploads": pages.get_page(self.request.GET.get("p")),
            "policy": load_policy(self.language),
        }


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


class PlanView(_CatalogView):
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
            entries=shown_entries(staged.report.as_row()["entries"]),
            may_publish=may_publish(request.user, self.language),
            policy=load_policy(self.language),
        )
        return self.render_to_response(context)


class ReportView(_CatalogView):
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
            entries=shown_entries(report.get("entries", [])),
            may_undo=_may_undo(request.user, self.upload),
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return str(self.upload.file_name)


def checked(request: HttpRequest, language: str) -> str:
    """Return the language, or raise Http404: others are not there for a translator."""
    if not may_translate(request.user, language):
        raise Http404
    return language


def _staged(request: HttpRequest, language: str, pk: int) -> StagedUpload:
    found: StagedUpload = get_object_or_404(
        StagedUpload, pk=pk, locale=language, user=request.user
    )
    return found


def _may_undo(user: Any, upload: CatalogUpload) -> bool:
    is_own = upload.user_id is not None and upload.user_id == user.pk
    return upload.undone_at is None and (is_own or may_publish(user, upload.locale))


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
        _publish(request, language, report.owners, is_order=False)
    return redirect("guidance_translations:upload", language, pk)


@require_POST
def decide(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Take a proposal, or keep what is stored."""
    checked(request, language)
    if not may_publish(request.user, language):
        raise PermissionDenied
    if pk not in {each.pk for each in open_proposals(language)}:
        raise Http404
    act = take_proposal if "take" in request.POST else keep_stored
    try:
        act(pk, now=timezone.now(), user=request.user)
    except ProposalRefusedError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, gettext("Decided."))
    return redirect("guidance_translations:catalog", language)


catalogs_view = CatalogsView.as_view()
catalog_view = CatalogView.as_view()
download_view = DownloadView.as_view()
upload_view = UploadView.as_view()
plan_view = PlanView.as_view()
report_view = ReportView.as_view()
