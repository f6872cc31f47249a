"""The form that an import begins with, and what becomes of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from importers.admin import jobs, uploads
from importers.admin.forms import UploadForm
from importers.admin.frame import ImportPage
from importers.admin.tasks import plan_upload
from importers.admin.upload_limit import limit_upload
from importers.admin.wording import sentence

# A plan of this much is ready before anybody has read the page that says to wait.
_SMALL = 256 * 1024


@method_decorator(csrf_exempt, name="dispatch")
class NewImport(ImportPage):
    """The form. The check of the token waits until the request's length is known."""

    template_name = "importers/admin/new.html"
    title = _("New import")

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
            name = uploads.keep(given["documents"])
        except uploads.UploadRefusedError as error:
            form.add_error("documents", sentence(error.finding))
            return self._again(form)
        options = {
            "paths": [str(file.name) for file in given["documents"][:20]],
            "whole": uploads.is_zip(given["documents"]),
            "encoding": given["encoding"],
            "draft": given["draft"],
            "strict": False,
            "retire": given["retire"],
            "restore": given["restore"],
            "take_over": given["take_over"],
        }
        run = jobs.begin(self.request.user, given["source"], options, name)
        if sum(file.size or 0 for file in given["documents"]) <= _SMALL:
            jobs.make_plan(run.pk)
        else:
            plan_upload.enqueue(run.pk)
        return redirect("guidance_import:run", run.pk)
