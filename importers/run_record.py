"""The row of a run: begun, alive, over. Everybody can see there what an import does."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from guidance.findings import gettext_noop
from guidance.publication.lock import VOID_AFTER
from importers.document_report import Report
from importers.models import ImportRun, State
from importers.report import as_row

INTERRUPTED = gettext_noop(
    "The import was interrupted: its process ended before its work did. What is written "
    "already stays; run the same import again to complete it."
)


@contextlib.contextmanager
def recorded(
    source: str, options: Mapping[str, Any], user: Any, run: ImportRun | None
) -> Iterator[ImportRun]:
    """Hold the row of an import for the block; it says *failed* if that raises.

    ``run`` is the row that the admin has already made. The lock is held, so that runs
    which never said how they ended are over.
    """
    now = timezone.now()
    _mark_interrupted(now, run)
    if run is None:
        run = ImportRun.objects.create(
            source=source,
            started_at=now,
            heartbeat=now,
            user=user,
            options=dict(options),
        )
    try:
        yield run
    except BaseException:
        # A database that is gone must not hide the error that made it so.
        with contextlib.suppress(DatabaseError):
            _end(run, State.FAILED)
        raise


def _mark_interrupted(now: datetime, own: ImportRun | None) -> None:
    """Say of runs whose process was killed that they were interrupted.

    One of the command held the lock as long as it ran. One of the admin compares its
    plan before it takes the lock, and shows a sign of life meanwhile.
    """
    running = ImportRun.objects.filter(state=State.RUNNING)
    dead = running.filter(Q(queued_at__isnull=True) | Q(heartbeat__lt=now - VOID_AFTER))
    if own is not None:
        dead = dead.exclude(pk=own.pk)
    # The report of an upload is its plan's as long as it runs.
    dead.update(
        state=State.INTERRUPTED,
        problem={"message": INTERRUPTED, "values": {}},
        report={},
    )


def beat(run: ImportRun, done: int, total: int) -> None:
    """Write how far the run is; that is its sign of life, too."""
    ImportRun.objects.filter(pk=run.pk).update(
        done=done, total=total, heartbeat=timezone.now()
    )


def finish(run: ImportRun, report: Report, *, stopped: bool) -> None:
    """Write the report and that the run is over, or was stopped between two batches."""
    run.report = as_row(report)
    run.save(update_fields=["report"])
    _end(run, State.CANCELED if stopped else State.DONE)


def _end(run: ImportRun, state: State) -> None:
    run.state = state
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "finished_at"])
