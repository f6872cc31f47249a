"""What the live source says, without a model instance of each page.

A Wagtail page has forty columns, and reading a site for its messages needs five.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from guidance.conf import guidance_settings
from guidance.models import GuidancePage
from guidance.publication.pages import in_language
from guidance.segments.leaf import Leaf
from guidance.segments.page import page_leaves
from guidance.segments.stream import Stream


@dataclass(frozen=True, slots=True)
class SourceText:
    """The texts of one public source page."""

    stream: Stream
    heading: str
    seo_title: str
    search_description: str

    def leaves(self) -> tuple[Leaf, ...]:
        """Return every translatable place of the page, in reading order."""
        return page_leaves(
            self.stream, self.heading, self.seo_title, self.search_description
        )


def load_live_source(choices: Collection[int] | None = None) -> dict[int, SourceText]:
    """Return {choice pk: texts} of the public source pages, as visitors see them.

    Of all choices, or of these (primary keys).
    """
    pages = GuidancePage.objects.live().public()
    if choices is not None:
        pages = pages.filter(choice__in=choices)
        return dict(_rows(in_language(pages, guidance_settings().source)))
    return dict(_rows(pages.filter(locale__language_code=guidance_settings().source)))


def _rows(pages: QuerySet[GuidancePage]) -> Iterator[tuple[int, SourceText]]:
    rows = pages.values_list(
        "choice_id", "body", "heading", "seo_title", "search_description"
    )
    for choice, body, *texts in rows.order_by().iterator(chunk_size=500):
        yield choice, SourceText(list(body.raw_data), *texts)
