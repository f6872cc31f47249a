"""Conditional JSON answers and problems."""

from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pydantic import BaseModel

from guidance.api.schemas import Problem

# Readers of other sites' pages may read what everybody may read here.
OPEN_TO_ALL = "*"


class BadRequestError(Exception):
    """The request asks for something that there is no word for; says what."""


class NotFoundError(Exception):
    """There is no such thing, or not for everybody; says what."""


def answer(
    request: HttpRequest, content: BaseModel, language: str = ""
) -> HttpResponse:
    """Return ``content`` as JSON, or 304 when the client has exactly these bytes.

    ``language`` is that of the content, whatever was asked for.
    """
    return answer_bytes(request, content.model_dump_json().encode(), language)


def answer_bytes(request: HttpRequest, data: bytes, language: str = "") -> HttpResponse:
    """Return JSON that is written already, or 304; as ``answer`` does."""
    etag = f'"sha256-{sha256(data).hexdigest()}"'
    response = HttpResponse(data, content_type="application/json")
    response["ETag"] = etag
    # Kept by anybody, but asked about each time: what is unpublished is gone at once.
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = OPEN_TO_ALL
    response["Access-Control-Expose-Headers"] = "ETag, Content-Language"
    if language:
        response["Content-Language"] = language
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional or response


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """Return an error as ``application/problem+json``."""
    content = Problem(
        type="about:blank", title=status.phrase, status=status.value, detail=detail
    )
    response = HttpResponse(
        content.model_dump_json(),
        status=status,
        content_type="application/problem+json",
    )
    response["Access-Control-Allow-Origin"] = OPEN_TO_ALL
    return response
