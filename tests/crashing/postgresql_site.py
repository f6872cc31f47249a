"""A site on a PostgreSQL server, with media in a folder, for commands that are processes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.template_database import ROOT


@dataclass(frozen=True)
class PostgresqlSite:
    """The address of a database, and the folder for everything else."""

    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        return self._start("manage.py", *arguments)

    def start_module(self, name: str, *arguments: object) -> "subprocess.Popen[str]":
        return self._start("-m", name, *arguments)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, error = process.communicate()
        return process.returncode, out, error

    def problems(self) -> list[dict[str, object]]:
        """Return what the doctor finds, but for locks of processes that are gone."""
        report = self.folder / "doctor.json"
        status, _, error = self.run("doctor", "--report", report)
        assert status in {0, 1}, error
        found: list[dict[str, object]] = json.loads(report.read_text())["problems"]
        return [each for each in found if each["code"] != "lock-void"]

    def value(self, query: str, *values: object) -> object:
        """Return the one value that a query finds, None if it finds nothing."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query, values).fetchone()
        return None if row is None else row[0]

    def pages(self) -> object:
        return self.value("SELECT count(*) FROM guidance_guidancepage")

    def is_locked(self) -> bool:
        query = "SELECT 1 FROM guidance_publicationlock WHERE token IS NOT NULL"
        return self.value(query) is not None

    def _start(self, *arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
