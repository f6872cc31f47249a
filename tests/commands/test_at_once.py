"""Two at a time: imports, publications, editors. Nobody loses anything."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from guidance.models import Choice, GuidancePage
from guidance.publication.lock import content_lock
from importers.models import SourceDocument
from importers.prepare import Prepared, Preparer
from tests.commands.conftest import Ran, Run
from tests.crashing.contents import contents
from tests.crashing.folder import build_folder
from tests.crashing.site import (
    Server,
    Site,
    environment,
    new_site,
    running_server,
)
from tests.file_tree import build
from tests.guidance_site import page_in, shown_paragraphs
from tests.template_database import ROOT


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def site(
    django_db_setup: None,  # noqa: ARG001 - makes the template
    server: Server,
    tmp_path: Path,
) -> Site:
    if connection.vendor != "sqlite":
        pytest.skip("these sites are SQLite files")
    return new_site(tmp_path / "site", server)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "guidance")


# ---- two imports


def wait_for_the_lock(site: Site) -> None:
    for _ in range(1500):
        with closing(sqlite3.connect(site.database, timeout=20)) as database:
            rows = database.execute("SELECT token FROM guidance_publicationlock")
            if any(token for (token,) in rows):
                return
        time.sleep(0.02)
    raise AssertionError("nobody took the lock")


def stop_between_writes(site: Site, pid: int) -> None:
    """Stop a process while it writes nothing, so that others can look."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        with closing(sqlite3.connect(site.database, timeout=0)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
                time.sleep(0.01)
            else:
                return


def test_R06_a_second_import_says_who_holds_the_lock(
    site: Site, documents: Path
) -> None:
    with site.start("import_markdown", documents) as first:
        wait_for_the_lock(site)
        # It holds its breath, so that it cannot be done before the second one asks.
        stop_between_writes(site, first.pid)
        second = site.run("import_markdown", documents)
        os.kill(first.pid, signal.SIGCONT)
        _, said = first.communicate()

    assert first.returncode == 0, said
    assert second.status == 1
    assert "import is writing since" in second.error
    assert f"(process {first.pid} on " in second.error
    assert len(second.error.strip().splitlines()) == 1
    assert site.run("import_markdown", documents).status == 0
    assert site.broken() == set()


@pytest.mark.slow
def test_R06_of_four_imports_none_loses_a_page(site: Site, documents: Path) -> None:
    alone = site.copy(site.folder.parent / "alone")
    assert alone.run("import_markdown", documents).status == 0

    running = [site.start("import_markdown", documents) for _ in range(4)]
    ended = [(process.communicate()[1], process.returncode) for process in running]

    assert any(status == 0 for _, status in ended), ended
    for said, status in ended:
        assert status == 0 or "is writing since" in said
    assert site.broken() == set()
    assert contents(site) == contents(alone)


def test_a_busy_database_is_said_in_one_line(site: Site, documents: Path) -> None:
    site.run("doctor")  # makes the database's log, without which nobody can read now
    with closing(sqlite3.connect(site.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        ended = site.run("import_markdown", documents, busy_seconds=0.2)
        writer.rollback()

    assert ended.status == 1
    assert "database is locked: another process keeps writing to it" in ended.error
    assert len(ended.error.strip().splitlines()) == 1
    assert site.run("import_markdown", documents).status == 0


# ---- an import and an editor


@pytest.mark.slow
def test_R07_four_editors_publish_while_an_import_runs(
    site: Site, documents: Path
) -> None:
    assert site.run("import_markdown", documents).status == 0
    for path in documents.glob("S1C*.md"):
        path.write_text(path.read_text().replace("İkinci madde", "Değişen madde"))
    editors = [
        subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.crashing.editor", str(number)],
            cwd=ROOT,
            env=environment(site),
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(1, 5)
    ]
    for editor in editors:
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n"

    ended = site.run("import_markdown", documents)
    (site.folder / "stop").touch()
    wrote = [editor.communicate()[0].split() for editor in editors]

    assert ended.status in {0, 1}, ended.error
    assert "Traceback" not in ended.error
    assert [editor.returncode for editor in editors] == [0] * 4
    assert site.broken() == set()
    for number, marks in enumerate(wrote, 1):
        assert marks, "an editor wrote nothing"
        assert marks[-1] in latest_body(site, number)
    again = site.run("import_markdown", documents)
    assert "Traceback" not in again.error
    for number, marks in enumerate(wrote, 1):
        assert marks[-1] in latest_body(site, number)
        assert "Değişen madde" in latest_body(site, number)


def latest_body(site: Site, number: int) -> str:
    with closing(sqlite3.connect(site.database)) as database:
        ((content,),) = database.execute(
            "SELECT json_extract(r.content, '$.body') FROM guidance_guidancepage p "
            "JOIN guidance_choice c ON c.id = p.choice_id "
            "JOIN wagtailcore_page w ON w.id = p.page_ptr_id "
            "JOIN wagtailcore_revision r ON r.id = w.latest_revision_id "
            "WHERE c.number = ?",
            [number],
        )
    import json

    return json.dumps(json.loads(content), ensure_ascii=False)


# ---- what happens between reading the files and writing the pages


TEXT = "---\ntitle: Bir.\nquestion_id: 1\nchoice_id: 1\n---\n{}\n"


@pytest.fixture
def folder(tmp_path: Path, media: Path, run: Run, db: None) -> Path:  # noqa: ARG001
    """Return a folder that was imported once and has a new text since."""
    folder = build(
        tmp_path / "one", {"S1C1.md": TEXT.format("Eski metin.\n\nİkinci paragraf.")}
    )
    assert run("import_markdown", folder).status == 0
    (folder / "S1C1.md").write_text(TEXT.format("Yeni metin.\n\nİkinci paragraf."))
    return folder


Meanwhile = Callable[[Callable[[GuidancePage], object]], Ran]


@pytest.fixture
def meanwhile(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[GuidancePage], object]], Ran]:
    """Return a function that imports while somebody does something to the page."""

    def import_while(act: Callable[[GuidancePage], object]) -> Ran:
        prepare = Preparer.prepare

        def prepare_and_act(self: Preparer, *given: Any) -> list[Prepared]:
            prepared = prepare(self, *given)
            act(GuidancePage.objects.get())
            return prepared

        monkeypatch.setattr(Preparer, "prepare", prepare_and_act)
        ran = run("import_markdown", folder)
        monkeypatch.undo()
        return ran

    return import_while


def write(page: GuidancePage, old: str, new: str) -> GuidancePage:
    stream = page.stream()
    for block in stream:
        block["value"] = block["value"].replace(old, new)
    page.body = GuidancePage.body.field.to_python(stream)
    return page


def drafted() -> list[str]:
    return shown_paragraphs(GuidancePage.objects.get().get_latest_revision_as_object())


def test_R07_what_an_editor_published_meanwhile_stays(meanwhile: Meanwhile) -> None:
    ran = meanwhile(
        lambda page: write(page, "İkinci", "Editörün").save_revision().publish()
    )

    assert ran.status == 0
    assert shown_paragraphs(GuidancePage.objects.get()) == [
        "Eski metin.",
        "Editörün paragraf.",
    ]
    assert drafted() == ["Yeni metin.", "Editörün paragraf."]


def test_R07_what_an_editor_saved_meanwhile_stays(meanwhile: Meanwhile) -> None:
    ran = meanwhile(lambda page: write(page, "İkinci", "Editörün").save_revision())

    assert ran.status == 0
    assert shown_paragraphs(GuidancePage.objects.get())[0] == "Eski metin."
    assert drafted() == ["Yeni metin.", "Editörün paragraf."]


def test_R07_both_changed_the_same_place_meanwhile(meanwhile: Meanwhile) -> None:
    ran = meanwhile(
        lambda page: (
            write(page, "Eski metin", "Editörün metni").save_revision().publish()
        )
    )

    assert ran.status == 1
    assert "[conflict]" in ran.out
    assert drafted()[0] == "Editörün metni."


def test_a_page_locked_meanwhile_stays_live_as_it_is(meanwhile: Meanwhile) -> None:
    ran = meanwhile(lambda _: GuidancePage.objects.update(locked=True))

    assert ran.status == 0
    assert "[locked]" in ran.out
    assert shown_paragraphs(GuidancePage.objects.get())[0] == "Eski metin."


def test_R13_a_page_deleted_meanwhile_stays_deleted(
    meanwhile: Meanwhile, run: Run, folder: Path
) -> None:
    ran = meanwhile(lambda page: page.delete())

    assert ran.status == 0
    assert "[deleted-page]" in ran.out
    assert not GuidancePage.objects.exists()
    assert SourceDocument.objects.count() == 1
    assert Page.find_problems() == ([], [], [], [], [])
    assert "[deleted-page]" in run("import_markdown", folder).out
    assert run("doctor").status == 0


def test_R13_a_page_moved_meanwhile_keeps_the_tree_whole(
    meanwhile: Meanwhile, run: Run
) -> None:
    def move(page: GuidancePage) -> None:
        index = page.get_parent()
        sibling = GuidancePage(
            choice=Choice.objects.create(question=page.choice.question, number=2),
            locale=page.locale,
        )
        index.add_child(instance=sibling)
        sibling.save_revision().publish()
        GuidancePage.objects.get(pk=page.pk).move(sibling, pos="right")

    # ``get()`` of the fixture would find two pages the second time.
    ran = meanwhile(lambda page: move(page) if _is_alone() else None)

    page = page_in("tr", Choice.objects.get(number=1))
    assert ran.status == 0
    assert page is not None
    assert shown_paragraphs(page)[0] == "Yeni metin."
    assert Page.find_problems() == ([], [], [], [], [])
    assert run("doctor").status == 0


NO_COPIES = (
    "Guidance is not copied: a choice has one page in each language. Translations come "
    "from PO files."
)


def test_R13_a_page_copied_or_aliased_meanwhile_is_one_page_still(
    meanwhile: Meanwhile, run: Run, admin_client: Client, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    said: list[str] = []

    def copy_and_alias(page: GuidancePage) -> None:
        for act in (page.copy, page.create_alias):
            with pytest.raises(ValidationError) as refused:
                act(parent=page.get_parent(), update_slug="kopya")
            with override("en"):
                said.extend(refused.value.messages)
        answer = admin_client.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {
                "new_title": "Kopya",
                "new_slug": "kopya",
                "new_parent_page": page.get_parent().pk,
                "alias": "on",
            },
            follow=True,
        )
        said.extend(str(message) for message in answer.context["messages"])

    ran = meanwhile(copy_and_alias)

    assert ran.status == 0
    assert said == [NO_COPIES] * 3
    assert shown_paragraphs(GuidancePage.objects.get())[0] == "Yeni metin."
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert run("doctor").status == 0


def _is_alone() -> bool:
    return GuidancePage.objects.count() == 1


# ---- an import and a publication


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("writing", "command"),
    [
        ("publish_translations", "import_markdown"),
        ("import", "publish_translations"),
        ("import", "import_catalogs"),
    ],
)
def test_R06_journeys_wait_for_nobody_and_say_so(
    writing: str, command: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    run("export_catalogs", "--output", tmp_path / "locale")
    arguments = {
        "import_markdown": [folder],
        "import_catalogs": [tmp_path / "locale"],
    }.get(command, [])

    with content_lock(writing):
        ran = run(command, *arguments)

    assert ran.status == 1
    assert ran.error.startswith(f"{writing} is writing since ")
    assert run(command, *arguments).status == 0
