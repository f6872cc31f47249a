"""Refusing copies of guidance before the form, with a sentence instead of an error."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from guidance.models import GuidanceIndexPage, GuidancePage


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Send the editor back when the page is one that exists once per language."""
    if not isinstance(page.specific, GuidancePage | GuidanceIndexPage):
        return None
    messages.error(
        request,
        _(
            "Guidance is not copied: a choice has one page in each language. "
            "Translations come from PO files."
        ),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
