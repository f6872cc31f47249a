"""The language of a request."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from guidance.conf import guidance_settings

API_PREFIX = "/api/"


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django's ``LocaleMiddleware`` without its redirects.

    Visitors' addresses name their language. An address without one (the admin, a
    mistyped link) is answered in the language the browser wishes, but never
    redirected: Django's own class sends every 404 to ``/<lang>/…`` when Wagtail's
    catch-all pattern matches there, so that an API client would get HTML.

    What the API says depends on the address alone: no wish, no ``Vary``.
    """

    def process_request(self, request: HttpRequest) -> None:
        if _is_api(request):
            translation.activate(guidance_settings().source)
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if _is_api(request):
            return response
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        language = translation.get_language()
        if language:
            response.headers.setdefault("Content-Language", language)
        return response


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX)
