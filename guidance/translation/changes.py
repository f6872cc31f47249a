"""What follows when pages and texts change: messages, status, translated pages.

``gathered`` collects what happens in a batch, so that a hundred pages cost as many
statements as one. Outside of it each change has its consequences at once, in the same
transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from guidance.conf import guidance_settings
from guidance.models import (
    Choice,
    GuidanceIndexPage,
    GuidancePage,
    Question,
    choice_key,
)
from guidance.segments.leaf import Leaf
from guidance.translation.corrections import take_corrections
from guidance.translation.source_texts import sync_owners
from guidance.translation.status import refresh_page_status


@dataclass(slots=True)
class _Changes:
    """What happened, by choices (primary keys): nothing is read before it is applied."""

    by_hand: bool = True
    is_minor: bool = False
    begun_at: datetime | None = None
    # All whose status may be another one.
    touched: set[int] = field(default_factory=set)
    # Choices whose source page came, changed, or went.
    shown: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    # What source pages say that were published, as far as it is known.
    leaves: dict[int, tuple[Leaf, ...]] = field(default_factory=dict)
    # Owners (q10, q10.c2) whose own text changed.
    texts: set[str] = field(default_factory=set)
    source_locale: int | None = None

    def is_source(self, page: GuidancePage) -> bool:
        """Whether a page is in the source language; asks the database once."""
        if self.source_locale is None:
            source = guidance_settings().source
            self.source_locale = Locale.objects.get(language_code=source).pk
        return bool(page.locale_id == self.source_locale)

    def know(self, page: GuidancePage) -> None:
        """Remember what a page says that was stored a moment ago; it may be known."""
        if page.identified_leaves is None:
            self.leaves.pop(page.choice_id, None)
        else:
            self.leaves[page.choice_id] = page.identified_leaves


_current: ContextVar[_Changes | None] = ContextVar("changes", default=None)
# Sent with ``owners`` when a change of the source is committed.
source_changed = Signal()


@contextmanager
def gathered(
    *,
    by_hand: bool = True,
    is_minor: bool = False,
    begun_at: datetime | None = None,
) -> Iterator[None]:
    """Let the changes in the block have their consequences once, at its end.

    Use it inside of the transaction that makes the changes. ``by_hand`` False says that
    the pages are written from translations: there is nothing to flow back. ``is_minor``
    says that the changes of the source leave the meaning as it was. ``begun_at`` is when
    a run began that may write a page twice: its first text is no text of the source.
    """
    if _current.get() is not None:
        yield
        return
    changes = _Changes(by_hand=by_hand, is_minor=is_minor, begun_at=begun_at)
    token = _current.set(changes)
    try:
        yield
        _apply(changes, timezone.now())
    finally:
        _current.reset(token)


# ---- what happened


def page_published(page: GuidancePage) -> None:
    with _noting() as changes:
        changes.touched.add(page.choice_id)
        if changes.is_source(page):
            changes.shown.add(page.choice_id)
            changes.know(page)
        elif page.live and changes.by_hand:
            take_corrections(page, now=timezone.now(), user=_last_editor(page))


def page_hidden(page: GuidancePage) -> None:
    """Note that a page was unpublished or deleted."""
    with _noting() as changes:
        changes.touched.add(page.choice_id)
        if changes.is_source(page):
            changes.hidden.add(page.choice_id)


def page_saved(page: GuidancePage, *, created: bool) -> None:
    """Note a new page: it counts as a draft before anybody has published it."""
    if created:
        with _noting() as changes:
            changes.touched.add(page.choice_id)


def pages_written(choices: Iterable[int]) -> None:
    """Note pages, by their choices (primary keys), that were written without a signal."""
    with _noting() as changes:
        changes.touched.update(choices)


def page_moved(page: GuidancePage) -> None:
    """Let translations follow a source page that is under another index now."""
    if page.language != guidance_settings().source:
        return
    parent = GuidanceIndexPage.objects.filter(pk=page.get_parent().pk).first()
    indexes = parent.get_translations() if parent is not None else ()
    for index in indexes:
        translated = GuidancePage.objects.filter(
            choice=page.choice_id, locale=index.locale_id
        ).first()
        if translated is not None and not translated.is_child_of(index):
            translated.move(index, pos="last-child")


def access_changed(page: Page) -> None:
    """Note that a page, and all below it, was made private or public."""
    below = GuidancePage.objects.filter(
        path__startswith=page.path,
        locale__language_code=guidance_settings().source,
    )
    with _noting() as changes:
        choices = set(below.values_list("choice_id", flat=True))
        # Which of the two it is, is looked up when it is applied.
        changes.shown |= choices
        changes.hidden |= choices


def texts_changed(rows: Iterable[Question | Choice]) -> None:
    """Note that questions or choices are new, or say something else in the source."""
    with _noting() as changes:
        changes.texts |= {row.key for row in rows}


# ---- what follows


@contextmanager
def _noting() -> Iterator[_Changes]:
    """Let one change be noted; without a batch it has its consequences at once."""
    changes = _current.get()
    if changes is not None:
        # No savepoint: a batch would pay for two of them with each page.
        yield changes
        return
    with transaction.atomic(), gathered():
        changes = _current.get()
        if changes is None:
            raise RuntimeError("nobody gathers")
        yield changes


def _apply(changes: _Changes, now: datetime) -> None:
    public = _public(changes.shown | changes.hidden)
    _withdraw(changes.hidden - public)
    _restore(changes.shown & public)
    sources = changes.shown | changes.hidden
    owners = frozenset(changes.texts | _owners(sources))
    if owners:
        minor = owners if changes.is_minor else ()
        known = {pk: said for pk, said in changes.leaves.items() if pk in public}
        sync_owners(owners, now, minor=minor, begun_at=changes.begun_at, known=known)
        transaction.on_commit(lambda: source_changed.send(sender=None, owners=owners))
    refresh_page_status(_owners(changes.touched - sources) - owners)


def _owners(choices: set[int]) -> set[str]:
    if not choices:
        return set()
    rows = Choice.objects.filter(pk__in=choices).values_list(
        "question__number", "number"
    )
    return {choice_key(question, choice) for question, choice in rows}


def _public(choices: set[int]) -> set[int]:
    """Return the choices whose source page everybody may read."""
    if not choices:
        return set()
    pages = GuidancePage.objects.live().public().filter(choice__in=choices)
    source = guidance_settings().source
    # Asked for both, SQLite would go over all pages of the language.
    rows = pages.order_by().values_list("choice_id", "locale__language_code")
    return {choice for choice, code in rows if code == source}


def _withdraw(choices: set[int]) -> None:
    """Take the translations of pages off the site whose source is not there any more."""
    if not choices:
        return
    pages = GuidancePage.objects.filter(choice__in=choices, live=True).exclude(
        locale__language_code=guidance_settings().source
    )
    for page in pages:
        revision = page.live_revision_id
        page.unpublish(log_action="wagtail.unpublish")
        GuidancePage.objects.filter(pk=page.pk).update(withdrawn_revision=revision)


def _restore(choices: set[int]) -> None:
    """Publish again what went off the site with its source, as it was."""
    if not choices:
        return
    pages = GuidancePage.objects.filter(
        choice__in=choices, live=False, withdrawn_revision__isnull=False
    )
    revisions = Revision.objects.in_bulk(
        [page.withdrawn_revision for page in pages if page.withdrawn_revision]
    )
    for page in pages:
        revision = revisions.get(page.withdrawn_revision or 0)
        if revision is not None:
            revision.publish()


def _last_editor(page: GuidancePage) -> Any:
    revision = page.live_revision
    return revision.user if revision is not None else None
