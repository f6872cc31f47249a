"""Taking pages off the site whose documents are gone from their source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from guidance.findings import Finding, Severity, gettext_noop
from guidance.models import GuidancePage
from guidance.publication.lock import HeldLock
from guidance.publication.pages import batches, unpublish_pages
from guidance.translation.changes import gathered
from importers.document_report import Gone
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


def marked(gone: Sequence[Gone]) -> tuple[Gone, ...]:
    """Return ``gone``, saying in which languages the page of each is on the site now."""
    live: dict[Key, list[str]] = {}
    for page in _live_pages(gone):
        live.setdefault(_key(page), []).append(page.locale.language_code)
    return tuple(
        replace(each, unpublished=tuple(sorted(live.get(_key_of(each), ()))))
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
) -> None:
    """Unpublish the pages of documents that are gone; their translations go along.

    ``pages`` are those in the source language. Nothing is deleted; what comes back
    brings its translations back. Raises LockLostError between two batches.
    """
    for batch in batches(gone):
        keys = {_key_of(each) for each in batch}
        with transaction.atomic(), gathered():
            lock.check()
            unpublish_pages([pages[key] for key in keys if key in pages], user=user)
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
    return [
        page
        for page in pages.select_related("choice__question", "locale")
        if _key(page) in keys
    ]


def _key(page: GuidancePage) -> Key:
    return (page.choice.question.number, page.choice.number)


def _key_of(gone: Gone) -> Key:
    return (gone.question, gone.choice)


_NOTHING_RETIRED = gettext_noop(
    "Nothing was unpublished, because this could not be read: what seems to be gone may "
    "be in there."
)
_UNKNOWN = gettext_noop(
    "Nobody can tell which documents are gone, because this could not be read."
)
