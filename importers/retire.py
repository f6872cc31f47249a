"""Taking pages off the site whose documents are gone from their source."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from guidance.publication.pages import unpublish_pages
from guidance.translation.changes import gathered
from importers.document_report import Gone
from importers.models import SourceDocument
from importers.state import Key

# More than one page in ten gone at once looks like a wrong folder.
_LARGEST_SHARE = 10


class RetireRefusedError(Exception):
    """More is gone than anybody would take away on purpose without saying so."""


def check_share(gone: Sequence[Gone], pages: Mapping[Key, int]) -> None:
    """Raise RetireRefusedError when more than a tenth of the pages would go."""
    leaving = [each for each in gone if (each.question, each.choice) in pages]
    if len(leaving) * _LARGEST_SHARE > len(pages):
        raise RetireRefusedError(
            f"--retire would unpublish {len(leaving)} of {len(pages)} pages. Is this the "
            "right folder? Use --force if it is."
        )


def retire(gone: Sequence[Gone], pages: Mapping[Key, int], *, user: Any) -> None:
    """Unpublish the pages of documents that are gone; nothing is deleted."""
    with transaction.atomic(), gathered():
        leaving = [
            pages[key]
            for each in gone
            if (key := (each.question, each.choice)) in pages
        ]
        unpublish_pages(leaving, user=user)
        for each in gone:
            SourceDocument.objects.filter(
                question=each.question, choice=each.choice
            ).update(retired=True)
