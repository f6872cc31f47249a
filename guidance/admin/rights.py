"""Who may see and do what with translations in the admin."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from guidance.conf import guidance_settings
from guidance.models import GuidancePage
from guidance.publication.tree import find_index
from guidance.translation import roles


def may_see_matrix(user: Any) -> bool:
    """Whether somebody works with pages, or publishes a language; no translator does."""
    pages = policy_registry.get_by_type(Page)
    return bool(
        pages.user_has_any_permission(user, {"add", "change", "publish"})
        or roles.published_by(user)
    )


def may_publish(user: Any, language: str) -> bool:
    """Whether somebody may publish a language: by its own right, or that of its pages."""
    if roles.may_publish(user, language):
        return True
    index = find_index(language)
    return index is not None and bool(index.permissions_for_user(user).can_publish())


def publishable(user: Any) -> tuple[str, ...]:
    """Return the languages that somebody may publish."""
    return tuple(
        code for code in guidance_settings().targets if may_publish(user, code)
    )


def may_edit(user: Any, *pages: GuidancePage | None) -> bool:
    """Whether somebody may edit one of these pages."""
    return any(
        page is not None and page.permissions_for_user(user).can_edit()
        for page in pages
    )


def may_see_panel(
    user: Any, language: str, source: GuidancePage | None, page: GuidancePage | None
) -> bool:
    """Whether somebody may see the texts of a page beside each other."""
    return may_edit(user, source, page) or may_publish(user, language)
