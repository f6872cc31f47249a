"""One import or publication at a time, on every database and on several hosts.

A row is taken by compare-and-set. It is void when its heartbeat is older than a
minute, or when its process is gone from this host; each batch checks in its own
transaction that it still holds the lock, so that a run that was declared dead writes
nothing more, and nobody can take the lock over while a batch is being written.
"""

import os
import socket
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.utils import timezone

from guidance.models.lock import PublicationLock

HEARTBEAT = timedelta(seconds=10)
VOID_AFTER = timedelta(seconds=60)
_NAME = "content"
# The tokens that this very process holds: a row with its number and another token was
# left by a process that had the same number, as the first one of a container has.
_held_here: set[uuid.UUID] = set()


class LockHeldError(Exception):
    """Somebody else is writing; the message says who and since when."""


class LockLostError(Exception):
    """The lock was taken over, because this run showed no sign of life."""


class HeldLock:
    """The lock while it is held: ``beat`` in every batch and every long loop."""

    def __init__(self, token: uuid.UUID) -> None:
        self._token = token
        self._beaten = timezone.now()

    def beat(self) -> None:
        """Show a sign of life at most every ten seconds.

        Raises LockLostError when somebody else holds the lock now.
        """
        now = timezone.now()
        if now - self._beaten >= HEARTBEAT:
            self.check()

    def check(self) -> None:
        """Renew the heartbeat now, or raise LockLostError."""
        now = timezone.now()
        kept = PublicationLock.objects.filter(name=_NAME, token=self._token).update(
            heartbeat=now
        )
        if not kept:
            raise LockLostError(
                "Another run has taken the lock, because this one showed no sign of "
                "life for a minute. Run the same command again."
            )
        self._beaten = now


# What this thread does as soon as it has released the lock, with the names for it.
_Follow = Callable[[frozenset[str]], None]
_following: ContextVar[dict[_Follow, set[str]] | None] = ContextVar(
    "following", default=None
)


@contextmanager
def content_lock(holder: str) -> Iterator[HeldLock]:
    """Hold the lock for the block. Raises LockHeldError when somebody else has it."""
    token = uuid.uuid4()
    following: dict[_Follow, set[str]] = {}
    outer = _following.set(following)
    # Before it is taken: another thread of this process must not think it was left over.
    _held_here.add(token)
    try:
        _take(token, holder)
        yield HeldLock(token)
    finally:
        _following.reset(outer)
        _held_here.discard(token)
        PublicationLock.objects.filter(name=_NAME, token=token).update(
            token=None, holder="", pid=0
        )
        for follow, names in following.items():
            follow(frozenset(names))


def after_lock(follow: _Follow, names: Iterable[str]) -> None:
    """Call ``follow`` when this thread has released the lock, at once when it has none.

    Once with all names, however often it is asked for.
    """
    following = _following.get()
    if following is None:
        follow(frozenset(names))
    else:
        following.setdefault(follow, set()).update(names)


def _take(token: uuid.UUID, holder: str) -> None:
    now = timezone.now()
    mine = {
        "token": token,
        "holder": holder[:100],
        "host": socket.gethostname()[:100],
        "pid": os.getpid(),
        "taken_at": now,
        "heartbeat": now,
    }
    PublicationLock.objects.get_or_create(
        name=_NAME, defaults={"taken_at": now, "heartbeat": now}
    )
    row = PublicationLock.objects.get(name=_NAME)
    # Reading waits for nobody; the update would wait for a batch that is being written.
    if row.token is not None and not _is_void(row):
        raise LockHeldError(_held(row))
    free = PublicationLock.objects.filter(name=_NAME, token=row.token)
    if not free.filter(heartbeat=row.heartbeat).update(**mine):
        raise LockHeldError(_held(PublicationLock.objects.get(name=_NAME)))


def _held(row: PublicationLock) -> str:
    since = timezone.localtime(row.taken_at)
    return (
        f"{row.holder or 'Another run'} is writing since {since:%Y-%m-%d %H:%M:%S} "
        f"(process {row.pid} on {row.host}). Wait until it has finished."
    )


def held_since() -> datetime | None:
    """Return when the run that is alive took the lock, None when nobody holds it."""
    row = PublicationLock.objects.filter(name=_NAME, token__isnull=False).first()
    return None if row is None or _is_void(row) else row.taken_at


def find_void_lock() -> PublicationLock | None:
    """Return the lock when a run that is dead holds it; the next run would take it."""
    row = PublicationLock.objects.filter(name=_NAME, token__isnull=False).first()
    return row if row is not None and _is_void(row) else None


def _is_void(row: PublicationLock) -> bool:
    return row.heartbeat < timezone.now() - VOID_AFTER or _is_gone(row)


def _is_gone(row: PublicationLock) -> bool:
    """Whether the process that holds the lock ran on this host and runs no more."""
    if row.host != socket.gethostname()[:100]:
        return False
    if row.pid == os.getpid():
        return row.token not in _held_here
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
