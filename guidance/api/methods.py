"""The methods of the API: it reads, and says so to whoever wants something else."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from guidance.api.http import OPEN_TO_ALL, problem

METHODS = "GET, HEAD, OPTIONS"
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Origin": OPEN_TO_ALL,
    "Access-Control-Allow-Methods": METHODS,
    # What pages of other sites may send: the only condition that is of use here.
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_View = Callable[..., HttpResponse]


def only_reading(pattern: URLPattern) -> URLPattern:
    """Return ``pattern`` with OPTIONS answered and other methods refused as JSON.

    A browser asks with OPTIONS before a page of another site may send a condition.
    """
    assert pattern.callback is not None  # noqa: S101 - for the types
    pattern.callback = _only_reading(pattern.callback)
    return pattern


def _only_reading(view: _View) -> _View:
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refusal = problem(
            HTTPStatus.METHOD_NOT_ALLOWED,
            f"This API is read-only: there is no {request.method}, only {METHODS}.",
        )
        refusal["Allow"] = METHODS
        return refusal

    return read
