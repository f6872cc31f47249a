"""Wagtail's editor for guidance: no save over a newer version, and more side panels.

Other apps add panels with the hook ``construct_guidance_side_panels``: a function
``(request, object, panels)`` that appends to ``panels``, for pages, questions and
choices.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from guidance.models import GuidancePage

HOOK = "construct_guidance_side_panels"
_SAVE_OVER = "save-over"


def more_side_panels(request: HttpRequest, instance: Any) -> list[Any]:
    """Return the side panels that other apps have for a page, question or choice."""
    panels: list[Any] = []
    for construct in hooks.get_hooks(HOOK):
        construct(request, instance, panels)
    return panels


class GuidanceEditView(EditView):
    """Wagtail's view, which by itself saves an old form over whatever is there now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_checked_by_wagtail = self.expects_json_response
        if (
            self.is_out_of_date
            and not is_checked_by_wagtail
            and request.POST.get(_SAVE_OVER) != self._newest()
        ):
            return self._warn()
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_side_panels(self) -> MediaContainer:
        panels = list(super().get_side_panels())
        if not self.expects_json_response and not self.hydrate_create_view:
            panels += more_side_panels(self.request, self.page)
        return MediaContainer(panels)

    def _newest(self) -> str:
        return f"{self.page.latest_revision_id} {self.latest_revision_created_at}"

    def _warn(self) -> HttpResponse:
        """Show the form again with all that was typed, and say why it is not saved."""
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        newest = self._newest()
        # The form stays out of date, also for autosave, until somebody decides.
        self.latest_revision_created_at = self.request.POST.get(
            "loaded_revision_created_at", ""
        )
        messages.warning(
            self.request,
            format_html(
                '{} <span class="buttons"><button type="submit" form="page-edit-form" '
                'name="{}" value="{}" class="button button-small button-secondary">'
                "{}</button></span>",
                _(
                    "Nothing was saved: somebody else, or an import, has saved this "
                    "page since you opened it. What you typed is still here. Look at "
                    "the newer version in another window before you decide."
                ),
                _SAVE_OVER,
                newest,
                _("Save mine over it"),
            ),
        )
        response: HttpResponse = self.render_to_response(self.get_context_data())
        response.status_code = 409
        return response


class GuidancePageViewSet(PageViewSet):
    model = GuidancePage
    edit_view_class = GuidanceEditView
