"""``make demo``: what it decides, and one real run from an empty folder."""

import contextlib
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError

from cms.demo.plan import (
    EXAMPLE,
    ROOT,
    Demo,
    as_shell,
    as_typed,
    environment,
    fingerprint,
    set_up_steps,
    watched_files,
)
from cms.demo.port import check_port
from cms.demo.private import kept_secret, write_private
from cms.demo.report import DemoError
from cms.demo.serve import page_addresses, worker_stopped
from cms.demo.set_up import run_step

DEMO = Demo(folder=Path("/srv/rehber/var/demo"), port=8123)


def test_every_path_in_the_settings_is_below_the_demo_folder() -> None:
    settings = environment(DEMO, "key")

    for name in ("DATABASE_URL", "MEDIA_ROOT", "GUIDANCE_CATALOG_DIR"):
        assert settings[name].removeprefix("sqlite:///").startswith(f"{DEMO.folder}/")


def test_a_folder_with_odd_letters_stays_one_database_path() -> None:
    odd = Demo(folder=Path("/srv/C# + %41/demo"), port=8000)

    address = environment(odd, "key")["DATABASE_URL"]

    assert address == "sqlite:////srv/C%23%20%2B%20%2541/demo/db.sqlite3"


def test_a_shell_reads_the_settings_back_as_they_are() -> None:
    settings = {"MEDIA_ROOT": "/srv/a b'c", "SECRET_KEY": "$x`y`"}

    shell = subprocess.run(  # noqa: S603
        [
            "/bin/sh",
            "-c",
            as_shell(settings) + 'printf "%s|%s" "$MEDIA_ROOT" "$SECRET_KEY"',
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert shell.stdout == "/srv/a b'c|$x`y`"


def test_the_set_up_imports_translates_publishes_and_exports_in_this_order() -> None:
    catalog = EXAMPLE / "locale" / "en" / "LC_MESSAGES" / "guidance.po"

    steps = set_up_steps([catalog], ["en", "ar"])

    assert [as_typed(step.command) for step in steps] == [
        "manage.py migrate --verbosity 0",
        "manage.py import_markdown importers/example/guidance",
        "manage.py import_catalogs importers/example/locale/en/LC_MESSAGES/guidance.po",
        "manage.py publish_translations --locale en",
        "manage.py publish_translations --locale ar",
        "manage.py export_catalogs",
    ]


@pytest.fixture
def ends_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Return a function that makes every command end in the given way."""

    def end(ending: BaseException) -> None:
        def call(*_: object) -> None:
            raise ending

        monkeypatch.setattr("django.core.management.call_command", call)

    return end


@pytest.mark.parametrize("name", ["import_markdown", "import_catalogs"])
def test_a_set_up_says_that_a_conflict_stays_and_goes_on(
    name: str,
    ends_with: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends_with(SystemExit(1))

    run_step((name, "x"))

    assert f"manage.py {name} x: not all went in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("import_markdown", SystemExit(2)),
        ("import_markdown", CommandError("Another import is running.")),
        ("import_catalogs", CommandError("There is no x.", returncode=2)),
        ("migrate", SystemExit(1)),
        ("export_catalogs", SystemExit(1)),
    ],
)
def test_a_set_up_stops_at_what_does_not_work_at_all(
    name: str, ending: BaseException, ends_with: Callable[[BaseException], None]
) -> None:
    ends_with(ending)

    with pytest.raises(DemoError, match=f"manage.py {name} x"):
        run_step((name, "x"))


def test_the_fingerprint_is_the_same_for_any_order_of_the_files() -> None:
    files = [("a", b"1"), ("b", b"2")]

    assert fingerprint(files, "") == fingerprint(reversed(files), "")


@pytest.mark.parametrize(
    ("files", "languages"),
    [
        ([("a", b"1"), ("b", b"3")], ""),
        ([("a", b"1"), ("c", b"2")], ""),
        ([("a", b"1")], ""),
        ([("a", b"1b"), ("", b"2")], ""),
        ([("a", b"1"), ("b", b"2")], "tr,de"),
    ],
)
def test_the_fingerprint_changes_with_name_content_number_and_languages(
    files: list[tuple[str, bytes]], languages: str
) -> None:
    assert fingerprint(files, languages) != fingerprint([("a", b"1"), ("b", b"2")], "")


def test_the_fingerprint_watches_code_and_example_but_nothing_compiled() -> None:
    names = {name for name, _ in watched_files(ROOT)}

    assert {"cms/demo/plan.py", "requirements.txt", "guidance/apps.py"} <= names
    assert any(name.startswith("importers/example/guidance/") for name in names)
    assert not [name for name in names if name.endswith((".pyc", ".mo"))]


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "admin-password.txt"

    first = kept_secret(path, 12)

    assert len(first) >= 16
    assert kept_secret(path, 12) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_secret_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "admin-password.txt"
    path.write_text("\n")

    assert kept_secret(path, 12)


def test_a_private_file_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "environment"
    write_private(path, "export A=1\n")
    path.chmod(0o400)

    write_private(path, "export A=1\n")

    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def free_port() -> int:
    """Return a port that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def listening() -> Iterator[int]:
    """Give a port that another program has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_with_a_port_that_is_free(listening: int) -> None:
    with pytest.raises(
        DemoError, match=r"Take another one: make demo PORT=80\d\d"
    ) as refused:
        check_port(listening)

    assert f"Port {listening} is in use by another program." in str(refused.value)


def test_a_free_port_is_accepted() -> None:
    check_port(free_port())


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(DemoError, match="does not exist"):
        check_port(port)


def test_a_worker_that_died_is_said_with_its_last_line_and_the_way_out(
    tmp_path: Path,
) -> None:
    demo = Demo(folder=tmp_path, port=8000)
    demo.log("worker").write_text("one\nValueError: two\n")

    text = worker_stopped(demo, -9)

    assert "status -9" in text
    assert "ValueError: two" in text
    assert "manage.py db_worker --backend guidance --queue-name guidance" in text


def test_the_shown_pages_are_those_of_the_choice_with_the_most_languages() -> None:
    def alternate(language: str, number: int) -> dict[str, str]:
        return {"locale": language, "url": f"http://localhost/{language}/{number}/"}

    listing = {
        "items": [
            {"alternates": [alternate("tr", 1)]},
            {"alternates": [alternate("tr", 2), alternate("en", 2)]},
            {"alternates": [alternate("tr", 3), alternate("ar", 3)]},
        ]
    }

    pages = page_addresses(DEMO.address, listing)

    assert pages == (
        ("tr", "http://127.0.0.1:8123/tr/2/"),
        ("en", "http://127.0.0.1:8123/en/2/"),
    )


def test_a_site_without_guidance_has_no_pages_to_show() -> None:
    assert page_addresses(DEMO.address, {"items": []}) == ()


@contextlib.contextmanager
def running_demo(folder: Path, port: int) -> Iterator[str]:
    """Run the demo until it has said all it says; give its text; stop it with Ctrl-C."""
    process = subprocess.Popen(  # noqa: S603
        [
            sys.executable,
            "-m",
            "cms.demo",
            "--folder",
            str(folder),
            "--port",
            str(port),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C stops the demo" in line:
                break
        else:
            pytest.fail("".join(said))
        yield "".join(said)
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest


def content_of(folder: Path) -> dict[str, bytes]:
    """Return all that a demo keeps: its files, and what its database says."""
    kept = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".log" and "sqlite3" not in path.name
    }
    with contextlib.closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        kept["db.sqlite3"] = "\n".join(database.iterdump()).encode()
    return kept


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        return str(answer.read().decode())


@pytest.mark.slow
def test_a_demo_serves_every_language_and_a_second_run_changes_nothing(
    tmp_path: Path,
) -> None:
    folder, port = tmp_path / "demo", free_port()

    with running_demo(folder, port) as said:
        pages = re.findall(r"^  (\w\w) +(http\S+)$", said, re.MULTILINE)
        first = {language: fetch(address) for language, address in pages}
        turkish = fetch(f"http://127.0.0.1:{port}/tr/")
        admin = fetch(f"http://127.0.0.1:{port}/admin/")
        api = fetch(f"http://127.0.0.1:{port}/api/v1/guidance/")

    assert [language for language, _ in pages] == ["tr", "en", "ar"]
    for language, html in first.items():
        assert f'<html lang="{language}"' in html
    assert "<h1>Rehber</h1>" in turkish
    assert 'name="password"' in admin
    assert '"choice' in api
    assert (folder / "admin-password.txt").read_text().strip() in said
    before = content_of(folder)

    with running_demo(folder, port) as said:
        assert "Setting up" not in said
        assert (folder / "admin-password.txt").read_text().strip() in said

    assert content_of(folder) == before


@pytest.mark.slow
def test_a_taken_port_is_said_before_anything_is_written(
    tmp_path: Path, listening: int
) -> None:
    folder = tmp_path / "demo"

    demo = subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-m",
            "cms.demo",
            "--folder",
            folder,
            "--port",
            str(listening),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert demo.returncode == 1
    assert f"Port {listening} is in use by another program." in demo.stderr
    assert "Traceback" not in demo.stderr
    assert not folder.exists()
