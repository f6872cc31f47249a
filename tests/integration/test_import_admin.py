"""*Import* in the admin: upload, plan, confirmation, run, report."""

import csv
import errno
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.lock import content_lock
from importers.admin import jobs, uploads
from importers.models import ImportRun, PlannedDocument, SourceDocument, State
from importers.pages import Writer
from tests.pictures import blank_png, cut, picture
from tests.uploads import document, packed, upload

pytestmark = pytest.mark.django_db

FIRST = "Üyelerimizin görüşünü almıyoruz."
SECOND = "Üyelerimizin görüşünü yılda bir alıyoruz."
FOLDER: Mapping[str, str | bytes] = {
    "rehber/S1.md": "## SORU: Üyelerimizi dinliyor muyuz?\n",
    "rehber/S1C1.md": document(
        1, 1, FIRST, "Dinlemek bir anketle başlar.\n\n![Halka](media/halka.png)"
    ),
    "rehber/S1C2.md": document(1, 2, SECOND, "Anketi *birlikte* okuyun."),
    "rehber/media/halka.png": picture(),
    "rehber/bozuk.md": document("x", 2, "Bozuk", "Metin"),
}


@pytest.fixture(autouse=True)
def uploads_folder(tmp_path: Path, media: Path, settings: Any) -> Path:  # noqa: ARG001 - pictures go there
    settings.GUIDANCE_UPLOAD_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def importer(client: Client) -> Client:
    user = User.objects.create_user("sahip", "s@ornek.org", "x")
    group = Group.objects.create(name="Importers")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="import_guidance"),
    )
    user.groups.add(group)
    speaks(user, "en")
    client.force_login(user)
    return client


def speaks(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


@pytest.fixture
def with_worker(settings: Any) -> None:
    """Let a worker do the jobs, as on a real site; ``work()`` is the worker."""
    settings.TASKS = {
        **settings.TASKS,
        "guidance": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["guidance"],
        },
    }


def work() -> None:
    call_command(
        "db_worker",
        *("--backend=guidance", "--queue-name=guidance", "--batch", "--no-reload"),
        *("--no-startup-delay", "--interval=0"),
        verbosity=0,
    )


def send(client: Client, *files: Any, **options: Any) -> ImportRun:
    response = client.post(
        reverse("guidance_import:new"),
        {"documents": files, "source": "rehber", "encoding": "utf-8", **options},
    )
    assert response.status_code == 302, errors_of(response)
    return ImportRun.objects.get(pk=response.url.rstrip("/").rsplit("/", 1)[1])


def send_folder(
    client: Client, files: Mapping[str, str | bytes] = FOLDER, **options: Any
) -> ImportRun:
    return send(client, upload("rehber.zip", packed(files)), **options)


def errors_of(response: Any) -> str:
    html = response.content.decode()
    return " ".join(re.findall(r'class="error-message"[^>]*>(.*?)</', html, re.DOTALL))


def page_of(client: Client, run: ImportRun, query: str = "") -> str:
    response = client.get(reverse("guidance_import:run", args=[run.pk]) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def order(client: Client, name: str, run: ImportRun, **data: Any) -> ImportRun:
    client.post(reverse(f"guidance_import:{name}", args=[run.pk]), data)
    return ImportRun.objects.get(pk=run.pk)


def confirm(client: Client, run: ImportRun, **data: Any) -> ImportRun:
    return order(client, "confirm", run, digest=run.plan_digest, **data)


def texts() -> dict[str, str]:
    return {
        str(page.choice): "".join(str(block["value"]) for block in page.stream())
        for page in GuidancePage.objects.filter(locale__language_code="tr")
    }


# ---- the journey


def test_an_upload_is_planned_confirmed_and_run(
    importer: Client, uploads_folder: Path
) -> None:
    run = send_folder(importer)

    assert run.state == State.PLANNED
    assert not GuidancePage.objects.filter(locale__language_code="tr").exists()
    plan = page_of(importer, run)
    assert "<ins>Dinlemek bir anketle başlar.</ins>" in plan
    assert "S1C1.md" in plan
    assert "rehber/S1C1.md" not in plan  # paths as an import of the folder has them

    run = confirm(importer, run)

    assert run.state == State.DONE
    assert run.report["counts"]["create"] == 2
    assert run.report["counts"]["reject"] == 1
    assert "halka" not in str(list(uploads_folder.iterdir()))
    assert list(uploads_folder.iterdir()) == []
    assert not PlannedDocument.objects.exists()
    page = GuidancePage.objects.get(choice__number=1, locale__language_code="tr")
    assert page.live
    assert page.stream()[1]["value"]["image"]["image"] is not None


def test_the_report_links_to_the_pages_and_revisions_that_the_run_made(
    importer: Client,
) -> None:
    run = confirm(importer, send_folder(importer))

    report = page_of(importer, run)

    page = GuidancePage.objects.get(choice__number=2, locale__language_code="tr")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in report
    revision = page.latest_revision
    assert revision.user.username == "sahip"
    url = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])
    assert url in report


def test_the_report_of_a_deleted_page_has_no_dead_link(importer: Client) -> None:
    run = confirm(importer, send_folder(importer))
    page = GuidancePage.objects.get(choice__number=2, locale__language_code="tr")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    page.delete()

    assert url not in page_of(importer, run)


def test_several_files_are_imported_like_a_folder(importer: Client) -> None:
    body = "Bir.\n\n![Halka](halka.png)"
    run = send(
        importer,
        upload("S1C1.md", document(1, 1, FIRST, body)),
        upload("halka.png", picture()),
    )

    run = confirm(importer, run)

    assert run.report["counts"]["create"] == 1
    assert run.report["counts"]["warnings"] == 0


def test_a_second_upload_of_the_same_folder_changes_nothing(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    revisions = Revision.objects.count()

    run = confirm(importer, send_folder(importer))

    assert run.report["counts"]["keep"] == 2
    assert Revision.objects.count() == revisions


# The worker closes connections, so what a test holds open would be lost.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("migrated", "with_worker")
def test_a_worker_plans_and_runs_what_waits(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importers.admin.new_import._SMALL", 0)
    run = send_folder(importer)
    assert run.state == State.PLANNING

    work()
    run.refresh_from_db()
    assert run.state == State.PLANNED
    run = confirm(importer, run)
    assert run.state == State.WAITING
    work()

    run.refresh_from_db()
    assert run.state == State.DONE
    assert run.done == run.total == 4


def test_the_plan_of_an_edit_shows_it_word_by_word(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    changed = FOLDER | {
        "rehber/S1C2.md": document(1, 2, SECOND, "Anketi *hep birlikte* okuyun.")
    }

    plan = page_of(importer, send_folder(importer, changed), "?action=update")

    assert "Anketi <ins>hep </ins>birlikte okuyun." in plan
    assert 'lang="tr" dir="ltr"' in plan
    assert "S1C1.md" not in plan


def test_findings_have_line_and_cure_in_the_language_of_the_reader(
    importer: Client,
) -> None:
    run = send_folder(importer)
    english = page_of(importer, run)

    speaks(User.objects.get(), "tr")
    turkish = page_of(importer, run)

    assert "bad-id" in english
    assert "bad-id" in turkish
    shown = re.search(r"<b>Hata</b>\s*<span[^>]*>(\d+)\. satır</span>\s*(.+)", turkish)
    assert shown is not None
    assert shown[2].strip() not in english


# ---- the plan that was shown is the plan that is run


def test_an_edit_after_the_plan_shows_the_plan_again(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    changed = FOLDER | {"rehber/S1C2.md": document(1, 2, SECOND, "Anketi okuyun.")}
    run = send_folder(importer, changed)
    page = GuidancePage.objects.get(choice__number=2, locale__language_code="tr")
    page.body = [("text", "<p>Anketi kendiniz okuyun.</p>")]
    page.save_revision().publish()
    shown = run.plan_digest

    run = confirm(importer, run)

    assert run.state == State.PLANNED
    assert run.plan_digest != shown
    assert "has changed since this plan was shown" in page_of(importer, run)
    page.refresh_from_db()
    assert "kendiniz" in str(page.stream())


def test_only_the_plan_that_was_shown_can_be_confirmed(importer: Client) -> None:
    run = send_folder(importer)

    run = order(importer, "confirm", run, digest="0" * 64)

    assert run.state == State.PLANNED
    assert texts() == {}


def test_a_confirmation_that_is_sent_twice_runs_once(importer: Client) -> None:
    run = confirm(importer, send_folder(importer))
    revisions = Revision.objects.count()

    again = confirm(importer, run)

    assert again.finished_at == run.finished_at
    assert Revision.objects.count() == revisions


def test_R06_an_import_beside_another_one_says_so_and_writes_nothing(
    importer: Client,
) -> None:
    run = send_folder(importer)

    with content_lock("import"):
        run = confirm(importer, run)

    assert run.state == State.PLANNED
    assert texts() == {}
    assert "Another import or publication is running" in page_of(importer, run)
    assert confirm(importer, run).state == State.DONE


# ---- options


def test_drafts_only(importer: Client) -> None:
    confirm(importer, send_folder(importer, draft="on"))

    assert not GuidancePage.objects.filter(live=True, locale__language_code="tr")


def test_unpublishing_is_confirmed_apart(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    fewer = {name: FOLDER[name] for name in FOLDER if "S1C2" not in name}
    run = send_folder(importer, fewer, retire="on")
    page = GuidancePage.objects.get(choice__number=2, locale__language_code="tr")
    assert "S1C2.md" in page_of(importer, run)

    assert confirm(importer, run).state == State.PLANNED
    page.refresh_from_db()
    assert page.live

    run = confirm(importer, run, retire="1")
    assert run.report["counts"]["retire"] == 1
    page.refresh_from_db()
    assert not page.live


def test_without_retire_what_is_gone_is_only_listed(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    fewer = {name: FOLDER[name] for name in FOLDER if "S1C2" not in name}

    run = confirm(importer, send_folder(importer, fewer))

    assert [gone["path"] for gone in run.report["gone"]] == ["S1C2.md"]
    assert GuidancePage.objects.get(choice__number=2, locale__language_code="tr").live


def test_single_files_cannot_say_what_is_gone(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    one = upload("S1C1.md", FOLDER["rehber/S1C1.md"])

    assert send(importer, one).report["gone"] == []
    response = importer.post(
        reverse("guidance_import:new"),
        {"documents": one, "source": "rehber", "encoding": "utf-8", "retire": "on"},
    )
    assert response.status_code == 422
    assert "Only a zip of the whole folder" in errors_of(response)


def test_a_deleted_page_comes_back_only_on_request(importer: Client) -> None:
    confirm(importer, send_folder(importer))
    GuidancePage.objects.get(choice__number=2, locale__language_code="tr").delete()
    changed = FOLDER | {"rehber/S1C2.md": document(1, 2, SECOND, "Yeni.")}

    assert (
        confirm(importer, send_folder(importer, changed)).report["counts"]["held"] == 1
    )
    run = confirm(importer, send_folder(importer, changed, restore="on"))

    assert run.report["counts"]["create"] == 1


def test_a_deleted_question_comes_back_only_on_request(importer: Client) -> None:
    one = {"rehber/S1.md": FOLDER["rehber/S1.md"]}
    changed = {"rehber/S1.md": "## SORU: Kimleri dinliyoruz?\n"}
    confirm(importer, send_folder(importer, one))
    Question.objects.get().delete()

    run = send_folder(importer, changed)
    assert run.report["counts"]["held"] == 1
    assert "Somebody deleted this question, so it stays deleted." in page_of(
        importer, run
    )
    assert confirm(importer, run).report["counts"]["held"] == 1
    assert not Question.objects.exists()

    run = send_folder(importer, changed, restore="on")
    assert confirm(importer, run).report["counts"]["question"] == 1
    assert Question.objects.get().text_in("tr") == "Kimleri dinliyoruz?"


def test_documents_of_another_source_are_taken_over_only_on_request(
    importer: Client,
) -> None:
    confirm(importer, send_folder(importer))

    run = send_folder(importer, source="other")
    assert run.report["counts"]["reject"] == 4
    assert "belongs to S1C2.md of the source rehber" in page_of(importer, run)
    run = confirm(importer, send_folder(importer, source="other", take_over="on"))

    assert run.report["counts"]["keep"] == 2
    assert set(SourceDocument.objects.values_list("source", flat=True)) == {"other"}


# ---- waiting, stopping, failing


@pytest.mark.usefixtures("with_worker")
def test_a_run_without_a_worker_says_so_after_ten_seconds(
    importer: Client,
) -> None:
    run = confirm(importer, send_folder(importer))
    status = reverse("guidance_import:status", args=[run.pk])
    assert importer.get(status).json()["stuck"] is False

    ImportRun.objects.update(queued_at=timezone.now() - timedelta(seconds=11))

    assert importer.get(status).json()["stuck"] is True
    shown = re.sub(r"<[^>]*hidden[^>]*>.*?</div>", "", page_of(importer, run))
    assert "db_worker --backend guidance --queue-name guidance" in shown


def test_a_run_whose_worker_is_gone_says_so_and_can_be_planned_again(
    importer: Client,
) -> None:
    run = send_folder(importer)
    ImportRun.objects.update(
        state=State.RUNNING, heartbeat=timezone.now() - timedelta(seconds=61)
    )
    status = importer.get(reverse("guidance_import:status", args=[run.pk])).json()
    assert (status["lost"], status["state"]) == (True, "interrupted")
    html = page_of(importer, run)
    assert "run the same import again to complete it." in html
    assert "There is no report" in html

    run = order(importer, "plan_again", run)

    assert run.state == State.PLANNED
    assert confirm(importer, run).state == State.DONE


def test_a_run_that_is_alive_cannot_be_planned_again(importer: Client) -> None:
    run = send_folder(importer)
    ImportRun.objects.update(state=State.RUNNING, heartbeat=timezone.now())

    assert order(importer, "plan_again", run).state == State.RUNNING


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("migrated", "with_worker")
def test_what_waits_is_dropped_at_once(importer: Client, uploads_folder: Path) -> None:
    run = confirm(importer, send_folder(importer))

    run = order(importer, "cancel", run)
    work()

    run.refresh_from_db()
    assert run.state == State.CANCELED
    assert texts() == {}
    assert list(uploads_folder.iterdir()) == []


def test_a_run_stops_between_two_batches_and_reports_what_is_done(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)
    run = send_folder(importer)
    # Somebody presses *Stop* as soon as the first page is there.
    monkeypatch.setattr(jobs, "_is_stop_asked", lambda _run: bool(texts()))

    run = confirm(importer, run)

    assert run.state == State.CANCELED
    assert run.report["counts"]["create"] == 1
    assert len(texts()) == 1


def test_stop_during_a_batch_takes_effect_at_the_next_one(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidance.publication.pages.BATCH", 1)
    run = send_folder(importer)
    write, seen = Writer.write, []

    def press_stop(self: Writer, *given: Any) -> Any:
        order(importer, "cancel", run)
        seen.append("It stops after the documents" in page_of(importer, run))
        return write(self, *given)

    monkeypatch.setattr(Writer, "write", press_stop)
    run = confirm(importer, run)

    assert seen == [True]
    assert run.state == State.CANCELED
    assert run.report["counts"]["seen"] == 2


def test_a_run_that_was_stopped_can_be_completed(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("guidance.publication.pages.BATCH", 1)
        run = send_folder(importer)
        patch.setattr(jobs, "_is_stop_asked", lambda _run: bool(texts()))
        run = confirm(importer, run)

    run = order(importer, "plan_again", run)
    assert run.state == State.PLANNED
    run = confirm(importer, run)

    assert run.state == State.DONE
    assert len(texts()) == 2


def test_stop_asks_a_run_that_is_at_work(importer: Client) -> None:
    run = send_folder(importer)
    ImportRun.objects.update(state=State.RUNNING, heartbeat=timezone.now())

    run = order(importer, "cancel", run)

    assert run.state == State.RUNNING
    assert uploads.is_stop_asked(run.upload)
    assert "It stops after the documents" in page_of(importer, run)


def test_a_busy_database_is_a_sentence(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send_folder(importer)

    def busy(_run: ImportRun) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "cancel", busy)
    order(importer, "cancel", run)

    assert "The database is busy." in page_of(importer, run)


def test_a_dropped_plan_leaves_no_report(importer: Client) -> None:
    run = order(importer, "cancel", send_folder(importer))

    assert run.report == {}
    assert "Nothing was written." in page_of(importer, run)


def test_a_failure_is_one_line_and_its_trace_is_in_the_log(
    importer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = send_folder(importer)

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(jobs, "run_import", break_down)
    run = confirm(importer, run)

    assert run.state == State.FAILED
    html = page_of(importer, run)
    assert "Something unexpected happened (RuntimeError). What is written" in html
    assert "Plan the upload again to complete it" in html
    assert "disk on fire" not in html
    assert "disk on fire" in caplog.text


@pytest.mark.parametrize(
    ("error", "sentences"),
    [
        (
            OperationalError('connection to server at "10.0.0.7" failed'),
            {
                "en": "The database was busy, full or away",
                "tr": "Veritabanı meşguldü, doluydu ya da ulaşılamıyordu",
                "ar": "كانت قاعدة البيانات مشغولة أو ممتلئة أو غير متاحة",
            },
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "/srv/secret/media"),
            {
                "en": "could not read or store a file (No space left on device)",
                "tr": "okuyamadı ya da saklayamadı (No space left on device)",
                "ar": "تعذّر على الخادم قراءة ملف أو حفظه (No space left on device)",
            },
        ),
    ],
    ids=["database", "disk"],
)
def test_what_database_and_disk_refuse_is_said_with_what_to_do(
    error: Exception,
    sentences: Mapping[str, str],
    importer: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = send_folder(importer)

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(jobs, "run_import", break_down)
    run = confirm(importer, run)

    assert run.state == State.FAILED
    for language, sentence in sentences.items():
        speaks(User.objects.get(), language)
        html = page_of(importer, run)
        assert sentence in html
        assert "10.0.0.7" not in html
        assert "secret" not in html


def test_a_failure_that_cannot_be_written_down_ends_as_an_interruption(
    importer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = send_folder(importer)

    def locked(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "run_import", locked)
    monkeypatch.setattr(jobs, "_fail", locked)
    run = confirm(importer, run)

    assert run.state == State.RUNNING
    assert "could not be marked as failed" in caplog.text
    ImportRun.objects.update(heartbeat=timezone.now() - timedelta(seconds=61))
    assert "The import was interrupted" in page_of(importer, run)


def test_files_that_are_gone_fail_with_a_sentence(
    importer: Client, uploads_folder: Path
) -> None:
    run = send_folder(importer)
    for path in sorted(uploads_folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    run = confirm(importer, run)

    assert run.state == State.FAILED
    assert page_of(importer, run)


def test_abandoned_uploads_are_swept_after_a_day(
    importer: Client, uploads_folder: Path
) -> None:
    run = send_folder(importer)
    jobs.sweep(timezone.now() + timedelta(hours=23))
    assert len(list(uploads_folder.iterdir())) == 1

    jobs.sweep(timezone.now() + timedelta(hours=25))

    assert list(uploads_folder.iterdir()) == []
    run.refresh_from_db()
    assert run.state == State.CANCELED
    assert "Nobody confirmed this plan" in page_of(importer, run)


def test_an_upload_that_no_run_knows_is_swept(uploads_folder: Path) -> None:
    orphan = uploads_folder / ("a" * 32)
    orphan.mkdir(parents=True)
    (uploads_folder / "other").mkdir()

    jobs.sweep(timezone.now() + timedelta(hours=25))

    assert [path.name for path in uploads_folder.iterdir()] == ["other"]


# ---- the list and the downloads


def test_runs_of_the_command_are_listed_too(importer: Client, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "S1C1.md").write_text(document(1, 1, FIRST, "Metin."))
    call_command("import_markdown", str(folder), source="komut", stdout=io.StringIO())
    confirm(importer, send_folder(importer))

    html = importer.get(reverse("guidance_import:index")).content.decode()

    assert "komut" in html
    assert "import_markdown" in html
    assert "sahip" in html
    run = ImportRun.objects.get(source="komut")
    assert run.state == State.DONE
    assert "S1C1.md" in page_of(importer, run)


def killed_run(**values: Any) -> ImportRun:
    """Return the row of a command whose process was killed."""
    begun = timezone.now() - timedelta(seconds=5)
    values = {"source": "komut", "started_at": begun, "heartbeat": begun, **values}
    return ImportRun.objects.create(**values)


def listed(client: Client) -> str:
    response = client.get(reverse("guidance_import:index"))
    return str(response.content.decode())


def test_a_killed_command_is_shown_as_interrupted_at_once(importer: Client) -> None:
    run = killed_run()

    assert "Interrupted" in listed(importer)
    assert "Running" not in listed(importer)
    assert "The import was interrupted" in page_of(importer, run)


def test_a_command_that_holds_the_lock_is_running(importer: Client) -> None:
    with content_lock("import"):
        run = killed_run(started_at=timezone.now())

        assert "Running" in listed(importer)
        assert "The documents are being imported." in page_of(importer, run)


def test_a_killed_command_is_interrupted_while_somebody_else_holds_the_lock(
    importer: Client,
) -> None:
    run = killed_run()

    with content_lock("publish"):
        assert "The import was interrupted" in page_of(importer, run)


def test_an_upload_whose_batch_takes_minutes_is_not_interrupted(
    importer: Client,
) -> None:
    run = send_folder(importer)
    with content_lock("import"):
        ImportRun.objects.update(
            state=State.RUNNING, heartbeat=timezone.now() - timedelta(seconds=90)
        )

        status = importer.get(reverse("guidance_import:status", args=[run.pk])).json()
        assert (status["lost"], status["state"]) == (False, "running")
        assert order(importer, "plan_again", run).state == State.RUNNING


@pytest.mark.parametrize(
    ("language", "label", "sentence"),
    [
        ("tr", "Yarıda kesildi", "aynı içe aktarmayı yeniden çalıştırın"),
        ("ar", "انقطع", "شغّل الاستيراد نفسه من جديد"),
    ],
)
def test_an_interrupted_run_is_told_in_the_language_of_the_reader(
    language: str, label: str, sentence: str, importer: Client
) -> None:
    speaks(User.objects.get(), language)

    run = killed_run()

    assert label in listed(importer)
    assert sentence in page_of(importer, run)


def test_the_next_import_marks_what_was_interrupted_and_nothing_else(
    importer: Client, tmp_path: Path
) -> None:
    old, now = timezone.now() - timedelta(minutes=5), timezone.now()
    killed = killed_run()
    lost = killed_run(queued_at=old, heartbeat=old)
    comparing = killed_run(queued_at=old, heartbeat=now)
    done = killed_run(state=State.DONE)
    (tmp_path / "S1C1.md").write_text(document(1, 1, FIRST, "Metin."))

    call_command(
        "import_markdown", str(tmp_path), "--dry-run", source="a", stdout=io.StringIO()
    )
    killed.refresh_from_db()
    assert killed.state == State.RUNNING
    call_command("import_markdown", str(tmp_path), source="yeni", stdout=io.StringIO())

    runs = [killed, lost, comparing, done]
    states = [ImportRun.objects.get(pk=run.pk).state for run in runs]
    assert states == ["interrupted", "interrupted", "running", "done"]
    assert ImportRun.objects.get(source="yeni").state == State.DONE
    assert "The import was interrupted" in page_of(importer, killed)


def test_a_command_that_fails_leaves_a_failed_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "S1C1.md").write_text(document(1, 1, FIRST, "Metin."))

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("importers.run.Writer.write", break_down)
    with pytest.raises(RuntimeError, match="disk on fire"):
        call_command("import_markdown", str(tmp_path), stdout=io.StringIO())

    assert ImportRun.objects.get().state == State.FAILED


def test_the_json_report_is_that_of_the_command(importer: Client) -> None:
    run = confirm(importer, send_folder(importer))

    response = importer.get(reverse("guidance_import:json", args=[run.pk]))

    report = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert set(report) == {"written", "counts", "documents", "gone", "notes"}
    finding = next(row for row in report["documents"] if row["findings"])["findings"][0]
    assert set(finding) == {"code", "severity", "line", "message"}


def test_S31_the_csv_report_is_inert(importer: Client) -> None:
    evil = {"=cmd.md": document(1, 1, FIRST, "Metin."), "-x.md": "Metin"}
    run = confirm(importer, send_folder(importer, evil))

    response = importer.get(reverse("guidance_import:csv", args=[run.pk]))

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["path"] for row in rows} == {"'=cmd.md", "'-x.md"}
    assert rows[0]["action"]
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_long_plan_has_pages(importer: Client) -> None:
    many = {
        f"S1C{n}.md": document(1, n, f"Seçenek {n}.", "Metin.") for n in range(1, 61)
    }
    run = send_folder(importer, many)

    first, third = page_of(importer, run), page_of(importer, run, "?p=3")

    assert first.count('class="import-document"') == 25
    assert third.count('class="import-document"') == 10


# ---- pictures


def test_D10_pictures_of_equal_names_in_folders_of_their_own_are_told_apart(
    importer: Client,
) -> None:
    body = "![Resim](./media/image%201.png)"
    files = {
        "a/S1C1.md": document(1, 1, FIRST, body),
        "a/media/image 1.png": picture(color=1),
        "b/S1C2.md": document(1, 2, SECOND, body),
        "b/media/image 1.png": picture(color=2),
    }

    run = confirm(importer, send_folder(importer, files))

    assert run.report["counts"]["warnings"] == 0
    shown = {
        page.stream()[0]["value"]["image"]["image"]
        for page in GuidancePage.objects.filter(locale__language_code="tr")
    }
    images = get_image_model().objects.filter(pk__in=shown)
    assert len({image.file_hash for image in images}) == 2


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.svg", b"<svg/>", "unsupported-image"),
        ("a.emf", b"\1\0\0\0", "unsupported-image"),
        ("a.tiff", picture("TIFF"), "unsupported-image"),
        ("a.png", cut(picture(size=(400, 300))), "invalid-image"),
        ("a.png", blank_png(10_000, 5_000), "image-too-large"),
        ("a.png", b"<script>alert(1)</script>", "invalid-image"),
    ],
)
def test_S34_a_picture_that_cannot_be_shown_is_told_and_not_stored(
    importer: Client, name: str, data: bytes, code: str
) -> None:
    files = {"S1C1.md": document(1, 1, FIRST, f"![Halka]({name})"), name: data}

    run = confirm(importer, send_folder(importer, files))

    [row] = run.report["documents"]
    assert row["action"] == "create"
    assert [(each["code"], each["line"]) for each in row["findings"]] == [(code, 6)]
    assert not get_image_model().objects.exists()


def test_a_picture_that_was_missing_is_filled_by_the_next_upload(
    importer: Client,
) -> None:
    files = {name: FOLDER[name] for name in FOLDER if not name.endswith(".png")}
    run = send_folder(importer, files)
    assert "missing-media" in page_of(importer, run)
    confirm(importer, run)

    plan = page_of(importer, send_folder(importer), "?action=update")

    assert "S1C1.md" in plan
    run = confirm(importer, ImportRun.objects.first())
    assert run.report["counts"]["update"] == 1


# ---- hostile content


def test_S02_hostile_texts_are_escaped_on_every_page(importer: Client) -> None:
    marker = "<img src=x onerror=alert(1)>"
    evil = {
        "a&<b>.md": document(1, 1, f"'{marker}'", f"Metin `{marker}`"),
        "c.md": document("<b>", 1, marker, marker),
    }
    run = send_folder(importer, evil, source=marker)

    pages = page_of(importer, run)
    run = confirm(importer, run)
    pages += page_of(importer, run)
    pages += importer.get(reverse("guidance_import:index")).content.decode()

    assert marker not in pages
    assert "a&<b>.md" not in pages
    assert "&lt;img src=x" in pages


# ---- who may


def import_urls(run: ImportRun) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every view of the import, from the resolver itself."""
    patterns = get_resolver("importers.admin.urls").url_patterns
    for pattern in patterns:
        arguments = [run.pk] if "pk" in str(pattern.pattern) else []
        yield pattern.name, reverse(f"guidance_import:{pattern.name}", args=arguments)


def dump() -> list[Any]:
    return [
        list(ImportRun.objects.values()),
        list(PlannedDocument.objects.values()),
        list(Choice.objects.values()),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["anonymous", "editor"])
def test_S20_nobody_reaches_an_address_without_the_permission(
    importer: Client, role: str, method: str
) -> None:
    run = send_folder(importer)
    addresses = dict(import_urls(run))
    assert len(addresses) == 9
    other = Client()
    if role == "editor":
        user = User.objects.create_user("editor", "e@ornek.org", "x")
        user.groups.add(Group.objects.get(name="Editors"))
        other.force_login(user)
    before = dump()

    for name, address in addresses.items():
        response = getattr(other, method)(address)
        assert response.status_code == 302, name
        assert not response.url.startswith("/admin/import"), name
        assert other.get(
            address, headers={"x-requested-with": "XMLHttpRequest"}
        ).status_code in (302, 403)

    assert dump() == before


def test_S20_who_may_import_reaches_every_address(importer: Client) -> None:
    run = confirm(importer, send_folder(importer))

    for name, address in import_urls(run):
        allowed = (405,) if name in {"confirm", "cancel", "plan_again"} else (200,)
        assert importer.get(address).status_code in allowed, name


@pytest.mark.parametrize("may", [True, False])
def test_the_menu_shows_import_to_whom_it_is_for(importer: Client, may: bool) -> None:
    if not may:
        Permission.objects.get(codename="import_guidance").group_set.clear()

    html = importer.get(reverse("wagtailadmin_home")).content.decode()

    assert ("/admin/import/" in html) is may


def test_the_permission_is_offered_in_the_form_of_a_group(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin", "a@ornek.org", "x"))
    group = Group.objects.get(name="Editors")

    html = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content

    assert "Can import guidance" in html.decode()


@pytest.mark.usefixtures("importer")
def test_S30_an_upload_without_the_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="sahip"))

    response = strict.post(
        reverse("guidance_import:new"),
        {
            "documents": upload("a.zip", packed(FOLDER)),
            "source": "x",
            "encoding": "utf-8",
        },
    )

    assert response.status_code == 403
    assert not ImportRun.objects.exists()


# ---- the form


def refused(client: Client, *files: Any) -> str:
    response = client.post(
        reverse("guidance_import:new"),
        {"documents": files, "source": "rehber", "encoding": "utf-8"},
    )
    assert response.status_code == 422
    assert not ImportRun.objects.exists()
    return errors_of(response)


def test_a_form_without_files_says_so(importer: Client) -> None:
    assert "required" in refused(importer)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["a.exe"], "“a.exe” is neither a document"),
        (["a.html"], "“a.html” is neither a document"),
        (["a.md", "b.zip"], "“b.zip” is an archive"),
        (["a.md", "A.MD"], "are one file on some systems"),
    ],
)
def test_wrong_files_are_refused_by_name(
    importer: Client, uploads_folder: Path, names: list[str], sentence: str
) -> None:
    said = refused(importer, *(upload(name, "x") for name in names))

    assert sentence in said
    assert list(uploads_folder.iterdir()) == []


def test_a_zip_with_another_name_is_no_document(importer: Client) -> None:
    data = packed(FOLDER, zipfile.ZIP_STORED)

    assert "“S1C1.md” is an archive" in refused(importer, upload("S1C1.md", data))


def test_too_many_files_are_refused(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importers.admin.forms.MOST_FILES", 2)

    said = refused(importer, *(upload(f"{n}.md", "x") for n in range(3)))

    assert "More than 2 files. Pack them into a zip." in said


def test_a_request_that_is_too_long_is_refused_before_it_is_stored(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importers.admin.upload_limit.MOST_BYTES", 1000)

    said = refused(importer, upload("a.md", "x" * 2000))

    assert "The files have more than 100 MB together" in said
    assert "required" not in said


def test_a_refused_zip_is_refused_in_the_form(
    importer: Client, uploads_folder: Path
) -> None:
    data = packed({"../S1C1.md": "x"})

    said = refused(importer, upload("a.zip", data))

    assert "“../S1C1.md” in the zip leads out of its folder" in said
    assert list(uploads_folder.iterdir()) == []
