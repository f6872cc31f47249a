"""The guidance for one choice, for readers of one language."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from guidance.conf import guidance_settings
from guidance.models import GuidancePage, Question
from guidance.models.questionnaire import LocalizedText
from guidance.presentation.body import page_body
from guidance.presentation.questionnaire import (
    choice_text,
    question_text,
    readable_questions,
)
from guidance.presentation.state import Standing, State, leaf_totals, standing
from guidance.presentation.versions import NO_VERSIONS, Version, Versions
from guidance.site.alternates import version_alternates
from guidance.site.choices import QuestionLine, question_line, question_url
from guidance.site.frame import Frame, language_links
from guidance.text.direction import direction
from guidance.text.shorten import shorten

_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question after this one, on the list page."""

    number: int
    text: LocalizedText
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """What the template of a guidance page shows.

    ``language`` is that of the content, ``frame.language`` that of the reader.
    ``source_url`` is where the source text of a fallback or a translation is read.
    """

    frame: Frame
    language: str
    heading: LocalizedText
    body: SafeString
    question: QuestionLine
    question_url: str
    next_question: NextQuestion | None
    standing: Standing
    source_url: str
    published_at: datetime | None

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def source_language(self) -> str:
        return guidance_settings().source

    @property
    def is_fallback(self) -> bool:
        return self.language != self.frame.language

    @property
    def is_stale(self) -> bool:
        return self.standing.state is State.STALE

    @property
    def translated_percent(self) -> int:
        return int(self.standing.completeness * 100)


def page_document(page: GuidancePage, request: HttpRequest) -> Document:
    """Return ``page`` for readers of its own language; it may be a preview."""
    return _document(page, page.language, request)


def fallback_document(
    version: Version, language: str, request: HttpRequest
) -> Document:
    """Return a source page for readers of ``language``, who have no translation yet."""
    return _document(version.page, language, request)


def _document(page: GuidancePage, language: str, request: HttpRequest) -> Document:
    number = page.choice.question.number
    # A page has a choice, which has a question: there is exactly one.
    (readable,) = readable_questions(request, number)
    versions = next(
        (one.versions for one in readable.choices if one.choice.pk == page.choice_id),
        NO_VERSIONS,
    )
    heading = _heading(page)
    body = page_body(page, request).html()
    source = versions.source
    return Document(
        frame=_frame(page, language, versions, heading, request),
        language=page.language,
        heading=heading,
        body=body,
        question=question_line(readable, language, current=page.choice.number),
        question_url=question_url(language, number),
        next_question=_next_question(number, language),
        standing=standing(page, source.page if source else None, leaf_totals([page])),
        source_url=source.url if source else "",
        published_at=page.last_published_at,
    )


def _heading(page: GuidancePage) -> LocalizedText:
    heading = page.shown_heading()
    return heading if heading.text else choice_text(page.choice, page.language)


def _frame(
    page: GuidancePage,
    language: str,
    versions: Versions,
    heading: LocalizedText,
    request: HttpRequest,
) -> Frame:
    urls = {code: version.url for code, version in versions.by_language.items()}
    own = page.get_url(request) or request.path
    is_fallback = page.language != language
    shown = urls.get(page.language, own)
    return Frame(
        language=language,
        title=_search_text(page, "seo_title") or heading,
        languages=language_links(language, urls),
        description=_description(page),
        canonical=request.build_absolute_uri(shown),
        # A fallback is no version of its own: search engines are not to list it.
        alternates=() if is_fallback else version_alternates(request, versions),
        hidden=is_fallback,
    )


def _search_text(page: GuidancePage, field: str) -> LocalizedText | None:
    """Return a text for search engines, unless it is in another language than the page."""
    text = getattr(page, field)
    if not text or field in page.untranslated_leaves:
        return None
    return LocalizedText(text, page.language)


def _description(page: GuidancePage) -> str:
    text = _search_text(page, "search_description")
    return shorten(strip_tags(text.text), _DESCRIPTION_LENGTH) if text else ""


def _next_question(number: int, language: str) -> NextQuestion | None:
    following = Question.objects.filter(number__gt=number).order_by("number").first()
    if following is None:
        return None
    return NextQuestion(
        number=following.number,
        text=question_text(following, language),
        url=question_url(language, following.number),
    )
