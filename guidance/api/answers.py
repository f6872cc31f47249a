"""Guidance as answers: from what can be read to what is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from pydantic import TypeAdapter

from guidance.api.block_schemas import Block
from guidance.api.schemas import (
    Alternate,
    BodyAnswer,
    GuidanceAnswer,
    GuidanceList,
    GuidanceSummary,
    LocaleAnswer,
    LocalizedText,
    TranslationAnswer,
)
from guidance.conf import guidance_settings
from guidance.models import GuidancePage, questionnaire
from guidance.presentation.body import page_body
from guidance.presentation.questionnaire import (
    ReadableChoice,
    ReadableQuestion,
    choice_text,
    question_text,
    readable_questions,
)
from guidance.presentation.state import MISSING, Standing, leaf_totals, standing
from guidance.presentation.versions import Version, Versions
from guidance.text.direction import direction

_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
DETAIL = "guidance_api:read_guidance"


@dataclass(frozen=True, slots=True)
class Readable:
    """The guidance for one choice as it is shown to clients that ask for a locale."""

    question: ReadableQuestion
    choice: ReadableChoice
    shown: Version

    @property
    def versions(self) -> Versions:
        return self.choice.versions

    @property
    def numbers(self) -> tuple[int, int]:
        return (self.question.question.number, self.choice.choice.number)


def find_readable(
    request: HttpRequest, locale: str, number: int | None = None
) -> tuple[Readable, ...]:
    """Return what clients that ask for ``locale`` get, of one question or of all."""
    return tuple(
        Readable(question, choice, shown)
        for question in readable_questions(request, number)
        for choice in question.choices
        if (shown := choice.versions.shown(locale)) is not None
    )


def guidance_list(request: HttpRequest, locale: str) -> GuidanceList:
    """Return all guidance for ``locale``, without the bodies."""
    found = find_readable(request, locale)
    totals = leaf_totals(_pages(found))
    items = [_summary(readable, request, locale, totals) for readable in found]
    return GuidanceList(requested=locale, count=len(items), items=items)


def guidance_answer(
    readable: Readable, request: HttpRequest, locale: str
) -> GuidanceAnswer:
    """Return the guidance for one choice with its body."""
    summary = _summary(readable, request, locale, leaf_totals(_pages([readable])))
    body = page_body(readable.shown.page, request)
    return GuidanceAnswer(
        **dict(summary),
        body=BodyAnswer(
            html=body.html(),
            blocks=[
                _BLOCK.validate_python(block, from_attributes=True)
                for block in body.blocks
            ],
        ),
    )


def _pages(found: Iterable[Readable]) -> list[GuidancePage]:
    return [
        version.page
        for readable in found
        for version in readable.versions.by_language.values()
    ]


def _summary(
    readable: Readable, request: HttpRequest, locale: str, totals: Mapping[int, int]
) -> GuidanceSummary:
    question, choice = readable.numbers
    page = readable.shown.page
    heading = page.shown_heading()
    return GuidanceSummary(
        id=str(page.translation_key),
        question_id=question,
        choice_id=choice,
        question=_text(question_text(readable.question.question, locale)),
        choice=_text(choice_text(readable.choice.choice, locale)),
        heading=heading.text,
        heading_locale=heading.language,
        locale=_locale(readable.shown.language, locale),
        translation=_translation(readable.versions, locale, totals),
        url=request.build_absolute_uri(readable.shown.url),
        api_url=api_url(request, question, choice, locale),
        alternates=[
            _alternate(version, readable, request, totals)
            for version in readable.versions.by_language.values()
        ],
        published_at=page.first_published_at,
        modified_at=page.last_published_at,
        digest=_digest(page.content_digest) or "",
    )


def _text(text: questionnaire.LocalizedText) -> LocalizedText:
    return LocalizedText(
        text=text.text, locale=text.language, dir=direction(text.language)
    )


def _locale(content: str, requested: str) -> LocaleAnswer:
    is_fallback = content != requested
    return LocaleAnswer(
        requested=requested,
        content=content,
        dir=direction(content),
        is_fallback=is_fallback,
        reason="not_translated" if is_fallback else None,
        chain=list(dict.fromkeys((requested, guidance_settings().source))),
    )


def _translation(
    versions: Versions, locale: str, totals: Mapping[int, int]
) -> TranslationAnswer:
    version = versions.by_language.get(locale)
    source = versions.source
    stands = _standing(version, versions, totals) if version else MISSING
    return TranslationAnswer(
        state=stands.state,
        completeness=stands.completeness,
        untranslated=stands.untranslated,
        source_digest=_digest(source.page.content_digest) if source else None,
        translated_from_digest=_digest(version.page.source_digest) if version else None,
        stale_since=stands.stale_since,
    )


def _standing(
    version: Version, versions: Versions, totals: Mapping[int, int]
) -> Standing:
    source = versions.source
    return standing(version.page, source.page if source else None, totals)


def _alternate(
    version: Version,
    readable: Readable,
    request: HttpRequest,
    totals: Mapping[int, int],
) -> Alternate:
    stands = _standing(version, readable.versions, totals)
    return Alternate(
        locale=version.language,
        hreflang=version.language,
        dir=direction(version.language),
        url=request.build_absolute_uri(version.url),
        api_url=api_url(request, *readable.numbers, version.language),
        state=stands.state,
        completeness=stands.completeness,
    )


def api_url(request: HttpRequest, question: int, choice: int, locale: str) -> str:
    """Return the address of the guidance for a choice in this API."""
    path = reverse(DETAIL, args=(question, choice))
    return request.build_absolute_uri(f"{path}?locale={locale}")


def _digest(value: str) -> str | None:
    return f"sha256-{value}" if value else None
