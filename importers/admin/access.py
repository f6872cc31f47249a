"""Who may import: users with the permission *import guidance*."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

PERMISSION = "importers.import_guidance"


def may_import(user: Any) -> bool:
    """Whether a user sees and reaches the import."""
    return bool(user.has_perm(PERMISSION))


def import_permission() -> QuerySet[Permission]:
    """Return the permission for Wagtail's form of a group."""
    return Permission.objects.filter(
        content_type__app_label="importers", codename="import_guidance"
    )


class ImportersOnly:
    """Every view of the import has this base: without the permission it is denied."""

    def dispatch(
        self: Any, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
