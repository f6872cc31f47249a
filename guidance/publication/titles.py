"""Page titles that follow the text of the choice, when that text changes."""

from collections.abc import Collection

from django.utils import timezone

from guidance.models import GuidancePage
from guidance.publication.indexes import index_for_search


def refresh_titles(choices: Collection[int], language: str | None = None) -> int:
    """Set the titles of all pages of these choices (primary keys), in every language.

    With ``language`` only of its pages, because only its texts changed. The title of a
    page without a heading of its own is the choice's text. Lists of the admin and the
    search show it. A live source page has said something new since now: translations
    made before are stale. Runs in the caller's transaction; returns how many pages
    changed.
    """
    pages = GuidancePage.objects.filter(choice__in=choices, heading="")
    if language is not None:
        pages = pages.filter(locale__language_code=language)
    changed = []
    for page in pages.select_related("locale", "choice__question"):
        before = (page.title, page.content_digest)
        page.set_identity()
        if (page.title, page.content_digest) == before:
            continue
        page.draft_title = page.title
        if page.live and page.content_digest != before[1]:
            page.last_published_at = timezone.now()
        changed.append(page)
    GuidancePage.objects.bulk_update(
        changed, ["title", "draft_title", "content_digest", "last_published_at"]
    )
    index_for_search(changed)
    return len(changed)
