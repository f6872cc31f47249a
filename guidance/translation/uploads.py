"""The uploads of translations, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from guidance.models import CatalogUpload


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One upload; ``changes`` is how many translations it changed."""

    pk: int
    name: str
    language: str
    created_at: datetime
    changes: int
    is_undone: bool


def latest_uploads(languages: Collection[str], limit: int = 20) -> list[UploadLine]:
    """Return the latest uploads in these languages."""
    rows = CatalogUpload.objects.filter(locale__in=languages).order_by("-pk")
    return [
        UploadLine(
            pk=row.pk,
            name=row.name,
            language=row.locale,
            created_at=row.created_at,
            changes=row.change_count,
            is_undone=row.undone_at is not None,
        )
        for row in rows.annotate(change_count=Count("changes"))[:limit]
    ]
