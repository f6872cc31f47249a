"""A PostgreSQL server of one's own, which a test may stop as a power cut would."""

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.requirements import needs


@dataclass(frozen=True)
class Cluster:
    """A server; its database ``postgres`` is the one to use."""

    folder: Path
    tools: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        log = str(self.folder / "log")
        self._control("start", "-w", "-l", log, "-o", options)

    def stop_immediately(self) -> None:
        """Stop without finishing anything; the next start has to recover."""
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        _as_postgres(
            str(self.tools / "pg_ctl"), "-D", str(self.folder / "data"), *arguments
        )


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Run a server in a folder of its own; skip where PostgreSQL is not installed."""
    tools = _tools()
    # Not below pytest's folder, which only its own user may enter.
    with tempfile.TemporaryDirectory(prefix="rehber-postgresql-") as name:
        cluster = Cluster(Path(name), tools, _free_port())
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")  # PostgreSQL refuses to be root
        data = str(cluster.folder / "data")
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8"]
        _as_postgres(str(tools / "initdb"), "-D", data, *options)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop_immediately()


def _tools() -> Path:
    on_path = shutil.which("initdb")
    found = [on_path] if on_path else []
    found += sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))  # noqa: PTH207
    return Path(found[-1] if found else needs("initdb")).parent


def _as_postgres(*command: str) -> None:
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # The server that pg_ctl starts keeps the output open: a file, not a pipe.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603 - tools of our choice
            [*user, *command], check=False, stdout=said, stderr=said
        )
        said.seek(0)
        assert done.returncode == 0, said.read()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
