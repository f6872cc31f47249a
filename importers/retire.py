"""Taking pages off the site whose documents are gone from their source."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guidance.conf import guidance_settings
from guidance.findings import Finding, Severity, gettext_noop
from guidance.models import GuidancePage
from guidance.publication.lock import HeldLock
from guidance.publication.pages import batches, lock_pages, unpublish_pages
from guidance.translation.changes import gathered
from importers.document_report import Gone
from importers.files import PathFinding
from importers.models import SourceDocument
from importers.state import Key

# More than one page in ten gone at once looks like a wrong folder.
_LARGEST_SHARE = 10


class RetireRefusedError(Exception):
    """It cannot be told what is gone, or it is more than anybody would take on purpose."""


def check_folders(paths: Sequence[Path]) -> None:
    """Raise RetireRefusedError when a path is a file: it tells of no other document."""
    for path in paths:
        if not path.is_dir():
            raise RetireRefusedError(
                f"--retire needs whole folders, and {path} is a file: it cannot tell "
                "which documents are gone."
            )


def unknown_finding(*, retiring: bool) -> Finding:
    """Return the finding about something unread: what is missing may be in there."""
    return Finding(
        "gone-unknown", Severity.WARNING, _NOTHING_RETIRED if retiring else _UNKNOWN
    )


def locked_findings(gone: Sequence[Gone]) -> tuple[PathFinding, ...]:
    """Return what there is to say about pages that stay because they are locked."""
    finding = Finding("gone-locked", Severity.WARNING, _LOCKED)
    return tuple(PathFinding(each.path, finding) for each in gone if each.is_locked)


def marked(gone: Sequence[Gone]) -> tuple[Gone, ...]:
    """Return ``gone``, saying in which languages the page of each is to go.

    The page in the source language takes the others along, unless it is off the site
    already, or locked.
    """
    source = guidance_settings().source
    live: dict[Key, list[str]] = {}
    locked: dict[Key, bool] = {}
    for page in _live_pages(gone):
        language = page.locale.language_code
        live.setdefault(_key(page), []).append(language)
        if language == source:
            locked[_key(page)] = page.locked
    return tuple(
        replace(
            each,
            unpublished=()
            if locked.get(_key_of(each), True)
            else tuple(sorted(live[_key_of(each)])),
            is_locked=locked.get(_key_of(each), False),
        )
        for each in gone
    )


def check_share(gone: Sequence[Gone], pages: Mapping[Key, int]) -> None:
    """Raise RetireRefusedError when more than a tenth of the pages would go."""
    leaving = [each for each in gone if _key_of(each) in pages]
    if len(leaving) * _LARGEST_SHARE > len(pages):
        raise RetireRefusedError(
            f"--retire would unpublish {len(leaving)} of {len(pages)} pages. Is this the "
            "right folder? Use --force if it is."
        )


def retire(
    gone: Sequence[Gone], pages: Mapping[Key, int], lock: HeldLock, *, user: Any
) -> tuple[Gone, ...]:
    """Unpublish the pages of documents that are gone; their translations go along.

    ``pages`` are those in the source language. Nothing is deleted; what comes back
    brings its translations back. What somebody else took off the site, or locked, is not
    this import's to bring back: such a document stays with its source. Returns ``gone``
    with what became of each. Raises LockLostError between two batches.
    """
    done: list[Gone] = []
    for batch in batches(gone):
        keys = {_key_of(each) for each in batch}
        with transaction.atomic(), gathered():
            lock.check()
            there = GuidancePage.objects.filter(
                pk__in=[pages[key] for key in keys if key in pages]
            )
            lock_pages(there)
            seen = marked(batch)
            leaving = {_key_of(each) for each in seen if each.unpublished}
            unpublish_pages([pages[key] for key in leaving if key in pages], user=user)
            staying = {_key(page) for page in _with_keys(there)} - leaving
            _let_go(keys - staying)
        done += seen
    return tuple(done)


def _let_go(keys: Set[Key]) -> None:
    """Remember that no source has these documents any more."""
    rows = [
        row
        for row in SourceDocument.objects.filter(
            question__in={question for question, _ in keys}
        ).only("question", "choice")
        if (row.question, row.choice) in keys
    ]
    for row in rows:
        row.retired = True
    SourceDocument.objects.bulk_update(rows, ["retired"])


def _live_pages(gone: Sequence[Gone]) -> list[GuidancePage]:
    keys = {_key_of(each) for each in gone}
    pages = GuidancePage.objects.live().filter(
        choice__question__number__in={question for question, _ in keys}
    )
    return [page for page in _with_keys(pages) if _key(page) in keys]


def _with_keys(pages: QuerySet[GuidancePage]) -> QuerySet[GuidancePage]:
    return pages.select_related("choice__question", "locale")


def _key(page: GuidancePage) -> Key:
    return (page.choice.question.number, page.choice.number)


def _key_of(gone: Gone) -> Key:
    return (gone.question, gone.choice)


_LOCKED = gettext_noop(
    "The page of this document is locked, so it stays on the site although the document "
    "is gone. Unlock it and import again."
)
_NOTHING_RETIRED = gettext_noop(
    "Nothing was unpublished, because this could not be read: what seems to be gone may "
    "be in there."
)
_UNKNOWN = gettext_noop(
    "Nobody can tell which documents are gone, because this could not be read."
)
