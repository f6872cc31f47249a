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

    ``export`` is the ``export_state`` that the file comes with, ``""`` for none.
    """
    last = _last_change(language, export)
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


def export_state(language: str) -> str:
    """Return a name for the state of the translations that an export holds.

    It is the last change, by number and time: a number alone would mean something else
    on another site.
    """
    last = TranslationChange.objects.filter(locale=language).last()
    return "" if last is None else _name(last)


def _name(change: TranslationChange) -> str:
    return f"{change.pk}-{int(change.created_at.timestamp() * 1000):x}"


def _last_change(language: str, export: str) -> int | None:
    """Return the number of the last change in an export of this site, else None."""
    number = export.partition("-")[0]
    if not (number.isascii() and number.isdigit()):
        return None
    change = TranslationChange.objects.filter(locale=language, pk=int(number)).first()
    return change.pk if change is not None and _name(change) == export else None


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
