"""The pages that are there in a language: what they say, and whether a person changed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.models import GuidancePage
from guidance.publication.pages import in_language
from guidance.segments.filled import filled_from_json
from guidance.segments.stream import Stream
from guidance.translation.adapted import Draft

# What a page says in fields of its own, beside its body.
FIELDS = ("heading", "seo_title", "search_description")


@dataclass(frozen=True, slots=True)
class Existing:
    """A page that is there: what it says, and whether a person changed it.

    ``draft`` is there for a page whose structure an editor changed.
    """

    pk: int
    fields: Mapping[str, str]
    stream: Stream
    untranslated: frozenset[str]
    source_digest: str
    is_live: bool
    has_heading: bool
    is_edited: bool
    draft: Draft | None = None


def load_existing(choices: Sequence[int], language: str) -> dict[int, Existing]:
    """Return {choice pk: page} of what is there in a language; one query."""
    pages = in_language(GuidancePage.objects.filter(choice__in=choices), language)
    return {
        page.choice_id: _existing(page)
        for page in pages.select_related("locale", "choice__question")
    }


def _existing(page: GuidancePage) -> Existing:
    is_at_work = page.has_unpublished_changes or page.locked
    draft = _draft(page) if page.is_adapted and page.live and not page.locked else None
    if draft is not None:
        # A draft of an adapted page is what the last publication left for review.
        is_at_work = _is_waiting(page)
    return Existing(
        pk=page.pk,
        fields=_fields(page),
        stream=page.stream(),
        untranslated=frozenset(page.untranslated_leaves),
        source_digest=page.source_digest,
        is_live=page.live,
        has_heading=_has_heading(page),
        is_edited=is_at_work
        or (draft is None and page.content_digest != page.filled_digest),
        draft=draft,
    )


def _has_heading(page: GuidancePage) -> bool:
    """Whether a reader sees a heading in the language of the page."""
    if page.heading:
        return "heading" not in page.untranslated_leaves
    return page.choice.text_in(page.language) is not None


def _is_waiting(page: GuidancePage) -> bool:
    """Whether a draft of the page is in moderation or has a date to go live."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    return bool(page.workflow_in_progress or scheduled.exists())


def _draft(page: GuidancePage) -> Draft:
    latest: GuidancePage = page.get_latest_revision_as_object()
    return Draft(
        fields=_fields(latest),
        stream=latest.stream(),
        leaves=latest.leaves(),
        filled=filled_from_json(latest.filled),
        untranslated=tuple(latest.untranslated_leaves),
        source_digest=latest.source_digest,
    )


def _fields(page: GuidancePage) -> dict[str, str]:
    return {name: getattr(page, name) for name in FIELDS}
