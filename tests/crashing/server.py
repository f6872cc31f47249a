"""A process that has Django loaded and forks one child for each command.

``python -m tests.crashing.server`` reads a job from each line of standard input and
answers with one line of JSON. A child is a process of its own with the database and the
media of its job; starting Django again for each would take most of the time.

A job that is to ``stay`` runs in this process itself, before any child is made: what
Django and Wagtail work out once and keep (queries, patterns, templates) is then there in
each child, which takes a quarter of the time.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from tests.crashing.faults import Faults


def serve() -> None:
    import django

    django.setup()
    _load_everything()
    print("ready", flush=True)  # noqa: T201 - the protocol
    for line in sys.stdin:
        job = json.loads(line)
        answer = _stay(job) if job["stay"] else _run(job)
        print(json.dumps(answer), flush=True)  # noqa: T201


def _stay(job: dict[str, Any]) -> dict[str, Any]:
    """Run a command here, and leave no connection to its database behind."""
    from django.core.management import execute_from_command_line

    folder = Path(job["folder"])
    started = time.monotonic()
    _configure(job, folder)
    with (
        (folder / "out").open("w") as out,
        (folder / "error").open("w") as error,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(error),
    ):
        execute_from_command_line(["manage.py", *job["arguments"]])
    _forget_the_site()
    # Children shall not copy all this memory when they look for garbage.
    gc.collect()
    gc.freeze()
    return {"status": 0, "seconds": time.monotonic() - started, "events": []}


def _forget_the_site() -> None:
    """Drop all that a process which begins now would not know."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connections

    from guidance.segments import richtext

    connections.close_all()
    ContentType.objects.clear_cache()
    cache.clear()
    # No text has been proved yet.
    richtext._WRITTEN.clear()  # noqa: SLF001


def _load_everything() -> None:
    """Import what commands import late, so that each child finds it loaded."""
    from django.core.management import get_commands, load_command_class
    from django.urls import get_resolver

    for name in (
        "doctor",
        "import_markdown",
        "import_catalogs",
        "publish_translations",
    ):
        app = get_commands()[name]
        assert isinstance(app, str)
        load_command_class(app, name)
    assert get_resolver().url_patterns


def _run(job: dict[str, Any]) -> dict[str, Any]:
    folder = Path(job["folder"])
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_the_command(job, folder)
    timer = None
    if job.get("kill_after") is not None:
        timer = threading.Timer(job["kill_after"], os.kill, (child, signal.SIGKILL))
        timer.start()
    _, status = os.waitpid(child, 0)
    if timer is not None:
        timer.cancel()
    events = folder / "events"
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - started,
        "events": events.read_text().split() if events.exists() else [],
    }


def _be_the_command(job: dict[str, Any], folder: Path) -> NoReturn:
    (folder / "events").unlink(missing_ok=True)
    for number, name in ((1, "out"), (2, "error")):
        file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    status = 1
    try:
        _configure(job, folder)
        status = _execute(job, folder)
    except BaseException:  # noqa: BLE001 - a child must never go back to the loop
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _configure(job: dict[str, Any], folder: Path) -> None:
    from django.conf import settings
    from django.core.signals import setting_changed
    from django.db import connection

    from guidance.publication import pages

    connection.settings_dict["NAME"] = str(folder / "db.sqlite3")
    connection.settings_dict["OPTIONS"]["timeout"] = job["busy_seconds"]
    settings.MEDIA_ROOT = str(folder / "media")
    settings.GUIDANCE_CATALOG_DIR = str(folder / "catalogs")
    # A storage that was used before has its folder by heart.
    setting_changed.send(
        sender=None, setting="MEDIA_ROOT", value=settings.MEDIA_ROOT, enter=True
    )
    pages.BATCH = job["batch"]
    if job["each_statement"]:
        _commit_each_statement()
    if job.get("largest_file"):
        # The system refuses to make a file larger, as a quota does.
        limit = job["largest_file"]
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def _commit_each_statement() -> None:
    """Take all transactions away, as a writer would have it who forgot them."""
    from django.db.transaction import Atomic

    Atomic.__enter__ = lambda _: None  # type: ignore[method-assign]
    Atomic.__exit__ = lambda *_: None  # type: ignore[method-assign]


def _execute(job: dict[str, Any], folder: Path) -> int:
    from django.core.management import execute_from_command_line

    faults = Faults(job.get("fault"))
    faults.install()
    try:
        execute_from_command_line(["manage.py", *job["arguments"]])
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        (folder / "events").write_text(" ".join(faults.seen))
    return 0


if __name__ == "__main__":
    serve()
