"""The proposals of a document: what an import puts there, and what is open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from importers.merge.outcome import Answer, Conflict
from importers.models import ImportRun, Proposal
from importers.state import Key

_TEXTS = ("base_text", "editor_text", "source_text")
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
    for (question, choice), found in conflicts.items():
        for conflict in found:
            texts = dict(
                zip(
                    _TEXTS,
                    (conflict.base, conflict.ours, conflict.theirs),
                    strict=True,
                )
            )
            row = known.pop((question, choice, conflict.place), None)
            if row is None:
                row = Proposal(question=question, choice=choice, place=conflict.place)
                new.append(row)
            elif all(getattr(row, name) == text for name, text in texts.items()):
                continue
            else:
                changed.append(row)
            row.run, row.made_at = run, now
            for name, text in texts.items():
                setattr(row, name, text)
    Proposal.objects.bulk_create(new)
    if changed:
        Proposal.objects.bulk_update(changed, [*_TEXTS, "run", "made_at"])
    if known:
        Proposal.objects.filter(pk__in=[row.pk for row in known.values()]).update(
            status=Proposal.Status.WITHDRAWN, decided_at=now
        )


def close(proposal: Proposal, answer: Answer, *, user: Any, now: datetime) -> None:
    """Note what was decided, by whom and when."""
    proposal.status = _STATUS[answer]
    proposal.decided_by, proposal.decided_at = user, now
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
