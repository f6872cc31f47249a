"""Work in a PO file that nobody has imported: an export must not wipe it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guidance.catalog.ending import CUT_OFF, ending
from guidance.catalog.entry import Entry, Key
from guidance.catalog.header import EXPORT, Fields
from guidance.catalog.message import Use, is_prefilled
from guidance.catalog.plan import Decision, Outcome, linked_hosts, plan_upload
from guidance.translation.catalog_files import CatalogFile, read_bytes
from guidance.translation.history import History, load_history
from guidance.translation.lineage import continued_uploads
from guidance.translation.proposals import waiting_texts

# What an import would store, and what it would refuse for the translator to mend.
_WORK = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.FUZZY, Outcome.REJECTED})
_GONE = frozenset({Outcome.UNKNOWN, Outcome.OUTDATED, Outcome.OBSOLETE})
_NOTED = frozenset({Outcome.SAME, Outcome.EMPTY})


@dataclass(frozen=True, slots=True)
class Unimported:
    """Entries that say something else than the database, and those of gone texts."""

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    former: tuple[Entry, ...] = ()
    header: Fields = ()
    header_comment: str = ""

    @property
    def count(self) -> int:
        return len(self.entries) + len(self.former)


def load_unimported(
    name: str, data: bytes, language: str, uses: Sequence[Use]
) -> Unimported:
    """Return the work in a file. Raises UploadRefusedError when it cannot be read."""
    file = read_bytes(name, data, language)
    history = load_history(
        language, file.catalog.field(EXPORT), continued_uploads(file)
    )
    decisions = plan_upload(
        file.catalog.entries,
        history.stored({use.key for use in uses}),
        language,
        hosts=linked_hosts(uses),
        end=ending(file.catalog),
    )
    proposed = waiting_texts(language)
    entries = {
        each.key: each.entry
        for each in decisions
        if each.key is not None and _is_work(each, history, proposed)
    }
    former = [
        replace(each.entry, obsolete=True, extracted=(), references=(), flags=())
        for each in decisions
        if each.outcome in _GONE and _is_lost(each.entry, history)
    ]
    if not entries and not former:
        return Unimported()
    return Unimported(entries, _sorted(former), *_header(file))


def _is_work(
    decision: Decision, history: History, proposed: set[tuple[Key, str]]
) -> bool:
    entry, key = decision.entry, decision.key
    if key is None or any(each.code == CUT_OFF for each in decision.findings):
        # Half a text in a whole file would pass for a whole one.
        return False
    if decision.outcome is Outcome.CONFLICT:
        return (key, entry.msgstr) not in proposed
    if decision.outcome in _NOTED and entry.comment:
        stored = history.memory.known.get(key)
        return stored is None or not stored.comment
    return decision.outcome in _WORK


def _is_lost(entry: Entry, history: History) -> bool:
    is_known = entry.key in history.memory.known
    says_more = bool(entry.msgstr) and not is_prefilled(entry.key, entry.msgstr)
    return says_more and not is_known


def _sorted(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.key))


def _header(file: CatalogFile) -> tuple[Fields, str]:
    return file.catalog.header, file.catalog.header_comment
