"""Translators stay with their files: a list of what they may reach, nothing else.

Wagtail opens its choosers and its own API to everybody who may enter the admin, with the
titles of drafts and private pages. Somebody who has no other right than ours gets the
pages of the catalogs, and those that are everybody's own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from guidance.conf import guidance_settings
from guidance.translation.roles import right_names

_OWN = "guidance_translations"
_ENTER = "wagtailadmin.access_admin"
# Addresses of the admin that show nothing but the person who asks.
EVERYBODYS = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_account",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_dismissibles",
    }
)


class TranslatorGate:
    """Middleware: sends those who only translate back from the rest of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        match = request.resolver_match
        if match is None or match.view_name in EVERYBODYS or match.app_name == _OWN:
            return None
        if not only_translates(request.user):
            return None
        refused: HttpResponseBase = permission_denied(request)
        return refused


def only_translates(user: Any) -> bool:
    """Whether somebody has rights on languages and none on anything else."""
    if not user.is_active or user.is_superuser:
        return False
    rights = user.get_all_permissions()
    ours = right_names(guidance_settings().targets)
    if _ENTER not in rights or not rights & ours:
        return False
    if rights - ours - {_ENTER}:
        return False
    groups = user.groups.all()
    return not (
        GroupPagePermission.objects.filter(group__in=groups).exists()
        or GroupCollectionPermission.objects.filter(group__in=groups).exists()
    )
