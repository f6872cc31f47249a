"""``python -m cms.demo [--port N] [--folder DIR]``."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured

from cms.demo.plan import ROOT, Demo, as_shell, environment
from cms.demo.port import check_port
from cms.demo.private import kept_secret, write_private
from cms.demo.report import DemoError, say
from cms.demo.serve import serve
from cms.demo.set_up import ADMIN, ensure_set_up

# Of a real site on the same machine; the demo has its own database and media.
_FOREIGN = ("REDIS_URL", "AWS_STORAGE_BUCKET_NAME")


def main(arguments: list[str]) -> int:
    """Set the demo up if need be, serve it until Ctrl-C, return the exit status."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "demo")
    chosen = parser.parse_args(arguments)
    demo = Demo(folder=chosen.folder.resolve(), port=chosen.port)
    os.chdir(ROOT)
    # SIGINT too: a shell that starts this in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        _run(demo)
    except (DemoError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(demo: Demo) -> None:
    check_port(demo.port)
    demo.folder.mkdir(parents=True, exist_ok=True)
    settings = environment(demo, kept_secret(demo.secret_key, 50))
    write_private(demo.settings, as_shell(settings))
    password = kept_secret(demo.password, 12)
    for name in _FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(settings)
    ensure_set_up(demo, password)
    say("Starting the server and the task worker …")
    serve(demo, _welcome(demo, password))


def _welcome(demo: Demo, password: str) -> str:
    return (
        f"  API    {demo.address}/api/v1/guidance/\n"
        f"  Admin  {demo.address}/admin/   user {ADMIN}, password {password}\n"
        f"The password is also in {_short(demo.password)}. To use manage.py on the demo: "
        f". {_short(demo.settings)}\n"
        "Ctrl-C stops the demo."
    )


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
