"""Where a translation comes from: the last line of its history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from guidance.models import TranslationChange


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a translation came from: who, when, how, and with which upload.

    ``command`` is what took the upload in when it was nobody in the admin.
    """

    origin: str
    when: datetime
    user: str
    command: str
    upload: int | None
    upload_name: str


def load_provenances(messages: Collection[int], language: str) -> dict[int, Provenance]:
    """Return {message pk: where its translation comes from}; two statements."""
    changes = TranslationChange.objects.filter(message__in=messages, locale=language)
    last = changes.order_by().values("message").annotate(last=Max("pk"))
    rows = TranslationChange.objects.filter(pk__in=[row["last"] for row in last])
    return {
        row.message_id: Provenance(
            origin=row.get_origin_display(),
            when=row.created_at,
            user=row.user.get_username() if row.user else "",
            command=row.upload.command if row.upload else "",
            upload=row.upload_id,
            upload_name=row.upload.file_name if row.upload else "",
        )
        for row in rows.select_related("user", "upload")
    }
