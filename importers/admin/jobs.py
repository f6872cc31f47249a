"""The journey of an upload: planned, confirmed, run, cleared away.

A run goes from one state to the next by compare-and-set, so that a job that is started
twice does its work once. The plan that somebody confirmed is made again before anything
is written; when another one comes out, that one is shown and nothing is written.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import Error, InterfaceError, OperationalError, transaction
from django.utils import timezone

from guidance.findings import gettext_noop
from guidance.publication.lock import LockHeldError, LockLostError, held_since
from importers.admin import uploads
from importers.admin.plan_rows import PlanDigest, PlanRows
from importers.admin.standing import standing
from importers.admin.wording import problem_row
from importers.document_report import Report
from importers.folder_walk import GatherError
from importers.models import ImportRun, PlannedDocument, State
from importers.report import as_row
from importers.run import ImportOptions, run_import
from importers.run_record import INTERRUPTED, beat
from importers.work import Watch

_GAP = 0.2

logger = logging.getLogger(__name__)

_CHANGED = gettext_noop(
    "The content of the site has changed since this plan was shown, so nothing was "
    "written. This is the plan as it is now; look at it again."
)
_LOCKED = gettext_noop(
    "Another import or publication is running, so nothing was written. Confirm again "
    "when it has finished."
)
_LOCK_LOST = gettext_noop(
    "Another run has taken over, because this one showed no sign of life for a minute. "
    "Plan the upload again; what is written already stays."
)
_DATABASE = gettext_noop(
    "The database was busy, full or away, so the work could not go on. What is written "
    "already stays. Plan the upload again to complete it; if that fails too, tell whoever "
    "runs the server, whose log says more."
)
_DISK = gettext_noop(
    "The server could not read or store a file (%(reason)s). What is written already "
    "stays. Tell whoever runs the server; when it is mended, plan the upload again to "
    "complete it."
)
_UNEXPECTED = gettext_noop(
    "Something unexpected happened (%(kind)s). What is written already stays. Plan the "
    "upload again to complete it; if that fails too, tell whoever runs the server, whose "
    "log says more."
)
_ABANDONED = gettext_noop(
    "Nobody confirmed this plan for a day, so the uploaded files were deleted."
)


# ---- what people ask for


def begin(user: Any, source: str, options: Mapping[str, Any], upload: str) -> ImportRun:
    """Make the row of an upload, which is to be planned next."""
    now = timezone.now()
    return ImportRun.objects.create(
        source=source,
        started_at=now,
        queued_at=now,
        user=user,
        options=dict(options),
        upload=upload,
        state=State.PLANNING,
    )


def confirm(run: ImportRun, digest: str) -> bool:
    """Let the plan with this digest be run; False when it is not the plan any more."""
    uploads.forget_stop(run.upload)
    return bool(
        ImportRun.objects.filter(
            pk=run.pk, state=State.PLANNED, plan_digest=digest
        ).update(
            state=State.WAITING,
            queued_at=timezone.now(),
            heartbeat=None,
            done=0,
            total=0,
            problem={},
        )
    )


def plan_again(run: ImportRun) -> bool:
    """Have an upload planned anew; False when it is at work or its files are gone."""
    if not uploads.exists(run.upload):
        return False
    now = timezone.now()
    idle = ImportRun.objects.filter(
        pk=run.pk,
        state__in=(State.PLANNED, State.FAILED, State.CANCELED, State.INTERRUPTED),
    )
    lost = ImportRun.objects.none()
    if standing(run, now, held_since()).is_lost:
        lost = ImportRun.objects.filter(
            pk=run.pk,
            state__in=(State.RUNNING, State.PLANNING),
            heartbeat=run.heartbeat,
        )
    if not (idle | lost).exists():
        return False
    uploads.forget_stop(run.upload)
    return bool(
        (idle | lost).update(
            state=State.PLANNING,
            queued_at=now,
            heartbeat=None,
            finished_at=None,
            done=0,
            total=0,
            problem={},
        )
    )


def cancel(run: ImportRun) -> None:
    """Drop what has not begun; ask what is at work to stop after its batch."""
    begun = ImportRun.objects.filter(
        pk=run.pk, state__in=(State.PLANNING, State.RUNNING)
    )
    begun = begun.exclude(state=State.PLANNING, heartbeat=None)
    if not begun.exists() and _drop(run):
        _clear(run)
    elif begun.exists():
        uploads.ask_to_stop(run.upload)


def _drop(run: ImportRun) -> bool:
    """Cancel a run on which nobody works yet; False when somebody has begun to."""
    waiting = ImportRun.objects.filter(pk=run.pk).filter(
        state__in=(State.PLANNED, State.WAITING)
    ) | ImportRun.objects.filter(pk=run.pk, state=State.PLANNING, heartbeat=None)
    now = timezone.now()
    return bool(waiting.update(state=State.CANCELED, finished_at=now, report={}))


# ---- the two jobs


def make_plan(pk: int) -> None:
    """Plan an upload; does nothing when somebody else has begun to."""
    claimed = ImportRun.objects.filter(pk=pk, state=State.PLANNING, heartbeat=None)
    if claimed.update(heartbeat=timezone.now()):
        run = ImportRun.objects.get(pk=pk)
        _guarded(run, lambda: _plan(run, {}))


def execute(pk: int) -> None:
    """Run a confirmed plan; does nothing when somebody else has begun to."""
    claimed = ImportRun.objects.filter(pk=pk, state=State.WAITING)
    if claimed.update(state=State.RUNNING, heartbeat=timezone.now()):
        run = ImportRun.objects.get(pk=pk)
        _guarded(run, lambda: _execute(run))


def _guarded(run: ImportRun, work: Callable[[], None]) -> None:
    """Do the work; whatever goes wrong becomes one line in the row."""
    try:
        work()
    except GatherError as error:
        _fail(run, error.finding.message, error.finding.values)
    except LockHeldError:
        ImportRun.objects.filter(pk=run.pk).update(
            state=State.PLANNED, problem=problem_row(_LOCKED)
        )
    except LockLostError:
        _fail(run, _LOCK_LOST, {})
    except Exception as error:
        logger.exception("Import %s failed", run.pk)
        try:
            _fail(run, *_what_failed(error))
        except Error:
            # It shows no sign of life any more, so that it is *interrupted* in a minute.
            logger.exception("Import %s could not be marked as failed", run.pk)


def _what_failed(error: Exception) -> tuple[str, dict[str, object]]:
    """Return what to tell people of an error: what to do, and nothing of the inside."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return _DATABASE, {}
    if isinstance(error, OSError):
        return _DISK, {"reason": error.strerror or type(error).__name__}
    return _UNEXPECTED, {"kind": type(error).__name__}


def _fail(
    run: ImportRun,
    message: str,
    values: Mapping[str, object],
    state: State = State.FAILED,
) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=state,
        finished_at=timezone.now(),
        problem=problem_row(message, **values),
        # What is there is the plan's.
        report={},
    )


# ---- planning


def _plan(run: ImportRun, problem: Mapping[str, Any]) -> None:
    """Make the plan and show it, with ``problem`` above it."""
    PlannedDocument.objects.filter(run=run).delete()
    rows = PlanRows(run)

    def progress(done: int, total: int) -> None:
        rows.write()
        beat(run, done, total)

    report = _dry_run(run, rows, progress)
    if _is_stop_asked(run):
        _cancel_now(run)
        return
    rows.write_rest(report)
    ImportRun.objects.filter(
        pk=run.pk, state__in=(State.PLANNING, State.RUNNING)
    ).update(
        state=State.PLANNED,
        plan_digest=rows.digest(report),
        report={**as_row(report), "documents": []},
        problem=dict(problem),
    )


def _dry_run(
    run: ImportRun, rows: PlanDigest, progress: Callable[[int, int], None]
) -> Report:
    watch = Watch(progress, rows.show, lambda: _is_stop_asked(run))
    return run_import(_import_options(run, dry_run=True), user=run.user, watch=watch)


def _import_options(run: ImportRun, *, dry_run: bool) -> ImportOptions:
    options = run.options
    return ImportOptions(
        paths=uploads.paths_of(run.upload, whole=options["whole"]),
        source=run.source,
        encoding=options["encoding"],
        dry_run=dry_run,
        draft=options["draft"],
        retire=options["retire"],
        # The plan names the pages, and whoever confirms it confirms them apart.
        force=True,
        take_over=options.get("take_over", False),
        restore=options["restore"],
    )


def _is_stop_asked(run: ImportRun) -> bool:
    return uploads.is_stop_asked(run.upload)


# ---- running


def _execute(run: ImportRun) -> None:
    digest = PlanDigest()
    # Nothing of the bar moves while the plan is compared; the sign of life does.
    report = _dry_run(run, digest, lambda _done, total: beat(run, 0, total))
    if _is_stop_asked(run):
        _cancel_now(run)
    elif digest.digest(report) != run.plan_digest:
        _plan(run, problem_row(_CHANGED))
    else:
        watch = Watch(_let_others_write, stop=lambda: _is_stop_asked(run))
        options = _import_options(run, dry_run=False)
        run_import(options, user=run.user, watch=watch, run=run)
        if run.state == State.DONE:
            _clear(run)


def _let_others_write(_done: int, _total: int) -> None:
    """Wait a moment between two batches.

    SQLite has one writer, and who waits to be it looks every 100 ms. Without a gap of
    that length nobody could save a page, or press *Stop*, until the import is over.
    """
    time.sleep(_GAP)


def _cancel_now(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=State.CANCELED, finished_at=timezone.now(), report={}
    )
    _clear(run)


# ---- clearing away


def _clear(run: ImportRun) -> None:
    """Delete the files and the plan of a run that is over."""
    name = run.upload
    with transaction.atomic():
        PlannedDocument.objects.filter(run=run).delete()
        ImportRun.objects.filter(pk=run.pk).update(upload="")
    uploads.remove(name)


def sweep(now: datetime) -> None:
    """Delete the files of uploads that nobody has touched for a day."""
    old = now - uploads.KEPT
    kept = ImportRun.objects.exclude(upload="")
    for run in kept.filter(started_at__lt=old).exclude(heartbeat__gte=old):
        if run.queued_at is not None and run.queued_at >= old:
            continue
        if run.state == State.RUNNING:
            _fail(run, INTERRUPTED, {}, State.INTERRUPTED)
        elif run.state in (State.PLANNING, State.PLANNED, State.WAITING):
            ImportRun.objects.filter(pk=run.pk).update(
                state=State.CANCELED,
                finished_at=now,
                report={},
                problem=problem_row(_ABANDONED),
            )
        _clear(run)
    known = set(kept.values_list("upload", flat=True))
    for name in list(uploads.abandoned(known, now)):
        uploads.remove(name)
