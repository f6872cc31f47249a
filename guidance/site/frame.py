"""What surrounds the content of every page: title, languages, addresses for robots."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from guidance.conf import guidance_settings
from guidance.models.questionnaire import LocalizedText
from guidance.site.alternates import Alternate
from guidance.text.direction import direction


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """An entry of the language switcher, named in its own language."""

    code: str
    name: str
    url: str
    is_current: bool

    @property
    def direction(self) -> str:
        return direction(self.code)


@dataclass(frozen=True, slots=True)
class Frame:
    """The furniture of a page, in ``language``.

    ``hidden`` asks search engines not to list the page.
    """

    language: str
    title: LocalizedText
    languages: tuple[LanguageLink, ...] = ()
    description: str = ""
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    hidden: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def home_url(self) -> str:
        return list_url(self.language)

    @property
    def site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)


def list_url(language: str) -> str:
    """Return the address of the list of questions in ``language``."""
    with translation.override(language):
        return reverse("guidance_questions")


def numbers_url(language: str, question: int, choice: int) -> str:
    """Return the short address of a choice's guidance for readers of ``language``."""
    with translation.override(language):
        return reverse("guidance_by_numbers", args=(question, choice))


def language_links(current: str, urls: Mapping[str, str]) -> tuple[LanguageLink, ...]:
    """Return the switcher: ``current``, and every language that has an address."""
    return tuple(
        LanguageLink(code, str(name), urls.get(code, ""), is_current=code == current)
        for code, name in settings.LANGUAGES
        if code == current or code in urls
    )


def error_frame(language: str | None, title: str) -> Frame:
    """Return the frame of an error page, without asking the database."""
    known = guidance_settings().languages
    current = language if language in known else guidance_settings().source
    return Frame(
        language=current,
        title=LocalizedText(title, current),
        languages=language_links(current, {code: list_url(code) for code in known}),
        hidden=True,
    )
