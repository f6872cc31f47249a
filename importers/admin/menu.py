"""*Import* in Wagtail's menu."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.urls.resolvers import URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from importers.admin.access import may_import


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


def menu_item() -> MenuItem:
    """Return the item, which only those see who may import."""
    return ImportMenuItem(
        _("Import"),
        reverse("guidance_import:index"),
        name="guidance-import",
        icon_name="upload",
        order=160,
    )


def import_urls() -> list[URLResolver]:
    """Return the addresses for Wagtail's admin."""
    return [path("import/", include("importers.admin.urls"))]
