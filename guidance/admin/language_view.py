"""The frame of each page about the catalog of one language."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from guidance.admin.wording import (
    language_name,
)
from guidance.conf import guidance_settings
from guidance.text.direction import direction
from guidance.translation.roles import may_translate


class LanguageView(WagtailAdminTemplateMixin, View):
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


def checked(request: HttpRequest, language: str) -> str:
    """Return the language, or raise Http404: others are not there for a translator."""
    if not may_translate(request.user, language):
        raise Http404
    return language
