"""Sites that crash: each with a database, media and catalogs of its own in one folder."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crashing.faults import Fault
from tests.template_database import ROOT, template_path

HOURS_AGO = 7200
# What ``doctor --clean`` sweeps; nothing else may be left behind by a crash.
SWEPT = {"lock-void", "media-orphan", "media-unfinished"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status (negative for a signal), words and events."""

    status: int
    out: str
    error: str
    events: tuple[str, ...]
    seconds: float

    @property
    def was_killed(self) -> bool:
        return self.status == -9


class Server:
    """The process that runs commands; see ``tests.crashing.server``."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def running_server() -> Iterator[Server]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crashing.server"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Server(process)
        assert process.stdin is not None
        process.stdin.close()


def environment(site: "Site | None" = None) -> dict[str, str]:
    """Return the environment of a command; without a site its database is nowhere."""
    folder = site.folder if site is not None else Path("/nowhere")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "GUIDANCE_CATALOG_DIR": str(folder / "catalogs"),
        "PYTHONWARNINGS": "ignore",
    }


@dataclass(frozen=True)
class Site:
    """A folder with a database, and the server that runs its commands."""

    folder: Path
    server: Server
    batch: int = 3

    @property
    def database(self) -> Path:
        return self.folder / "db.sqlite3"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def copy(self, folder: Path) -> "Site":
        """Return a site that is as this one is now."""
        shutil.copytree(self.folder, folder)
        return Site(folder, self.server, self.batch)

    def run(
        self,
        *arguments: object,
        fault: Fault | None = None,
        kill_after: float | None = None,
        largest_file: int | None = None,
        busy_seconds: float = 20,
        each_statement: bool = False,
        stay: bool = False,
    ) -> Ended:
        """Run a command; with ``each_statement`` every statement is committed at once.

        With ``stay`` the server runs it itself, to be ready for the next ones.
        """
        answer = self.server.run(
            {
                "folder": str(self.folder),
                "arguments": [str(each) for each in arguments],
                "batch": self.batch,
                "fault": fault,
                "kill_after": kill_after,
                "largest_file": largest_file,
                "busy_seconds": busy_seconds,
                "each_statement": each_statement,
                "stay": stay,
            }
        )
        return Ended(
            status=answer["status"],
            out=(self.folder / "out").read_text(),
            error=(self.folder / "error").read_text(),
            events=tuple(answer["events"]),
            seconds=answer["seconds"],
        )

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        """Start a real ``manage.py`` on this site."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=environment(self),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def age(self) -> None:
        """Make all media and catalogs two hours old, so that doctor looks at them."""
        then = time.time() - HOURS_AGO
        for path in (*self.media.rglob("*"), *(self.folder / "catalogs").rglob("*")):
            os.utime(path, (then, then))

    def examine(self, *options: str) -> dict[str, Any]:
        """Return what doctor reports, in the form of its JSON."""
        self.age()
        report = self.folder / "doctor.json"
        ended = self.run("doctor", *options, "--report", report)
        assert ended.status in {0, 1}, ended.error
        data: dict[str, Any] = json.loads(report.read_text())
        assert data["healthy"] is (ended.status == 0)
        return data

    def broken(self, *options: str) -> set[str]:
        """Return the codes of what is wrong and is nothing that doctor sweeps."""
        data = self.examine(*options)
        if "--clean" in options:
            assert all(row["swept"] for row in data["problems"] if row["code"] in SWEPT)
        return {row["code"] for row in data["problems"]} - SWEPT


def new_site(folder: Path, server: Server) -> Site:
    folder.mkdir(parents=True)
    shutil.copy(template_path(), folder / "db.sqlite3")
    return Site(folder, server)


def warm_up(site: Site, documents: Path) -> None:
    """Let the server work out what commands need; the site is of no use then."""
    for arguments in (("import_markdown", documents), ("doctor",)):
        ended = site.run(*arguments, stay=True)
        assert ended.status == 0, ended.error
