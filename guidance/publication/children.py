"""The places of new pages below a parent: path and slug, safe beside other writers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from django.db.models import F
from wagtail.models import Page

from guidance.models import GuidancePage


def add_below(parent: Page, pages: Sequence[GuidancePage]) -> None:
    """Set path, depth, slug and URL path of new pages, the last children of ``parent``.

    Takes the lock that treebeard's ``add_child`` takes, so that an editor who adds a
    page there now waits for this transaction, or this one for the editor's.
    """
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    last = locked.get_last_child() if locked.numchild else None
    paths = new_paths(locked.path, last.path if last else None, len(pages))
    taken = _taken_slugs(locked, [page.slug for page in pages])
    for page, path in zip(pages, paths, strict=True):
        page.path, page.depth, page.numchild = path, locked.depth + 1, 0
        page.slug = free_slug(page.slug, taken)
        taken.add(page.slug)
        page.set_url_path(locked)
    Page.objects.filter(pk=locked.pk).update(numchild=F("numchild") + len(pages))
    parent.numchild = locked.numchild + len(pages)


def new_paths(parent: str, last: str | None, number: int) -> list[str]:
    """Return the treebeard paths of new children, behind the ``last`` one there is.

    >>> new_paths("00010001", "00010001000Z", 2)
    ['000100010010', '000100010011']
    """
    first = Page._str2int(last[-Page.steplen :]) + 1 if last else 1  # noqa: SLF001
    depth = len(parent) // Page.steplen + 1
    return [
        Page._get_path(parent, depth, step)  # noqa: SLF001 -- no other way to number
        for step in range(first, first + number)
    ]


def free_slug(slug: str, taken: Collection[str]) -> str:
    """Return ``slug``, or the first of ``slug-2``, ``slug-3``, … that is free.

    >>> free_slug("10-2-plan", {"10-2-plan", "10-2-plan-2"})
    '10-2-plan-3'
    """
    return next(each for each in _candidates(slug) if each not in taken)


def _candidates(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def _taken_slugs(parent: Page, slugs: Iterable[str]) -> set[str]:
    """Return the slugs of the children that these could run into."""
    siblings = parent.get_children()
    taken = set(siblings.filter(slug__in=list(slugs)).values_list("slug", flat=True))
    for slug in tuple(taken):
        longer = siblings.filter(slug__startswith=f"{slug}-")
        taken.update(longer.values_list("slug", flat=True))
    return taken
