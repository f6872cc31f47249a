"""What is and was stored of each message in a language: what an upload is compared with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.catalog.plan import Stored
from guidance.models import Translation, TranslationChange, TranslationOrigin
from guidance.translation.memory import load_memory


@dataclass(slots=True)
class _Past:
    older: set[str] = field(default_factory=set)
    exported: str = ""


def load_stored(keys: Iterable[Key], language: str, export: str) -> dict[Key, Stored]:
    """Return what is stored of each message; three queries.

    ``export`` is what the file says of the export it comes from (the number of the last
    change at that time), ``""`` when it does not say.
    """
    last = int(export) if export.isascii() and export.isdigit() else None
    known = load_memory(language).known
    past = _load_past(language, last)
    by_editor = set(
        Translation.objects.filter(
            locale=language, origin=TranslationOrigin.EDITOR
        ).values_list("message__msgctxt", "message__msgid")
    )
    nothing, never = Known(""), _Past()
    stored = {}
    for key in keys:
        value, before = known.get(key, nothing), past.get(key, never)
        stored[key] = Stored(
            msgstr=value.msgstr,
            fuzzy=value.fuzzy,
            older=frozenset(before.older - {value.msgstr, ""}),
            exported=None if last is None else before.exported,
            by_editor=key in by_editor,
        )
    return stored


def _load_past(language: str, last: int | None) -> dict[Key, _Past]:
    """Return the texts each message had, and the one it had at change ``last``."""
    past: dict[Key, _Past] = {}
    changes = TranslationChange.objects.filter(locale=language).order_by("pk")
    for pk, msgctxt, msgid, old, new in changes.values_list(
        "pk", "message__msgctxt", "message__msgid", "old_msgstr", "new_msgstr"
    ):
        each = past.setdefault((msgctxt, msgid), _Past())
        each.older |= {old, new}
        if last is not None and pk <= last:
            each.exported = new
    return past
