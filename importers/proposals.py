"""The proposals of a document: what an import puts there, and what is open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from importers.merge.outcome import Answer, Conflict
from importers.models import ImportRun, Proposal
from importers.state import Key

_STATUS = {Answer.TAKE: Proposal.Status.TAKEN, Answer.KEEP: Proposal.Status.KEPT}


def open_proposals(keys: Iterable[Key]) -> list[Proposal]:
    """Return the open proposals of these documents, in the order of their conflicts."""
    wanted = Q()
    for question, choice in keys:
        wanted |= Q(question=question, choice=choice)
    if not wanted:
        return []
    return list(Proposal.objects.filter(wanted, status=Proposal.Status.OPEN))


def record(
    conflicts: Mapping[Key, Sequence[Conflict]], *, run: ImportRun | None, now: datetime
) -> None:
    """Make the open proposals of these documents those of their conflicts.

    The same conflict is not proposed twice, another text of the source replaces the
    one before, and what is no conflict any more is withdrawn. In the caller's
    transaction.
    """
    if not conflicts:
        return
    known = {
        (row.question, row.choice, row.place): row for row in open_proposals(conflicts)
    }
    new, changed = [], []
    for key, conflict in _each(conflicts):
        row = known.pop((*key, conflict.place), None)
        texts = (conflict.base, conflict.ours, conflict.theirs)
        if row is None:
            row = Proposal(question=key[0], choice=key[1], place=conflict.place)
            new.append(row)
        elif _texts(row) != texts:
            changed.append(row)
        else:
            continue
        row.base_text, row.editor_text, row.source_text = texts
        row.run, row.made_at = run, now
    Proposal.objects.bulk_create(new)
    if changed:
        fields = ["base_text", "editor_text", "source_text", "run", "made_at"]
        Proposal.objects.bulk_update(changed, fields)
    if known:
        Proposal.objects.filter(pk__in=[row.pk for row in known.values()]).update(
            status=Proposal.Status.WITHDRAWN, decided_at=now
        )


def _each(
    conflicts: Mapping[Key, Sequence[Conflict]],
) -> Iterator[tuple[Key, Conflict]]:
    for key, found in conflicts.items():
        for conflict in found:
            yield key, conflict


def _texts(row: Proposal) -> tuple[str, str, str]:
    return (row.base_text, row.editor_text, row.source_text)


def close(proposal: Proposal, answer: Answer, *, user: Any, now: datetime) -> None:
    """Note what was decided, by whom and when."""
    proposal.status = _STATUS[answer]
    proposal.decided_by, proposal.decided_at = user, now
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
