"""Taking translations in: a plan first, then one transaction per file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from guidance.catalog.ending import ending
from guidance.catalog.entry import Entry, Key
from guidance.catalog.header import EXPORT, MESSAGES
from guidance.catalog.message import Known, Use
from guidance.catalog.plan import (
    WRITTEN,
    Decision,
    Outcome,
    linked_hosts,
    plan_upload,
)
from guidance.collector import OF_A_CATALOG, rare_collections
from guidance.findings import gettext_noop as _
from guidance.models import CatalogUpload, TranslationOrigin
from guidance.translation.catalog_files import CatalogFile, UploadRefusedError
from guidance.translation.columns import write_columns
from guidance.translation.extract import current_uses
from guidance.translation.history import History, load_history
from guidance.translation.last_files import remember_import
from guidance.translation.lineage import continued_uploads
from guidance.translation.memory import Change, Memory, write_changes
from guidance.translation.proposals import (
    record_conflicts,
    settle_proposals,
    waiting_texts,
)
from guidance.translation.source_changes import successors
from guidance.translation.status import refreshed_once
from guidance.translation.upload_report import UploadReport
from guidance.translation.uses import ensure_messages, known_messages

# The stored text stays, but the translator's own note is taken.
_NOTED = frozenset({Outcome.SAME, Outcome.EMPTY})


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """What a file would change, and what it was compared with."""

    decisions: tuple[Decision, ...]
    uses: tuple[Use, ...]
    history: History


def plan_catalog(file: CatalogFile, *, now: datetime, user: Any = None) -> UploadPlan:
    """Return what becomes of each entry of a file; nothing of it is stored.

    Raises UploadRefusedError when none of its messages is on this site.
    """
    uses = current_uses(now)
    history = load_history(
        file.language, file.catalog.field(EXPORT), continued_uploads(file, user)
    )
    current = {use.key for use in uses}
    former = known_messages(
        entry.key
        for entry in file.catalog.entries
        if entry.key not in current and not entry.obsolete and entry.msgstr
    )
    decisions = plan_upload(
        file.catalog.entries,
        history.stored(current),
        file.language,
        hosts=linked_hosts(uses),
        former=history.stored(former),
        end=ending(file.catalog),
    )
    _refuse_foreign(file, decisions)
    return UploadPlan(decisions, uses, history)


@rare_collections(OF_A_CATALOG)
def import_catalog(
    file: CatalogFile,
    *,
    now: datetime,
    user: Any = None,
    command: str = "",
    dry_run: bool = False,
) -> UploadReport:
    """Apply a file in one transaction and return its report.

    ``user`` or ``command`` is who sent it. A dry run does the same and takes everything
    back. Raises UploadRefusedError when none of its messages is on this site.
    """
    with transaction.atomic():
        plan = plan_catalog(file, now=now, user=user)
        report = UploadReport(
            file.name,
            file.language,
            plan.decisions,
            _owners(plan),
            before=plan.history.memory.known,
        )
        with refreshed_once():
            upload = _apply(file, plan, report, now=now, user=user, command=command)
            write_columns(file.language)
        report = replace(report, upload=upload)
        remember_import(report, file.sha256)
        if dry_run:
            transaction.set_rollback(True)
    return replace(report, upload=None, is_plan=True) if dry_run else report


def _refuse_foreign(file: CatalogFile, decisions: Sequence[Decision]) -> None:
    speaking = [each for each in decisions if each.outcome is not Outcome.OBSOLETE]
    if speaking and all(each.outcome is Outcome.UNKNOWN for each in speaking):
        raise UploadRefusedError(
            _(
                "None of the messages in it is on this site. Is it the file of another "
                "site?"
            )
        ).at(file.name)


def _owners(plan: UploadPlan) -> frozenset[str]:
    keys = {decision.key for decision in plan.decisions}
    return frozenset(use.owner for use in plan.uses if use.key in keys)


def _apply(
    file: CatalogFile,
    plan: UploadPlan,
    report: UploadReport,
    *,
    now: datetime,
    user: Any,
    command: str,
) -> int | None:
    """Store what the plan says; return the number of the upload, if there is one."""
    memory = plan.history.memory
    values = _values(plan.decisions, memory.known)
    values |= _offered(plan, values)
    if not (values or _is_new_header(file) or _is_new_conflict(plan, file.language)):
        return None
    upload = CatalogUpload.objects.create(
        locale=file.language,
        name=file.name[-255:],
        sha256=file.sha256,
        created_at=now,
        user=user,
        command=command,
        header=[list(field) for field in file.catalog.header],
        header_comment=file.catalog.header_comment,
        report=report.as_row(),
    )
    conflicts = [each for each in plan.decisions if each.outcome is Outcome.CONFLICT]
    messages = ensure_messages(
        [*values, *(each.key for each in conflicts if each.key is not None)],
        plan.uses,
    )
    change = Change(now, TranslationOrigin.UPLOAD, upload, user)
    if write_changes(Memory(file.language, values), memory, messages, change):
        settle_proposals(file.language, now)
    record_conflicts(conflicts, memory.known, messages, upload)
    return int(upload.pk)


def _is_new_header(file: CatalogFile) -> bool:
    """Whether the file tells something new about who translated it, and how."""
    last = CatalogUpload.objects.filter(locale=file.language, undone_at=None).first()
    header = [list(field) for field in _of_translators(file.catalog.header)]
    if last is None:
        return True
    old = [list(field) for field in _of_translators(last.header)]
    return (old, last.header_comment) != (header, file.catalog.header_comment)


def _of_translators(header: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    return [field for field in header if field[0] not in {EXPORT, MESSAGES}]


def _is_new_conflict(plan: UploadPlan, language: str) -> bool:
    conflicts = {
        (each.key, each.entry.msgstr)
        for each in plan.decisions
        if each.outcome is Outcome.CONFLICT
    }
    return bool(conflicts) and not conflicts <= waiting_texts(language)


def _values(
    decisions: Iterable[Decision], known: Mapping[Key, Known]
) -> dict[Key, Known]:
    """Return what is to be stored: new texts, and the translators' notes."""
    values = {}
    for decision in decisions:
        key, entry = decision.key, decision.entry
        if key is None:
            continue
        if decision.outcome in WRITTEN:
            values[key] = _uploaded(entry, fuzzy=decision.outcome is Outcome.FUZZY)
        elif decision.outcome in _NOTED:
            stored = known.get(key, Known(""))
            if stored.comment != entry.comment:
                values[key] = replace(stored, comment=entry.comment)
    return values


def _uploaded(entry: Entry, *, fuzzy: bool) -> Known:
    return Known(
        msgstr=entry.msgstr,
        fuzzy=fuzzy,
        previous_msgctxt=entry.previous_msgctxt if fuzzy else "",
        previous_msgid=entry.previous_msgid if fuzzy else "",
        comment=entry.comment,
    )


def _offered(plan: UploadPlan, values: Collection[Key]) -> dict[Key, Known]:
    """Return the translations of texts that changed, as fuzzy ones of the new texts."""
    outdated = {
        each.key: each.entry
        for each in plan.decisions
        if each.outcome is Outcome.OUTDATED and each.key is not None
    }
    current = {use.key for use in plan.uses} if outdated else set()
    offered = {}
    for old, followers in successors(outdated, current).items():
        for key in followers:
            stored = plan.history.memory.known.get(key, Known(""))
            made_from = (stored.previous_msgctxt, stored.previous_msgid)
            is_free = not stored.msgstr or (stored.fuzzy and made_from == old)
            if is_free and key not in values:
                offered[key] = Known(
                    outdated[old].msgstr,
                    fuzzy=True,
                    previous_msgctxt=old[0],
                    previous_msgid=old[1],
                    comment=stored.comment,
                )
    return offered
