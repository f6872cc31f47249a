"""Fill a demo's folder, or find that it is full."""

import os
import subprocess
import sys
from collections.abc import Sequence

from cms.demo.plan import (
    EXAMPLE,
    INTERFACE,
    ROOT,
    Demo,
    Step,
    as_typed,
    fingerprint,
    set_up_steps,
    watched_files,
)
from cms.demo.report import DemoError, say

ADMIN = "admin"
_SOME_LEFT = 1


def ensure_set_up(demo: Demo, password: str) -> None:
    """Set the demo up unless that was done with this very code and example.

    Expects the demo's settings in the environment. Raises DemoError when one of the
    commands fails; the next run goes on from there.
    """
    current = fingerprint(watched_files(ROOT), os.environ.get("GUIDANCE_LANGUAGES", ""))
    if demo.database.exists() and _read(demo) == current:
        return
    demo.state.unlink(missing_ok=True)
    say(f"Setting up the example in {demo.folder}. This takes a minute, once.")
    _fill(password)
    demo.state.write_text(current, encoding="ascii")


def _read(demo: Demo) -> str:
    return demo.state.read_text(encoding="ascii") if demo.state.exists() else ""


def _fill(password: str) -> None:
    _compile_interface()
    import django

    django.setup()
    from guidance.conf import guidance_settings

    catalogs = sorted(EXAMPLE.glob("locale/*/LC_MESSAGES/guidance.po"))
    for step in set_up_steps(catalogs, guidance_settings().targets):
        _announce(step)
        run_step(step.command)
    _ensure_admin(password)


def _compile_interface() -> None:
    _announce(INTERFACE)
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *INTERFACE.command], cwd=ROOT, check=False
    )
    if done.returncode:
        raise _failed(INTERFACE.command, done.returncode)


def _announce(step: Step) -> None:
    say(f"→ {step.brings}: {as_typed(step.command)}")


def _failed(command: Sequence[str], status: object) -> DemoError:
    return DemoError(
        f"{as_typed(command)} ended with status {status}; its lines above say why."
    )


def run_step(command: Sequence[str]) -> None:
    """Run a command of the set-up; raise DemoError when it could not do its work."""
    from django.core.management import CommandError, call_command

    try:
        call_command(*command)
    except CommandError as error:
        raise DemoError(f"{as_typed(command)}: {error}") from error
    except SystemExit as end:
        if end.code == _SOME_LEFT and command[0].startswith("import_"):
            # A document or entry that somebody changed in the demo. The others are in.
            say(f"  {as_typed(command)}: not all went in; the lines above say what.")
        elif end.code:
            raise _failed(command, end.code) from end


def _ensure_admin(password: str) -> None:
    from django.contrib.auth import get_user_model

    user, _ = get_user_model().objects.get_or_create(
        username=ADMIN, defaults={"is_staff": True, "is_superuser": True}
    )
    if not user.check_password(password):
        user.set_password(password)
        user.save()
