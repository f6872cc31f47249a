"""The page that lists all questions."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidance.conf import guidance_settings
from guidance.models import GuidanceIndexPage
from guidance.models.questionnaire import LocalizedText
from guidance.presentation.prose import render_prose
from guidance.presentation.questionnaire import readable_questions
from guidance.site.alternates import alternates
from guidance.site.choices import QuestionLine, question_line
from guidance.site.frame import Frame, language_links, list_url


@dataclass(frozen=True, slots=True)
class QuestionList:
    """What the template of the list shows."""

    frame: Frame
    title: str
    introduction: SafeString
    questions: tuple[QuestionLine, ...]


def question_list(
    request: HttpRequest, language: str, index: GuidanceIndexPage | None
) -> QuestionList:
    """Return the list for readers of ``language``.

    ``index`` is the index page in that language; the list does without one.
    """
    urls = {code: list_url(code) for code in guidance_settings().languages}
    title = index.title if index else _("Guidance")
    introduction = index.introduction if index else ""
    return QuestionList(
        frame=Frame(
            language=language,
            title=LocalizedText((index and index.seo_title) or title, language),
            languages=language_links(language, urls),
            description=index.search_description if index else "",
            canonical=request.build_absolute_uri(urls[language]),
            alternates=alternates(request, urls, default="/"),
        ),
        title=title,
        introduction=render_prose(introduction, language, request),
        questions=tuple(
            question_line(readable, language)
            for readable in readable_questions(request)
        ),
    )
