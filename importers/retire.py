"""Taking pages off the site whose documents are gone from their source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from guidance.findings import Finding, Severity, gettext_noop
from guidance.models import GuidancePage
from guidance.publication.pages import unpublish_pages
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


def marked(gone: Sequence[Gone], pages: Mapping[Key, int]) -> tuple[Gone, ...]:
    """Return ``gone``, saying of which documents the page is on the site now."""
    live = set(
        GuidancePage.objects.live()
        .filter(pk__in=list(_leaving(gone, pages)))
        .values_list("pk", flat=True)
    )
    return tuple(
        replace(each, unpublished=pages.get((each.question, each.choice)) in live)
        for each in gone
    )


def check_share(gone: Sequence[Gone], pages: Mapping[Key, int]) -> None:
    """Raise RetireRefusedError when more than a tenth of the pages would go."""
    leaving = _leaving(gone, pages)
    if len(leaving) * _LARGEST_SHARE > len(pages):
        raise RetireRefusedError(
            f"--retire would unpublish {len(leaving)} of {len(pages)} pages. Is this the "
            "right folder? Use --force if it is."
        )


def retire(gone: Sequence[Gone], pages: Mapping[Key, int], *, user: Any) -> None:
    """Unpublish the pages of documents that are gone; nothing is deleted."""
    with transaction.atomic():
        unpublish_pages(_leaving(gone, pages), user=user)
        for each in gone:
            SourceDocument.objects.filter(
                question=each.question, choice=each.choice
            ).update(retired=True)


def _leaving(gone: Sequence[Gone], pages: Mapping[Key, int]) -> list[int]:
    keys = ((each.question, each.choice) for each in gone)
    return [pages[key] for key in keys if key in pages]


_NOTHING_RETIRED = gettext_noop(
    "Nothing was unpublished, because this could not be read: what seems to be gone may "
    "be in there."
)
_UNKNOWN = gettext_noop(
    "Nobody can tell which documents are gone, because this could not be read."
)
