"""How a page stands to its source: what a visitor and an API client are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guidance.models import GuidancePage


class State(StrEnum):
    """The translation of a choice's guidance into a language."""

    SOURCE = "source"
    TRANSLATED = "translated"
    PARTIAL = "partial"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """``untranslated`` of ``total`` leaves show the source text.

    A heading that the page takes from its choice counts where it is in the source
    language.

    ``stale_since`` is when the source text that the page does not know yet went live.
    """

    state: State
    total: int = 0
    untranslated: int = 0
    stale_since: datetime | None = None

    @property
    def completeness(self) -> float:
        """The translated share, 0 to 1; 1 only when nothing is left.

        >>> Standing(State.PARTIAL, total=300, untranslated=1).completeness
        0.99
        """
        if self.state is State.MISSING:
            return 0.0
        if not self.untranslated:
            return 1.0
        done = max(self.total - self.untranslated, 0)
        # Rounded down: 299 of 300 is not all.
        return done * 100 // max(self.total, 1) / 100


MISSING = Standing(State.MISSING)


def standing(
    page: GuidancePage, source: GuidancePage | None, totals: Mapping[int, int]
) -> Standing:
    """Return how ``page`` stands to ``source``, the public source page, if any.

    ``totals`` is from ``leaf_totals``.
    """
    if source is not None and page.pk == source.pk:
        return Standing(State.SOURCE)
    borrowed = _is_heading_foreign(page)
    untranslated = len(page.untranslated_leaves) + borrowed
    total = totals.get(page.pk, 0) + borrowed
    if source is not None and is_stale(page.source_digest, source.content_digest):
        return Standing(State.STALE, total, untranslated, source.last_published_at)
    if untranslated:
        return Standing(State.PARTIAL, total, untranslated)
    return Standing(State.TRANSLATED)


def leaf_totals(pages: Iterable[GuidancePage]) -> dict[int, int]:
    """Return {page pk: number of leaves} for pages that are not translated in full.

    Bodies that were not read yet are read in one statement.
    """
    partial = [
        page for page in pages if page.untranslated_leaves or _is_heading_foreign(page)
    ]
    unread = {page.pk for page in partial if "body" in page.get_deferred_fields()}
    read = [page for page in partial if page.pk not in unread]
    if unread:
        read += GuidancePage.objects.filter(pk__in=unread)
    return {page.pk: len(page.leaves()) for page in read}


def _is_heading_foreign(page: GuidancePage) -> bool:
    heading = page.shown_heading()
    return bool(heading.text) and heading.language != page.language


def is_stale(made_from: str, source: str) -> bool:
    """Whether a translation was made from another source text than the live one.

    A page that an editor wrote by hand was made from none that is known.

    >>> is_stale("a1", "b2"), is_stale("a1", "a1"), is_stale("", "b2")
    (True, False, False)
    """
    return bool(made_from and source and made_from != source)
