"""A form that was opened before somebody else saved the page never goes live unseen.

Wagtail compares revisions only for its autosave; a click on *Publish* in an old form
would take an import, or a colleague's work, off the site without a word.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision

from guidance.models import GuidanceIndexPage, GuidancePage

# What the buttons of the form do beyond saving a draft.
_GOES_ON = ("action-publish", "action-submit", "action-workflow-action")


def hold_stale_form(request: HttpRequest, page: Page) -> None:
    """Let a form that is out of date save a draft, and say with what to compare it."""
    is_autosave = not request.accepts("text/html")  # which Wagtail looks after itself
    if request.method != "POST" or is_autosave:
        return
    if not isinstance(page, GuidancePage | GuidanceIndexPage):
        return
    latest = page.get_latest_revision()
    if latest is None or not _is_stale(request, latest):
        return
    data = request.POST.copy()
    for name in (*_GOES_ON, "overwrite_revision_id"):
        data.pop(name, None)
    request.POST = data  # type: ignore[assignment]  # what the view is going to read
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, latest.pk, "latest"]
    )
    messages.warning(
        request,
        _(
            "This page was changed while you had it open. Your version was kept as a "
            "draft and not published: compare the two, then publish what is right."
        ),
        buttons=[messages.button(compare, _("Compare"))],
    )


def _is_stale(request: HttpRequest, latest: Revision) -> bool:
    """Whether the form shows another revision than the latest, as Wagtail decides it."""
    posted: Any = request.POST
    if own := posted.get("overwrite_revision_id"):
        return bool(own != str(latest.pk))
    loaded = posted.get("loaded_revision_id")
    if not loaded:
        return False
    known = (loaded, posted.get("loaded_revision_created_at", ""))
    return known != (str(latest.pk), latest.created_at.isoformat())
