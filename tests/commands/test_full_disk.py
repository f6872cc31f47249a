"""R04, R05: a full disk costs a line and nothing else; the same command then completes."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import connection
from wagtail.images import get_image_model
from wagtail.models import Page

from guidance import files
from guidance.files import is_temporary, write_atomically
from guidance.models import GuidancePage
from tests.commands.conftest import Run
from tests.crashing.contents import contents
from tests.crashing.faults import Fault
from tests.crashing.folder import build_folder
from tests.crashing.site import Server, Site, new_site, running_server
from tests.file_tree import build
from tests.guidance_site import make_choice, make_page, prose
from tests.pictures import picture

SEED = int(os.environ.get("REHBER_SEED", "20260301"))
# One statement of so many fails in one run.
EACH = 16


def is_one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


class FullDisk:
    """A disk that is full from the ``after``-th step of writing a file on.

    The steps are those of ``write_atomically``: making the file, its bytes, flushing.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
        self._step = step
        monkeypatch.setattr(files, "os", self)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Path, flags: int, mode: int) -> int:
        return _full() if self._step == "create" else os.open(path, flags, mode)

    def write(self, descriptor: int, data: bytes) -> int:
        if self._step != "write":
            return os.write(descriptor, data)
        # Such a disk takes what fits first, and nothing of the rest.
        return os.write(descriptor, data[: len(data) // 2]) or _full()

    def fsync(self, descriptor: int) -> None:
        _full() if self._step == "fsync" else os.fsync(descriptor)


def _full() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STEPS = ["create", "write", "fsync"]


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# ---- one file


@pytest.mark.parametrize("step", STEPS)
def test_R05_the_old_file_stays_whole(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "guidance.po"
    write_atomically(path, b"old")

    with monkeypatch.context() as patch:
        FullDisk(patch, step)
        with pytest.raises(OSError, match="No space left") as caught:
            write_atomically(path, b"new")

    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert files_below(tmp_path) == ["guidance.po"]


def test_a_disk_may_take_the_bytes_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:3]))

    write_atomically(tmp_path / "new/folder/guidance.po", b"0123456789")

    assert (tmp_path / "new/folder/guidance.po").read_bytes() == b"0123456789"


def test_others_may_read_the_file_whatever_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_atomically(tmp_path / "guidance.po", b"x")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "guidance.po").stat().st_mode) == 0o644


def test_a_temporary_name_is_known_for_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []

    def killed(descriptor: int) -> None:  # noqa: ARG001 - as os.fsync
        names.extend(files_below(tmp_path))
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "guidance.po", b"x")

    assert [is_temporary(name) for name in names] == [True]
    assert not any(map(is_temporary, (".gitignore", ".a.txt", "a.b.12345678")))


# ---- the commands


@pytest.fixture
def folder(tmp_path: Path, media: Path) -> Path:  # noqa: ARG001 - pictures go there
    return build(
        tmp_path / "guidance",
        {
            "S1C1.md": "---\ntitle: Bir.\nquestion_id: 1\nchoice_id: 1\n---\n"
            "Metin.\n\n![Resim](a.png)\n",
            "a.png": picture(),
        },
    )


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_R05_media_that_are_full_stop_the_import_with_one_line(
    step: str, run: Run, folder: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        FullDisk(patch, step)
        ran = run("import_markdown", folder)

    assert ran.status == 1
    assert is_one_line(ran.error)
    assert "No space left on device" in ran.error
    assert str(media / "original_images") in ran.error
    assert files_below(media) == []
    assert not get_image_model().objects.exists()
    assert not GuidancePage.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert run("import_markdown", folder).status == 0
    assert GuidancePage.objects.get().live
    assert len(files_below(media)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_R05_a_report_that_finds_no_room_is_said_and_the_old_one_stays(
    step: str, run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "S1C1.md").write_text(
        "---\ntitle: Bir.\nquestion_id: 1\nchoice_id: 1\n---\nMetin.\n"
    )
    report = tmp_path / "report.json"
    report.write_text("{}")

    with monkeypatch.context() as patch:
        FullDisk(patch, step)
        ran = run("import_markdown", folder, "--report", report)

    assert ran.status == 1
    assert ran.error == f"{report}: No space left on device"
    assert report.read_text() == "{}"
    assert GuidancePage.objects.get().live  # the import itself was done
    assert run("import_markdown", folder, "--report", report).status == 0
    assert report.read_text() != "{}"


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_R05_a_catalog_that_finds_no_room_stays_as_it_was(
    step: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = make_choice(1, 1, tr="Düzenli toplanıyoruz.")
    make_page(choice, prose("Her ay toplanırız."))
    run("export_catalogs", "--output", tmp_path / "locale")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.po*")}
    make_page(choice, prose("Her hafta toplanırız."))

    with monkeypatch.context() as patch:
        FullDisk(patch, step)
        ran = run("export_catalogs", "--output", tmp_path / "locale")

    assert ran.status == 1
    assert is_one_line(ran.error)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po*")} == before
    assert not any(is_temporary(name) for name in files_below(tmp_path))
    assert run("export_catalogs", "--output", tmp_path / "locale").status == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po*")} != before


@pytest.mark.django_db
def test_media_without_permission_are_named(
    run: Run, folder: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/somewhere/temporary")

    monkeypatch.setattr(files, "_create", refuse)

    ran = run("import_markdown", folder)

    assert ran.status == 1
    assert str(media) in ran.error
    assert "Permission denied" in ran.error


# ---- the database


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="module")
def empty(
    django_db_setup: None,  # noqa: ARG001 - makes the template
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    if connection.vendor != "sqlite":
        pytest.skip("these sites are SQLite files")
    return new_site(tmp_path_factory.mktemp("sites") / "empty", server)


def test_R05_a_full_database_stops_the_import_with_one_line(
    empty: Site, tmp_path: Path
) -> None:
    documents = build_folder(tmp_path / "guidance")
    site = empty.copy(tmp_path / "site")
    room = site.database.stat().st_size + 60_000

    ended = site.run("import_markdown", documents, largest_file=room)

    assert ended.status == 1
    assert "The database refused (" in ended.error
    assert is_one_line(ended.error)
    assert site.broken() == set()
    assert site.run("import_markdown", documents).status == 0
    assert site.broken("--clean") == set()
    whole = empty.copy(tmp_path / "whole")
    whole.run("import_markdown", documents)
    assert contents(site) == contents(whole)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_R04_whichever_call_fails_the_error_is_clean_and_the_site_whole(
    empty: Site, tmp_path: Path
) -> None:
    """Every step of files and commits fails once, and every sixteenth of the statements.

    There are more than 300, and each takes four commands: a quarter of an hour and more.
    The seed says with which statement it begins, so sixteen seeds in a row fail them all:
    ``REHBER_SEED=0`` to ``15``.
    """
    documents = build(
        tmp_path / "guidance",
        {
            "S1.md": "## SORU: Bir soru?\n",
            "S1C1.md": "---\ntitle: Bir.\nquestion_id: 1\nchoice_id: 1\n---\n"
            "Metin: [iki](S1C2.md) adım.\n\n![Resim](a.png)\n",
            "S1C2.md": "---\ntitle: İki.\nquestion_id: 1\nchoice_id: 2\n---\nMetin.\n",
            "a.png": picture(),
        },
    )
    whole = empty.copy(tmp_path / "whole")
    events = whole.run("import_markdown", documents).events
    expected = contents(whole)
    statements = [n for n, kind in enumerate(events, 1) if kind == "sql"]
    steps = [n for n, kind in enumerate(events, 1) if kind not in {"sql", "committed"}]
    for number in sorted({*steps, *statements[SEED % EACH :: EACH]}):
        moment = f"seed {SEED}, event {number} ({events[number - 1]})"
        site = empty.copy(tmp_path / f"site-{number}")
        ended = site.run(
            "import_markdown", documents, fault=Fault(kind="fail", number=number)
        )
        if ended.status == 0:
            # What comes after the commit, sizes of pictures, cannot undo an import.
            assert contents(site) == expected, moment
        else:
            # 2 when the database could not be looked at: nothing was done.
            status = 2 if "cannot be used" in ended.error else 1
            assert ended.status == status, (moment, ended.error)
            # Above it may stand what Wagtail logs about its index tasks.
            assert ended.error.splitlines()[-1].startswith("CommandError: "), moment
        assert site.broken() == set(), moment
        again = site.run("import_markdown", documents)
        assert again.status == 0, (moment, again.error)
        assert site.broken("--clean") == set(), moment
        assert contents(site) == expected, moment
