"""The lock of imports and publications: one at a time, and nobody dead holds it."""

import os
import socket
import subprocess
import sys
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from guidance.models import PublicationLock
from guidance.publication import lock
from guidance.publication.lock import (
    HEARTBEAT,
    VOID_AFTER,
    HeldLock,
    LockHeldError,
    LockLostError,
    content_lock,
    find_void_lock,
)

pytestmark = pytest.mark.django_db


def hold(*, pid: int, host: str = "", silent_for: timedelta = timedelta()) -> uuid.UUID:
    """Write the row that a run on some host left."""
    token = uuid.uuid4()
    now = timezone.now()
    PublicationLock.objects.update_or_create(
        name="content",
        defaults={
            "token": token,
            "holder": "import",
            "host": host or socket.gethostname()[:100],
            "pid": pid,
            "taken_at": now - silent_for,
            "heartbeat": now - silent_for,
        },
    )
    return token


@pytest.fixture
def other_process() -> Any:
    """Return the number of a process that lives as long as the test."""
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    ) as process:
        yield process.pid
        process.kill()


def test_only_one_holds_it() -> None:
    with (
        content_lock("import"),
        pytest.raises(LockHeldError, match=r"^import is writing since "),
        content_lock("publish_translations"),
    ):
        pass
    with content_lock("publish_translations"):
        pass
    assert PublicationLock.objects.get().token is None


def test_it_is_let_go_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), content_lock("import"):
        raise ZeroDivisionError

    assert PublicationLock.objects.get().token is None


def test_a_run_that_lives_keeps_it(other_process: int) -> None:
    hold(pid=other_process)

    said = f"process {other_process} on "
    with pytest.raises(LockHeldError, match=said), content_lock("import"):
        pass
    assert find_void_lock() is None


def test_a_process_that_is_gone_holds_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    hold(pid=process.pid)

    assert find_void_lock() is not None
    with content_lock("import"):
        assert find_void_lock() is None


def test_a_process_on_another_host_is_only_known_by_its_heartbeat() -> None:
    hold(pid=2**22 + 1, host="elsewhere")
    with pytest.raises(LockHeldError, match="on elsewhere"), content_lock("import"):
        pass

    hold(pid=1, host="elsewhere", silent_for=VOID_AFTER + timedelta(seconds=1))
    assert find_void_lock() is not None
    with content_lock("import"):
        pass


def test_a_number_that_is_used_again_is_held_until_the_heartbeat_is_old(
    other_process: int,
) -> None:
    hold(pid=other_process, silent_for=VOID_AFTER - timedelta(seconds=5))
    with pytest.raises(LockHeldError), content_lock("import"):
        pass

    hold(pid=other_process, silent_for=VOID_AFTER + timedelta(seconds=1))
    with content_lock("import"):
        pass


def test_the_own_number_with_a_strange_token_was_left_by_a_dead_process() -> None:
    """As in a container, where every first process is number 1."""
    hold(pid=os.getpid())

    with content_lock("import"):
        pass


def test_a_run_that_was_declared_dead_writes_nothing_more() -> None:
    with content_lock("import") as held:
        hold(pid=1, host="elsewhere")
        with pytest.raises(LockLostError, match="Run the same command again"):
            held.check()
    # And it does not let go what is another's now.
    assert PublicationLock.objects.get().token is not None


def test_two_that_find_it_void_do_not_both_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold(pid=1, host="elsewhere", silent_for=VOID_AFTER * 2)
    is_void = lock._is_void  # noqa: SLF001 - the moment between reading and taking

    def another_is_faster(row: PublicationLock) -> bool:
        found = is_void(row)
        hold(pid=2, host="third")
        return found

    monkeypatch.setattr(lock, "_is_void", another_is_faster)

    with pytest.raises(LockHeldError, match="on third"), content_lock("import"):
        pass
    assert PublicationLock.objects.get().host == "third"


def test_the_heart_beats_every_ten_seconds_and_no_oftener(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()

    def clock() -> datetime:
        return now

    with content_lock("import") as held:
        assert isinstance(held, HeldLock)
        monkeypatch.setattr(lock.timezone, "now", clock)
        now = timezone.now() + HEARTBEAT * 2
        held.beat()
        assert PublicationLock.objects.get().heartbeat == now
        beaten, now = now, now + HEARTBEAT / 2
        held.beat()
        assert PublicationLock.objects.get().heartbeat == beaten
