"""Visitors' pages."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.models import Page

from guidance.conf import guidance_settings
from guidance.models import GuidanceIndexPage, GuidancePage
from guidance.presentation.versions import (
    is_below_hidden_index,
    public_pages,
    versions_by_choice,
    versions_of,
)
from guidance.site.document import fallback_document
from guidance.site.frame import list_url
from guidance.site.negotiation import negotiate
from guidance.site.question_list import question_list


@require_safe
def negotiate_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor of ``/`` to the list in the language that the browser wishes."""
    known = guidance_settings()
    wishes = request.headers.get("Accept-Language", "")
    language = negotiate(wishes, known.languages, known.source)
    response = HttpResponseRedirect(list_url(language))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def show_questions(request: HttpRequest) -> HttpResponse:
    """Show the list of questions, with what the index page says if there is one."""
    language = _language()
    index = _own_page(request, "", language)
    if isinstance(index, GuidanceIndexPage):
        return _serve(request, "")
    view = question_list(request, language, None)
    return render(
        request, "guidance/questions.html", {"view": view, "frame": view.frame}
    )


@require_safe
def show_by_numbers(request: HttpRequest, question: int, choice: int) -> HttpResponse:
    """Lead to the guidance of a choice, or show the source text, marked as such.

    In a language without Latin letters this may be the page's own address.
    """
    language = _language()
    path = f"{question}-{choice}/"
    if _own_page(request, path, language) is not None:
        return _serve(request, path)
    shown = versions_of(request, question, choice).shown(language)
    if shown is None:
        raise Http404
    if shown.language == language:
        return HttpResponseRedirect(shown.url)
    view = fallback_document(shown, language, request)
    response = render(
        request, "guidance/document.html", {"view": view, "frame": view.frame}
    )
    response["Content-Language"] = shown.language
    return response


@require_safe
def show_by_slug(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of this language; one of another language is sent to its address.

    Wagtail alone answers ``/en/<Turkish slug>/`` with the Turkish page as long as
    there is no English tree.
    """
    path = f"{slug}/"
    if _own_page(request, path, _language()) is not None:
        return _serve(request, path)
    pages = public_pages().defer("body").filter(slug=slug)
    for versions in versions_by_choice(pages, request).values():
        for version in versions.by_language.values():
            return HttpResponseRedirect(version.url)
    raise Http404


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    response: HttpResponse = wagtail_views.serve(request, path)
    return response


def _language() -> str:
    return get_language() or guidance_settings().source


def _own_page(request: HttpRequest, path: str, language: str) -> Page | None:
    """Return the live page at ``path`` if it is of this language and not hidden.

    It may be private: Wagtail's own view asks for the password or the login then.
    """
    route = Page.route_for_request(request, path)
    if route is None or route.page.locale.language_code != language:
        return None
    page = route.page
    if isinstance(page, GuidancePage) and is_below_hidden_index(page):
        return None
    return page
