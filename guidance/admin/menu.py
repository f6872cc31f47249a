"""Where translations are found in the admin's menu and on the pages themselves."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from guidance.admin.rights import may_edit, may_see_matrix
from guidance.conf import guidance_settings
from guidance.models import GuidancePage
from guidance.translation.roles import translated_by


class _MatrixItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_matrix(request.user)


class _CatalogsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(translated_by(request.user))


def translations_item() -> MenuItem:
    """Return the submenu; it is shown when one of its items is."""
    items = [
        _MatrixItem(
            _("Overview"),
            reverse("guidance_translations:matrix"),
            name="translation-matrix",
            icon_name="table",
            order=10,
        ),
        _CatalogsItem(
            _("PO files"),
            reverse("guidance_translations:catalogs"),
            name="catalogs",
            icon_name="download",
            order=20,
        ),
    ]
    return SubmenuMenuItem(
        _("Translations"),
        Menu(items=items),
        name="translations",
        icon_name="globe",
        order=160,
    )


def panel_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the way from a page to its translations."""
    del view_name, next_url
    specific = page.specific
    if not isinstance(specific, GuidancePage) or not may_edit(user, specific):
        return
    targets = guidance_settings().targets
    language = specific.language if specific.language in targets else ""
    for code in [language] if language else targets[:1]:
        yield Button(
            _("Translation"),
            url=reverse("guidance_translations:panel", args=[specific.choice_id, code]),
            icon_name="globe",
            priority=12,
        )
