"""One value for all that the live source says, to see whether anything changed.

Three small queries instead of reading every page: the catalogs ask this before each
import, export and publication.
"""

import hashlib
import json
import re

from guidance.conf import guidance_settings
from guidance.models import (
    CatalogState,
    Choice,
    GuidancePage,
    Question,
    Translation,
    TranslationOrigin,
)

# To be raised when the same pages give other messages: all of them are read again.
_EXTRACTION = 1
_SOURCE = ""
_DOCUMENT = re.compile("q[0-9]")


def source_state() -> str:
    """Return a digest that changes with the messages of the live source."""
    source = guidance_settings().source
    text = Question(number=1).text_column(source)
    pages = (
        GuidancePage.objects.live()
        .public()
        .filter(locale__language_code=source)
        .order_by("choice_id")
        .values_list("choice_id", "content_digest", "live_revision_id")
    )
    said = [
        _EXTRACTION,
        source,
        list(Question.objects.order_by("pk").values_list("pk", "number", text)),
        list(
            Choice.objects.order_by("pk").values_list(
                "pk", "question_id", "number", text
            )
        ),
        list(pages),
        sorted(page_specific()),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def page_specific() -> set[tuple[str, str]]:
    """Return the (owner, msgid) that an editor gave a translation of their own."""
    rows = Translation.objects.filter(origin=TranslationOrigin.EDITOR)
    return {
        (msgctxt, msgid)
        for msgctxt, msgid in rows.values_list("message__msgctxt", "message__msgid")
        if _DOCUMENT.match(msgctxt)
    }


def is_source_known(state: str) -> bool:
    """Whether the stored messages are those of this state of the source."""
    return CatalogState.objects.filter(locale=_SOURCE, state=state).exists()


def lock_source() -> None:
    """Let one transaction at a time change the stored messages, on every database."""
    CatalogState.objects.get_or_create(locale=_SOURCE)
    CatalogState.objects.select_for_update().get(locale=_SOURCE)


def remember_source(state: str) -> None:
    """Note that the stored messages are those of this state of the source."""
    if not is_source_known(state):
        CatalogState.objects.update_or_create(locale=_SOURCE, defaults={"state": state})
