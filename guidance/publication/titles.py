"""Page titles that follow the text of the choice, when that text changes."""

from collections.abc import Collection

from guidance.models import GuidancePage
from guidance.publication.indexes import index_for_search


def refresh_titles(choices: Collection[int]) -> int:
    """Set the titles of all pages of these choices (primary keys), in every language.

    The title of a page without a heading of its own is the choice's text. Lists of the
    admin and the search show it. Runs in the caller's transaction; returns how many
    titles changed.
    """
    pages = GuidancePage.objects.filter(choice__in=choices, heading="")
    changed = []
    for page in pages.select_related("locale", "choice__question"):
        before = page.title
        page.set_identity()
        if page.title != before:
            page.draft_title = page.title
            changed.append(page)
    GuidancePage.objects.bulk_update(changed, ["title", "draft_title"])
    index_for_search(changed)
    return len(changed)
