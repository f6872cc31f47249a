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
    # Whoever worked on it has shown no sign of life for a minute.
    is_lost: bool
    percent: int


def standing(run: ImportRun, now: datetime) -> Standing:
    """Return where a run stands."""
    state = State(run.state)
    at_work = state is State.RUNNING or (
        state is State.PLANNING and run.heartbeat is not None
    )
    since = run.queued_at or run.started_at
    last_sign = run.heartbeat or run.started_at
    return Standing(
        state=state,
        is_open=state in _OPEN,
        is_stuck=state in _OPEN and not at_work and now - since > PATIENCE,
        is_lost=at_work and now - last_sign > VOID_AFTER,
        percent=run.done * 100 // run.total if run.total else 0,
    )
