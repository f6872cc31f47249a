"""Building guidance in tests: questions, choices, pages, and what they say."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.pages import PageWrite, write_pages
from guidance.segments.stream import Stream

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def make_choice(question: int, choice: int, **texts: str) -> Choice:
    """Return a choice with texts per language, ``tr="…", en="…"``; makes its question."""
    parent, _ = Question.objects.get_or_create(number=question)
    row, _ = Choice.objects.get_or_create(question=parent, number=choice)
    for language, text in texts.items():
        row.set_text(language, text)
    row.save()
    return row


def prose(*paragraphs: str, block: str = "b1") -> Stream:
    """Return a body of one text block, its paragraphs with the keys k1, k2, …."""
    html = "".join(
        f'<p data-block-key="k{number}">{text}</p>'
        for number, text in enumerate(paragraphs, 1)
    )
    return [{"type": "text", "value": html, "id": block}]


def make_page(
    choice: Choice, stream: Stream, *, language: str = "tr", publish: bool = True
) -> GuidancePage:
    """Return the page of a choice, written as an import writes it."""
    write = PageWrite(choice=choice, language=language, stream=stream, publish=publish)
    page: GuidancePage = GuidancePage.objects.get(pk=write_pages([write])[choice.pk])
    return page


def page_in(language: str, choice: Choice) -> GuidancePage | None:
    """Return the page of a choice in a language, as the database has it."""
    page: GuidancePage | None = GuidancePage.objects.filter(
        choice=choice, locale__language_code=language
    ).first()
    return page


def shown_paragraphs(page: GuidancePage) -> list[str]:
    """Return the inner HTML of the paragraphs of a page's text blocks."""
    html = "".join(block["value"] for block in page.stream() if block["type"] == "text")
    return re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", html)


def counts(report: Mapping[str, int], *names: str) -> dict[str, int]:
    """Return some of the counts of a report."""
    return {name: report[name] for name in names}
