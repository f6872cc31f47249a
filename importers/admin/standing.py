"""Where a run stands for somebody who looks at it, and whether anybody works on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from guidance.publication.lock import VOID_AFTER
from importers.models import ImportRun, State

# A worker looks for work every second.
PATIENCE = timedelta(seconds=10)
_OPEN = frozenset({State.PLANNING, State.WAITING, State.RUNNING})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page of a run has to know."""

    state: State
    # Something will happen without anybody doing anything: look again.
    is_open: bool
    # It waits for a worker longer than a worker takes to see it.
    is_stuck: bool
    # Whoever worked on it has shown no sign of life for a minute, or is gone.
    is_lost: bool
    percent: int


def standing(run: ImportRun, now: datetime, held_since: datetime | None) -> Standing:
    """Return where a run stands; ``held_since`` is when the lock was taken, if it is.

    A run that nobody works on any more is *interrupted*, whatever its row says.
    """
    state = State(run.state)
    at_work = state is State.RUNNING or (
        state is State.PLANNING and run.heartbeat is not None
    )
    since = run.queued_at or run.started_at
    is_lost = at_work and _is_lost(run, now, held_since)
    if is_lost and state is State.RUNNING:
        state = State.INTERRUPTED
    return Standing(
        state=state,
        is_open=state in _OPEN,
        is_stuck=state in _OPEN and not at_work and now - since > PATIENCE,
        is_lost=is_lost,
        percent=run.done * 100 // run.total if run.total else 0,
    )


def _is_lost(run: ImportRun, now: datetime, held_since: datetime | None) -> bool:
    if run.queued_at is None:
        # A command holds the lock before its row is made, and until it is over.
        return held_since is None or held_since > run.started_at
    last_sign = run.heartbeat or run.started_at
    # A batch can take minutes; whoever writes it shows that with the lock.
    is_writing = held_since is not None and held_since >= run.queued_at
    return now - last_sign > VOID_AFTER and not is_writing
