"""What is and was stored of each message in a language: what an upload is compared with."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.catalog.plan import Stored
from guidance.models import (
    Message,
    ProposalState,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationProposal,
    TranslationState,
)
from guidance.translation.memory import Memory, load_memory


@dataclass(slots=True)
class _Past:
    older: set[str] = field(default_factory=set)
    exported: str = ""
    exported_fuzzy: bool = False
    continued: bool = False
    # Seldom any: no set of its own for each of 50,000 messages.
    refused: frozenset[str] = frozenset()

    def take_answer(self, old: str, new: str) -> None:
        """Remember what an editor withdrew; what an editor wrote is not refused."""
        self.refused = self.refused - {new} if new else self.refused | {old}


# An export from before the first translation.
_BEFORE_ALL = "0"
_NOTHING, _NEVER = Known(""), _Past()


@dataclass(frozen=True, slots=True)
class History:
    """All that is and was stored in a language.

    ``export`` is the number of the last change that the file at hand knows, None when
    it does not say which export it comes from.
    """

    memory: Memory
    export: int | None
    past: Mapping[Key, _Past]
    by_editor: frozenset[Key]

    def stored(self, keys: Iterable[Key]) -> dict[Key, Stored]:
        """Return what a file has to be compared with, for each of these messages."""
        # The same for all that nobody has ever translated: in a new language, all.
        untouched = Stored(exported=None if self.export is None else "")
        touched = self.memory.known.keys() | self.past.keys() | self.by_editor
        return {key: self._stored(key) if key in touched else untouched for key in keys}

    def _stored(self, key: Key) -> Stored:
        value = self.memory.known.get(key, _NOTHING)
        before = self.past.get(key, _NEVER)
        return Stored(
            msgstr=value.msgstr,
            fuzzy=value.fuzzy,
            older=frozenset(before.older - {value.msgstr, ""}) if before.older else (),
            exported=None if self.export is None else before.exported,
            exported_fuzzy=before.exported_fuzzy,
            continued=before.continued,
            by_editor=key in self.by_editor,
            refused=before.refused,
        )


def load_history(
    language: str, export: str, continued: Collection[int] = ()
) -> History:
    """Return the history of a language; a handful of queries, whatever its size.

    ``export`` is the ``export_state`` that the file comes with, ``""`` for none.
    ``continued`` are the uploads of the same work at an earlier time: what they brought
    is no news to the file.
    """
    last = last_change(language, export)
    by_editor = Translation.objects.filter(
        locale=language, origin=TranslationOrigin.EDITOR
    ).values_list("message__msgctxt", "message__msgid")
    return History(
        load_memory(language),
        last,
        _load_past(language, last, continued),
        frozenset(by_editor),
    )


def export_state(language: str) -> str:
    """Return a name for the state of the translations that an export holds.

    It is the last change, by number and time: a number alone would mean something else
    on another site.
    """
    last = TranslationChange.objects.filter(locale=language).last()
    return _BEFORE_ALL if last is None else _name(last)


def _name(change: TranslationChange) -> str:
    return f"{change.pk}-{int(change.created_at.timestamp() * 1000):x}"


def last_change(language: str, export: str) -> int | None:
    """Return the number of the last change in an export of this site, else None."""
    if export == _BEFORE_ALL:
        return 0
    number = export.partition("-")[0]
    if not (number.isascii() and number.isdigit()):
        return None
    change = TranslationChange.objects.filter(locale=language, pk=int(number)).first()
    return change.pk if change is not None and _name(change) == export else None


def _load_past(
    language: str, last: int | None, continued: Collection[int]
) -> dict[Key, _Past]:
    """Return the texts each message had, and the one it had at change ``last``.

    What an undone upload brought was never meant, and may be uploaded again; what
    somebody decided against is as good as old.
    """
    past: dict[int, _Past] = {}
    changes = TranslationChange.objects.filter(locale=language).order_by("pk")
    for pk, message, old, new, state, origin, upload, undone in changes.values_list(
        "pk",
        "message_id",
        "old_msgstr",
        "new_msgstr",
        "new_state",
        "origin",
        "upload_id",
        "upload__undone_at",
    ).iterator(chunk_size=2000):
        each = past.setdefault(message, _Past())
        if origin != TranslationOrigin.UNDO:
            each.older.add(old)
        if undone is None:
            each.older.add(new)
        if origin == TranslationOrigin.EDITOR:
            each.take_answer(old, new)
        if last is not None and (pk <= last or upload in continued):
            each.exported = new
            each.exported_fuzzy = state == TranslationState.FUZZY
            each.continued = pk > last
    declined = TranslationProposal.objects.filter(
        locale=language, state=ProposalState.KEPT
    )
    for message, msgstr in declined.values_list("message_id", "msgstr"):
        each = past.setdefault(message, _Past())
        each.older.add(msgstr)
        each.refused |= {msgstr}
    if not past:
        return {}
    keys = Message.objects.values_list("pk", "msgctxt", "msgid")
    return {
        (msgctxt, msgid): past[pk]
        for pk, msgctxt, msgid in keys.iterator(chunk_size=2000)
        if pk in past
    }
