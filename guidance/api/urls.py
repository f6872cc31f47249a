"""The read-only API, ``/api/v1/``: its addresses and nothing else.

Every answer is JSON, errors too. HEAD works wherever GET does, and an address without
its last slash answers like the one with it, so that no client meets a redirect.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from ninja import NinjaAPI, Query

from guidance.api.answers import find_readable, guidance_answer, guidance_list
from guidance.api.http import (
    BadRequestError,
    NotFoundError,
    answer,
    answer_bytes,
    problem,
)
from guidance.api.methods import only_reading
from guidance.api.schemas import Entrance, GuidanceAnswer, GuidanceList, Problem
from guidance.conf import guidance_settings
from guidance.presentation import converters  # noqa: F401  (registers <number:…>)

api = NinjaAPI(
    title="Guidance",
    version="1",
    description=(
        "Guidance for the choices of a self-assessment, in several languages. Each "
        "answer says which language it is really in. Read-only."
    ),
    urls_namespace="guidance_api",
    # The pages of documentation that ninja offers load their scripts from elsewhere.
    docs_url=None,
    # Described by an address of our own, which answers like all others.
    openapi_url=None,
)

_PROBLEMS = {
    400: "An unknown parameter, or a locale that the site does not have",
    404: "There is no such guidance",
    405: "Another method than GET, HEAD and OPTIONS",
}
_Operation = Callable[..., HttpResponse]
Locale = Annotated[
    str | None,
    Query(description="Language to read in. Without it, the source language."),
]


def _problems(*statuses: int) -> dict[str, Any]:
    """Return what the OpenAPI description says about errors."""
    schema = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        "responses": {
            status: {"description": _PROBLEMS[status], "content": schema}
            for status in statuses
        }
    }


def _read(
    route: str, name: str, **documentation: Any
) -> Callable[[_Operation], _Operation]:
    """Register an operation for GET, documented, and for all else that reads."""

    def register(operation: _Operation) -> _Operation:
        api.get(route, url_name=name, **documentation)(operation)
        api.api_operation(["HEAD"], route, include_in_schema=False)(operation)
        bare = route.removesuffix("/")
        if bare not in ("", route):
            api.api_operation(
                ["GET", "HEAD"], bare, include_in_schema=False, url_name=f"{name}_bare"
            )(operation)
        return operation

    return register


@_read(
    "/",
    "entrance",
    response=Entrance,
    summary="Where to begin",
    openapi_extra=_problems(400, 405),
)
def enter(request: HttpRequest) -> HttpResponse:
    _check_parameters(request, allowed=())
    paths = {
        "guidance": reverse("guidance_api:list_guidance"),
        "openapi": reverse("guidance_api:openapi"),
    }
    urls = {name: request.build_absolute_uri(path) for name, path in paths.items()}
    return answer(request, Entrance(**urls))


@_read("/openapi.json", "openapi", include_in_schema=False)
def describe(request: HttpRequest) -> HttpResponse:
    _check_parameters(request, allowed=())
    return answer_bytes(request, json.dumps(api.get_openapi_schema()).encode())


@_read(
    "/guidance/",
    "list_guidance",
    response=GuidanceList,
    summary="All guidance, without the bodies",
    openapi_extra=_problems(400, 405),
)
def list_guidance(request: HttpRequest, locale: Locale = None) -> HttpResponse:
    requested = _requested_locale(request, locale)
    return answer(request, guidance_list(request, requested))


@_read(
    "/guidance/{number:question}/{number:choice}/",
    "read_guidance",
    response=GuidanceAnswer,
    summary="The guidance for one choice",
    openapi_extra=_problems(400, 404, 405),
)
def read_guidance(
    request: HttpRequest, question: int, choice: int, locale: Locale = None
) -> HttpResponse:
    requested = _requested_locale(request, locale)
    for readable in find_readable(request, requested, question):
        if readable.numbers == (question, choice):
            content = guidance_answer(readable, request, requested)
            return answer(request, content, readable.shown.language)
    raise NotFoundError(
        f"There is no published guidance for choice {choice} of question {question}."
    )


@api.api_operation(
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    "/{path:rest}",
    include_in_schema=False,
)
def find_nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001
    raise NotFoundError(f"There is nothing at {rest!r} in this API.")


@api.exception_handler(BadRequestError)
def _bad_request(_: HttpRequest, error: BadRequestError) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, str(error))


@api.exception_handler(NotFoundError)
def _not_found(_: HttpRequest, error: NotFoundError) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, str(error))


def _requested_locale(request: HttpRequest, locale: str | None) -> str:
    """Return the locale asked for; raise BadRequestError for what is not known."""
    _check_parameters(request, allowed=("locale",))
    known = guidance_settings()
    if locale is None:
        return known.source
    if locale not in known.languages:
        names = ", ".join(known.languages)
        raise BadRequestError(f"There is no locale {locale!r}. There are: {names}.")
    return locale


def _check_parameters(request: HttpRequest, allowed: tuple[str, ...]) -> None:
    for name, values in request.GET.lists():
        if name not in allowed:
            raise BadRequestError(f"There is no parameter {name!r}.")
        if len(values) > 1:
            raise BadRequestError(f"The parameter {name!r} is given more than once.")


_found, _app, _namespace = api.urls
_patterns = [only_reading(one) for one in _found if isinstance(one, URLPattern)]
(_entrance,) = (one.callback for one in _patterns if one.name == "entrance")
assert _entrance is not None  # noqa: S101 - for the types
# Outside of the namespace: its addresses begin behind the slash that is missing here.
urlpatterns = [
    path("api/v1", _entrance),
    path("api/v1/", (_patterns, _app, _namespace)),
]
