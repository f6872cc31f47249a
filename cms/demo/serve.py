"""Run the demo's server and its task worker, and stop both."""

import contextlib
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from cms.demo.plan import HOST, ROOT, WORKER, Demo, as_typed
from cms.demo.report import DemoError, say

_SECONDS_TO_START = 90
_SECONDS_TO_STOP = 10


def serve(demo: Demo, welcome: str) -> None:
    """Serve until something stops this; say so when the worker dies before.

    Raises DemoError when the server does not start or stops by itself, and lets
    KeyboardInterrupt through; either way nothing it started goes on running.
    """
    with (
        _running(demo, "worker", *WORKER, "--no-reload") as worker,
        _running(
            demo, "server", "runserver", f"{HOST}:{demo.port}", "--noreload"
        ) as server,
    ):
        pages = _wait_for_pages(demo, server)
        say("\n".join(f"  {language:<5}  {address}" for language, address in pages))
        say(welcome)
        _watch(demo, server, worker)


@contextlib.contextmanager
def _running(demo: Demo, name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a management command beside this one; it ends, at the latest, with the block."""
    with demo.log(name).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-u", "manage.py", *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches this process alone, which then stops the others in order.
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_pages(
    demo: Demo, server: subprocess.Popen[bytes]
) -> tuple[tuple[str, str], ...]:
    """Wait until the API answers; return (language, address) of a page in each."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            listing = _read_json(f"{demo.address}/api/v1/guidance/")
        except urllib.error.HTTPError:
            raise DemoError(f"The API fails. {_last_words(demo, 'server')}") from None
        except OSError:
            time.sleep(0.2)  # nobody listens yet
        else:
            return page_addresses(demo.address, listing)
    raise DemoError(f"The server did not start. {_last_words(demo, 'server')}")


def page_addresses(address: str, listing: Any) -> tuple[tuple[str, str], ...]:
    """Return (language, address) of one guidance page in each of its languages.

    ``listing`` is the API's list of all guidance; the page is the first of those that
    are there in the most languages.
    """
    choices = [item["alternates"] for item in listing["items"]]
    return tuple(
        (page["locale"], urljoin(address, urlsplit(page["url"]).path))
        for page in max(choices, key=len, default=[])
    )


def _read_json(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
        return json.load(answer)


def _watch(
    demo: Demo, server: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]
) -> None:
    """Return never; raise DemoError when the server stops by itself."""
    worker_is_missed = False
    while server.poll() is None:
        if worker.poll() is not None and not worker_is_missed:
            worker_is_missed = True
            say(worker_stopped(demo, worker.returncode))
        time.sleep(0.5)
    raise DemoError(f"The server stopped. {_last_words(demo, 'server')}")


def worker_stopped(demo: Demo, status: int) -> str:
    """Return what the person should know when there is no task worker any more."""
    return (
        f"The task worker stopped (status {status}). {_last_words(demo, 'worker')}\n"
        "The site goes on, but imports and publications that are started in the admin "
        "wait until a worker runs. Start one in another terminal:\n"
        f"    . {demo.settings} && .venv/bin/python {as_typed(WORKER)}"
    )


def _last_words(demo: Demo, name: str) -> str:
    lines = demo.log(name).read_text(encoding="utf-8", errors="replace").splitlines()
    last = lines[-1].strip() if lines else "it said nothing"
    return f"Its last line was: {last} (all of them: {demo.log(name)})"
