"""What search engines ask for: ``robots.txt`` and ``sitemap.xml``."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guidance.conf import guidance_settings
from guidance.presentation.versions import Versions, public_pages, versions_by_choice
from guidance.site.alternates import Alternate, alternates, version_alternates
from guidance.site.frame import list_url


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address that search engines may list, with the same in other languages."""

    url: str
    changed_at: datetime | None
    alternates: tuple[Alternate, ...]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow everything that visitors see."""
    sitemap_url = request.build_absolute_uri(reverse("guidance_sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {sitemap_url}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List what is really there in its language: no fallbacks."""
    urls = {code: list_url(code) for code in guidance_settings().languages}
    lists = alternates(request, urls, default="/")
    entries = [
        SitemapEntry(request.build_absolute_uri(url), None, lists)
        for url in urls.values()
    ]
    pages = public_pages().defer("body")
    for versions in versions_by_choice(pages, request).values():
        entries += _entries(versions, request)
    return render(
        request,
        "guidance/sitemap.xml",
        {"entries": entries},
        content_type="application/xml; charset=utf-8",
    )


def _entries(versions: Versions, request: HttpRequest) -> list[SitemapEntry]:
    links = version_alternates(request, versions)
    return [
        SitemapEntry(
            request.build_absolute_uri(version.url),
            version.page.last_published_at,
            links,
        )
        for version in versions.by_language.values()
    ]
