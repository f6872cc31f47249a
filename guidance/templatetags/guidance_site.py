"""What the templates of the site need beside plain data."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidance.models import GuidanceIndexPage, GuidancePage
from guidance.models.questionnaire import LocalizedText
from guidance.presentation import html
from guidance.site.document import Document, page_document
from guidance.site.frame import Frame, error_frame
from guidance.site.languages import language_name
from guidance.site.question_list import QuestionList, question_list

register = template.Library()


@register.filter
def language_attributes(language: str | None) -> SafeString:
    """Return `` lang="…" dir="…"`` for an element, nothing without a language."""
    marks = html.language_attributes(language)
    return mark_safe(marks)  # noqa: S308 (made of an escaped code)


@register.simple_tag
def lang_dir(text: LocalizedText) -> SafeString:
    """Return the attributes of an element that holds ``text``."""
    marks = html.language_attributes(text.language).strip()
    return mark_safe(marks)  # noqa: S308 (made of an escaped code)


@register.filter
def in_words(language: str) -> str:
    """Return the name of a language in the active language: *Turkish*."""
    return language_name(language)


@register.simple_tag(takes_context=True)
def document_of(context: Context, page: GuidancePage) -> Document:
    """Return what readers see of a guidance page that Wagtail serves or previews."""
    return page_document(page, context["request"])


@register.simple_tag(takes_context=True)
def questions_of(context: Context, page: GuidanceIndexPage) -> QuestionList:
    """Return what readers see of an index page that Wagtail serves or previews."""
    return question_list(context["request"], page.locale.language_code, page)


@register.simple_tag
def frame_of_not_found() -> Frame:
    """Return the frame of the page that says that there is no such page."""
    return error_frame(get_language(), _("Page not found"))
