"""The same content in other languages, for search engines."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from guidance.presentation.versions import Versions


@dataclass(frozen=True, slots=True)
class Alternate:
    """A ``<link rel="alternate">``: the same content for readers of ``hreflang``."""

    hreflang: str
    url: str


def alternates(
    request: HttpRequest, urls: Mapping[str, str], default: str
) -> tuple[Alternate, ...]:
    """Return the alternates of the pages at ``urls``: the same on each of them.

    ``default`` is the address for readers of no listed language.
    """
    return tuple(
        Alternate(code, request.build_absolute_uri(url))
        for code, url in (*urls.items(), ("x-default", default))
    )


def version_alternates(
    request: HttpRequest, versions: Versions
) -> tuple[Alternate, ...]:
    """Return the alternates of a choice's guidance; the default is the source."""
    urls = {code: version.url for code, version in versions.by_language.items()}
    if not urls:
        return ()
    default = versions.source.url if versions.source else next(iter(urls.values()))
    return alternates(request, urls, default)
