"""How a report names a page, so that a person finds it."""

from guidance.models import GuidancePage


def page_name(pk: int, question: int, choice: int, language: str) -> str:
    """Return the name of a page by its numbers.

    >>> page_name(12, 10, 2, "tr")
    'page 12 (10.2 tr)'
    """
    return f"page {pk} ({question}.{choice} {language})"


def name_of(page: GuidancePage) -> str:
    """Return the name of a page whose choice, question and locale are loaded."""
    choice = page.choice
    return page_name(page.pk, choice.question.number, choice.number, page.language)
