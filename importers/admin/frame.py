"""What all pages of the import share: Wagtail's header, the way back."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from importers.admin.access import ImportersOnly

ICON = "upload"
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}
LIST = {"url": reverse_lazy("guidance_import:index"), "label": _("Import")}


class ImportPage(ImportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A page below *Import*, with Wagtail's header."""

    header_icon = ICON
    title: str | Promise = ""

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, LIST, {"url": "", "label": self.get_page_title()}]
