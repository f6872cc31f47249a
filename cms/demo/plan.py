"""What a demo consists of: its folder, its settings, the commands that fill it."""

import hashlib
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
# As a person would type it in the project's folder, where the demo runs.
EXAMPLE = Path("importers", "example")
HOST = "127.0.0.1"
WORKER = ("db_worker", "--backend", "guidance", "--queue-name", "guidance")
# What a set-up depends on; a change in any of it makes the next run set up again.
_WATCHED = ("cms", "guidance", "importers", "locale", "templates", "requirements.txt")
_COMPILED = frozenset({".mo", ".pyc"})


@dataclass(frozen=True, slots=True)
class Demo:
    """Where one demo lives and answers."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def database(self) -> Path:
        return self.folder / "db.sqlite3"

    @property
    def state(self) -> Path:
        """The file that holds the fingerprint of the last finished set-up."""
        return self.folder / "set-up"

    @property
    def settings(self) -> Path:
        """The file that a shell reads to use ``manage.py`` on the demo."""
        return self.folder / "environment"

    @property
    def secret_key(self) -> Path:
        return self.folder / "secret-key.txt"

    @property
    def password(self) -> Path:
        return self.folder / "admin-password.txt"

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@dataclass(frozen=True, slots=True)
class Step:
    """One management command of the set-up, and what it brings."""

    brings: str
    command: tuple[str, ...]


def environment(demo: Demo, secret_key: str) -> dict[str, str]:
    """Return the settings that put everything of ``demo`` below its folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DEBUG": "true",
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "DATABASE_URL": f"sqlite:///{quote(str(demo.database))}",
        "MEDIA_ROOT": str(demo.folder / "media"),
        "GUIDANCE_CATALOG_DIR": str(demo.folder / "locale"),
        "GUIDANCE_UPLOAD_DIR": str(demo.folder / "uploads"),
        "TASKS_BACKEND": "database",
        "WAGTAILADMIN_BASE_URL": demo.address,
    }


def as_shell(settings: Mapping[str, str]) -> str:
    r"""Return the settings as lines that a shell can read.

    >>> as_shell({"MEDIA_ROOT": "/srv/a b"})
    "export MEDIA_ROOT='/srv/a b'\n"
    """
    lines = (f"export {name}={shlex.quote(value)}" for name, value in settings.items())
    return "\n".join(lines) + "\n"


def as_typed(command: Sequence[str]) -> str:
    """Return the command as a person would type it in the project's folder."""
    return f"manage.py {shlex.join(command)}"


# A process of its own, before the others: Django reads compiled strings once, and the
# titles of the pages' trees are among them.
INTERFACE = Step("the interface's strings", ("compile_interface", "--skip-checks"))


def set_up_steps(catalogs: Sequence[Path], targets: Sequence[str]) -> tuple[Step, ...]:
    """Return the commands that fill an empty database or bring a filled one up to date.

    ``catalogs`` are the PO files of the example, ``targets`` the languages to publish.
    Every command may run again: what is there already stays as it is.
    """
    guidance = str(EXAMPLE / "guidance")
    return (
        Step("the database", ("migrate", "--verbosity", "0")),
        Step("the guidance", ("import_markdown", guidance)),
        *(
            Step("its translations", ("import_catalogs", str(catalog)))
            for catalog in catalogs
        ),
        *(
            Step(f"its pages ({target})", ("publish_translations", "--locale", target))
            for target in targets
        ),
        Step("catalogs for translators", ("export_catalogs",)),
    )


def fingerprint(files: Iterable[tuple[str, bytes]], languages: str) -> str:
    """Return a digest of named contents, whatever the order of the files."""
    digest = hashlib.sha256(languages.encode())
    for name, content in sorted(files):
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def watched_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of all that a set-up depends on, without compiled files."""
    for name in _WATCHED:
        top = root / name
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file() and path.suffix not in _COMPILED:
                yield path.relative_to(root).as_posix(), path.read_bytes()
