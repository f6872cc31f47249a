"""Which page is shown for a choice in a language: the one rule of site and API.

A visitor gets the page in the language asked for, else the source page, marked as
what it is, else nothing. Only what everybody may read counts: live, not private, not
below a hidden index. A translation that exists but may not be read is as if absent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from guidance.conf import guidance_settings
from guidance.models import GuidanceIndexPage, GuidancePage


def shown_language(
    available: Collection[str], requested: str, source: str
) -> str | None:
    """Return the language that is shown when ``requested`` is asked for.

    >>> shown_language({"tr", "en"}, "en", "tr"), shown_language({"tr"}, "ar", "tr")
    ('en', 'tr')
    >>> shown_language({"en"}, "ar", "tr") is None
    True
    """
    return next((code for code in (requested, source) if code in available), None)


@dataclass(frozen=True, slots=True)
class Version:
    """A page that everybody may read, and where."""

    page: GuidancePage
    url: str

    @property
    def language(self) -> str:
        return self.page.language


@dataclass(frozen=True, slots=True)
class Versions:
    """All that can be read about one choice, by language in the configured order."""

    by_language: Mapping[str, Version]

    @property
    def source(self) -> Version | None:
        return self.by_language.get(guidance_settings().source)

    def shown(self, requested: str) -> Version | None:
        """Return what a visitor who asks for ``requested`` gets to read."""
        language = shown_language(
            self.by_language, requested, guidance_settings().source
        )
        return None if language is None else self.by_language[language]


NO_VERSIONS = Versions(MappingProxyType({}))


def public_pages() -> QuerySet[GuidancePage]:
    """Return the pages that everybody may read, in the configured languages."""
    pages: QuerySet[GuidancePage] = (
        GuidancePage.objects.live()
        .public()
        .exclude(below_hidden_index())
        .filter(locale__language_code__in=guidance_settings().languages)
        .select_related("locale", "choice__question")
    )
    return pages


def below_hidden_index() -> Q:
    """Return the condition of pages whose index page is a draft or unpublished."""
    condition = Q(pk__in=[])
    for path in _hidden_indexes():
        condition |= Q(path__startswith=path)
    return condition


def is_below_hidden_index(page: GuidancePage) -> bool:
    """Whether the index page above ``page`` is a draft or unpublished."""
    return any(page.path.startswith(path) for path in _hidden_indexes())


def _hidden_indexes() -> list[str]:
    hidden = GuidanceIndexPage.objects.filter(live=False)
    return list(hidden.values_list("path", flat=True))


def versions_of(request: HttpRequest, question: int, choice: int) -> Versions:
    """Return the versions of the guidance for one choice, given by its numbers."""
    pages = public_pages().filter(
        choice__question__number=question, choice__number=choice
    )
    found = versions_by_choice(pages, request)
    return next(iter(found.values()), NO_VERSIONS)


def versions_by_choice(
    pages: Iterable[GuidancePage], request: HttpRequest
) -> dict[int, Versions]:
    """Return {choice pk: its versions} for public ``pages``.

    Pages outside of every site have no address and are left out.
    """
    found: dict[int, dict[str, Version]] = defaultdict(dict)
    for page in pages:
        url = page.get_url(request)
        if url:
            found[page.choice_id][page.language] = Version(page, url)
    return {choice: Versions(_in_order(found[choice])) for choice in found}


def _in_order(versions: Mapping[str, Version]) -> dict[str, Version]:
    languages = guidance_settings().languages
    return {code: versions[code] for code in languages if code in versions}
