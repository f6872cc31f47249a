"""``export_catalogs``, ``import_catalogs`` and ``publish_translations``, from end to end."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from guidance.catalog.entry import Catalog
from guidance.catalog.pofile import parse, render
from guidance.models import (
    CatalogUpload,
    Choice,
    GuidancePage,
    Translation,
    TranslationChange,
)
from guidance.publication.lock import content_lock
from guidance.translation import catalog_files
from tests.commands.conftest import Run
from tests.guidance_site import make_choice, make_page, page_in, prose, shown_paragraphs
from tests.po_files import po, rewrite, translate
from tests.requirements import needs

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(
        row,
        prose(
            'Her ay <b>mutlaka</b> <a href="https://ornek.org/tr">toplanırız</a>.',
            "Tutanak tutarız &amp; saklarız.",
        ),
    )
    return row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "locale"


ENGLISH = {
    CHOICE: "We meet regularly.",
    "Her ay <b>mutlaka</b> <a1>toplanırız</a1>.": "We <a1>meet</a1> every month, <b>always</b>.",
    "Tutanak tutarız &amp; saklarız.": "We take minutes &amp; keep them.",
}


# ---- export


@pytest.mark.usefixtures("choice")
def test_the_files_lie_where_gettext_looks(run: Run, folder: Path) -> None:
    ran = run("export_catalogs", "--output", folder)

    assert ran.status == 0
    assert (folder / "guidance.pot").exists()
    messages = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for entry in parse(po(folder).read_bytes()).entries
    }
    assert messages == {
        ("choice", CHOICE): "",
        ("", "Her ay <b>mutlaka</b> <a1>toplanırız</a1>."): "",
        ("link", "https://ornek.org/tr"): "https://ornek.org/tr",
        ("", "Tutanak tutarız &amp; saklarız."): "",
    }


@pytest.mark.usefixtures("choice")
def test_exporting_twice_changes_no_byte(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}

    ran = run("export_catalogs", "--output", folder)

    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before
    assert "written" not in ran.out


@pytest.mark.usefixtures("choice")
def test_gnu_gettext_accepts_every_file(run: Run, folder: Path) -> None:
    msgfmt = needs("msgfmt")
    run("export_catalogs", "--output", folder)

    for path in sorted(folder.rglob("*.po")):
        command = [msgfmt, "--check", "--statistics", "--output-file=/dev/null", path]
        done = subprocess.run(  # noqa: S603 - a tool of our choice
            command, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "warning" not in done.stderr


@pytest.mark.usefixtures("choice")
def test_drafts_and_private_pages_are_not_exported(run: Run, folder: Path) -> None:
    make_page(make_choice(11, 1, tr="Taslak."), prose("Gizli."), publish=False)
    private = make_page(make_choice(12, 1, tr="Özel."), prose("Özel metin."))
    private.view_restrictions.create(restriction_type="login")

    run("export_catalogs", "--output", folder)

    text = po(folder).read_text()
    assert "Gizli." not in text
    assert "Özel metin." not in text


@pytest.mark.usefixtures("choice")
def test_one_language_can_be_exported(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder, "--locale", "ar")

    assert po(folder, "ar").exists()
    assert not po(folder, "en").exists()


@pytest.mark.parametrize("language", ["tr", "xx"])
@pytest.mark.parametrize(
    "command", ["export_catalogs", "import_catalogs", "publish_translations"]
)
def test_a_language_that_is_not_translated_into_is_refused(
    command: str, language: str, run: Run
) -> None:
    ran = run(command, "--locale", language)

    assert ran.status == 2
    assert ran.error == f"--locale {language}: guidance is translated into en, ar."


# ---- import


def test_translations_become_a_page(choice: Choice, run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)

    imported = run("import_catalogs", folder, "--locale", "en")
    published = run("publish_translations", "--locale", "en")

    assert (imported.status, published.status) == (0, 0)
    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page) == [
        'We <a href="https://ornek.org/tr">meet</a> every month, <b>always</b>.',
        "We take minutes &amp; keep them.",
    ]
    choice.refresh_from_db()
    assert choice.text_in("en") == "We meet regularly."


def test_publish_is_an_option_of_the_import(
    choice: Choice, run: Run, folder: Path
) -> None:
    other = make_choice(11, 1, tr="Başka.")
    make_page(other, prose("Başka metin."))
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    rewrite(po(folder), lambda entry: entry if "Başka" not in entry.msgid else None)

    run("import_catalogs", po(folder), "--publish")

    assert page_in("en", choice) is not None
    assert page_in("en", other) is None


@pytest.mark.usefixtures("choice")
def test_R19_a_round_trip_changes_nothing(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    run("import_catalogs", folder)
    run("export_catalogs", "--output", folder)
    before = po(folder).read_bytes()
    changes = TranslationChange.objects.count()
    uploads = CatalogUpload.objects.count()

    ran = run("import_catalogs", folder)
    run("export_catalogs", "--output", folder)

    assert "0 new, 0 changed" in ran.out
    assert TranslationChange.objects.count() == changes
    assert CatalogUpload.objects.count() == uploads
    assert po(folder).read_bytes() == before


@pytest.mark.usefixtures("choice")
def test_R19_sees_one_changed_letter(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    run("import_catalogs", folder)
    changes = TranslationChange.objects.count()

    translate(po(folder), {CHOICE: "We meet, regularly."})
    run("import_catalogs", folder)

    assert TranslationChange.objects.count() == changes + 1


def test_a_fuzzy_entry_is_kept_and_not_published(
    choice: Choice, run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    rewrite(po(folder), lambda entry: replace(entry, fuzzy=entry.msgid == CHOICE))

    run("import_catalogs", folder, "--locale", "en")
    run("publish_translations", "--locale", "en", "--threshold", "0")

    choice.refresh_from_db()
    assert choice.text_in("en") is None
    assert page_in("en", choice) is None
    run("export_catalogs", "--output", folder)
    (entry,) = (
        entry
        for entry in parse(po(folder).read_bytes()).entries
        if entry.msgid == CHOICE
    )
    assert (entry.fuzzy, entry.msgstr) == (True, "We meet regularly.")


@pytest.mark.usefixtures("choice")
def test_a_broken_entry_is_listed_and_the_others_go_in(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("export_catalogs", "--output", folder)
    broken = ENGLISH | {
        "Her ay <b>mutlaka</b> <a1>toplanırız</a1>.": "We meet every month."
    }
    translate(po(folder), broken)

    ran = run("import_catalogs", po(folder), "--report", tmp_path / "report.json")

    assert ran.status == 1
    (report,) = json.loads((tmp_path / "report.json").read_text())["files"]
    assert report["counts"]["rejected"] == 1
    assert report["counts"]["new"] == 2
    (entry,) = report["entries"]
    assert entry["line"] > 0
    assert f"{po(folder)}:{entry['line']}: error:" in ran.out


@pytest.mark.usefixtures("choice")
def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)

    planned = run("import_catalogs", folder, "--dry-run", "--publish")

    assert "3 new" in planned.out
    assert not CatalogUpload.objects.exists()
    assert not Translation.objects.exists()
    assert not GuidancePage.objects.exclude(locale__language_code="tr").exists()
    said = run("import_catalogs", folder).out
    lines = planned.out.splitlines(keepends=True)
    named = [line for line in lines if ": new: " in line]
    assert len(named) == 3
    assert "".join(line for line in lines if line not in named) == (
        said + "Nothing was written or published (--dry-run).\n"
    )


def test_a_changed_source_makes_its_translation_fuzzy_with_the_old_text(
    choice: Choice, run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    run("import_catalogs", folder)
    make_page(choice, prose("Her ay toplanırız.", "Tutanak tutarız, sonra saklarız."))

    run("export_catalogs", "--output", folder)

    fuzzy = {
        entry.msgid: (entry.previous_msgid, entry.msgstr)
        for entry in parse(po(folder).read_bytes()).entries
        if entry.fuzzy
    }
    assert fuzzy["Tutanak tutarız, sonra saklarız."] == (
        "Tutanak tutarız &amp; saklarız.",
        "We take minutes &amp; keep them.",
    )


def test_what_a_page_no_longer_says_is_obsolete_and_not_lost(
    choice: Choice, run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    run("import_catalogs", folder)
    make_page(choice, prose("Tutanak tutarız &amp; saklarız."))

    run("export_catalogs", "--output", folder)

    assert '#~ msgstr "We <a1>meet</a1> every month' in po(folder).read_text()


# ---- what cannot be read

BAD_FILES = {
    "no PO file": (b"Bu bir metindir.\n", "1"),
    "an open string": (b'msgid "a\nmsgstr ""\n', "1"),
    "another site": (
        b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Hello"\nmsgstr "Hi"\n',
        "another site",
    ),
    "another language": (
        b'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "x"\nmsgstr "y"\n',
        "fr",
    ),
}


@pytest.mark.parametrize(("data", "said"), BAD_FILES.values(), ids=BAD_FILES)
@pytest.mark.usefixtures("choice")
def test_a_file_that_cannot_be_used_is_named_and_nothing_is_written(
    data: bytes, said: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    bad = tmp_path / "bad.po"
    bad.write_bytes(data)

    ran = run("import_catalogs", bad)

    assert ran.status == 2
    assert ran.error.startswith(str(bad))
    assert said in ran.error
    assert "\n" not in ran.error
    assert not Translation.objects.exists()


@pytest.mark.usefixtures("choice")
def test_nothing_is_applied_when_one_of_the_files_is_from_another_site(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    foreign = tmp_path / "foreign.po"
    foreign.write_bytes(BAD_FILES["another site"][0])

    ran = run("import_catalogs", po(folder), foreign)

    assert ran.status == 2
    assert ran.error.startswith(
        f"{foreign}: None of the messages in it is on this site."
    )
    assert not Translation.objects.exists()
    assert not CatalogUpload.objects.exists()


def _pipe(folder: Path) -> Path:
    path = folder / "pipe.po"
    os.mkfifo(path)
    return path


UNREADABLE = {
    "a pipe": (_pipe, "this is not a regular file."),
    "a device": (lambda _: Path("/dev/zero"), "this is not a regular file."),
    "a name that is too long": (lambda folder: folder / ("a" * 300), "too long"),
    "nothing": (lambda folder: folder / "none.po", "No such file or directory"),
    "a file as a folder": (lambda folder: folder / "a" / "b.po", "Not a directory"),
}


@pytest.mark.parametrize(("make", "said"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("command", ["import_catalogs", "check_catalogs"])
def test_a_path_that_cannot_be_read_is_one_line(
    command: str,
    make: Callable[[Path], Path],
    said: str,
    run: Run,
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_text("a file")
    path = make(tmp_path)

    ran = run(command, path)

    assert ran.status == 2
    assert ran.error.startswith(f"{path}: ")
    assert said in ran.error
    assert "\n" not in ran.error


@pytest.mark.usefixtures("choice")
def test_an_export_does_not_wait_for_a_pipe(run: Run, folder: Path) -> None:
    po(folder).parent.mkdir(parents=True)
    os.mkfifo(po(folder))

    ran = run("export_catalogs", "--output", folder)

    assert ran.status == 2
    assert ran.error.startswith(f"{po(folder)}: this is not a regular file.")


def test_a_file_that_grows_is_not_read_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_files, "_MAX_BYTES", 10)
    path = tmp_path / "large.po"
    path.write_bytes(b"x" * 11)

    with pytest.raises(catalog_files.UploadRefusedError, match="larger than 10 bytes"):
        catalog_files.read_limited(path)
    path.write_bytes(b"x" * 10)
    assert catalog_files.read_limited(path) == b"x" * 10


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_file_is_called_so(data: bytes, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.po"
    path.write_bytes(data)

    ran = run("import_catalogs", path, "--locale", "en")

    assert (ran.status, ran.error) == (2, f"{path}:1: The file is empty.")


@pytest.mark.usefixtures("choice")
def test_a_file_with_a_header_alone_is_called_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "header.po"
    path.write_text('msgid ""\nmsgstr "Language: en\\n"\n')

    ran = run("import_catalogs", path)

    assert ran.status == 0
    assert "0 entries" in ran.out
    assert f"{path}: it has a header and no entry.\n" in ran.out


@pytest.mark.usefixtures("choice")
def test_one_entry_is_no_entries(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    rewrite(po(folder), lambda entry: entry if entry.msgid == CHOICE else None)

    ran = run("import_catalogs", po(folder))

    assert f"{po(folder)} (en): 1 entry, 0 new" in ran.out
    assert "no entry" not in ran.out


@pytest.mark.usefixtures("choice")
def test_an_export_waits_for_whoever_writes(run: Run, folder: Path) -> None:
    with content_lock("import_markdown"):
        ran = run("export_catalogs", "--output", folder)

    assert ran.status == 1
    assert ran.error.startswith("import_markdown is writing since")
    assert not folder.exists()


# ---- two translators


@pytest.mark.usefixtures("choice")
def test_two_who_work_on_the_first_export_are_in_conflict(
    run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    first_export = po(folder).read_bytes()
    translate(po(folder), {CHOICE: "We meet regularly."})
    run("import_catalogs", po(folder))
    po(folder).write_bytes(first_export)
    translate(po(folder), {CHOICE: "Regular meetings."})

    report = folder / "report.json"
    ran = run("import_catalogs", po(folder), "--report", report)

    assert ran.status == 1
    assert f"conflict: {CHOICE}" in ran.out
    assert "stored: We meet regularly." in ran.out
    assert "uploaded: Regular meetings." in ran.out
    (entry,) = json.loads(report.read_text())["files"][0]["entries"]
    assert (entry["stored"], entry["uploaded"]) == (
        "We meet regularly.",
        "Regular meetings.",
    )
    assert Translation.objects.get().msgstr == "We meet regularly."


@pytest.mark.usefixtures("choice")
def test_a_file_without_a_header_names_what_it_replaces(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {CHOICE: "We meet regularly."})
    run("import_catalogs", po(folder))
    entries = tuple(
        replace(entry, msgstr="Regular meetings." if entry.msgid == CHOICE else "")
        for entry in parse(po(folder).read_bytes()).entries
    )
    po(folder).write_bytes(render(Catalog(entries=entries)))

    ran = run("import_catalogs", po(folder))

    assert "1 changed" in ran.out
    assert "warning: It takes the place of “We meet regularly.”" in ran.out
    assert "[replaced]" in ran.out
    assert "[replaced]" not in run("import_catalogs", po(folder)).out


@pytest.mark.usefixtures("choice")
def test_nothing_is_applied_when_one_of_the_files_cannot_be_read(
    run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)
    po(folder, "ar").write_bytes(b"x")

    assert run("import_catalogs", folder).status == 2
    assert not Translation.objects.exists()


@pytest.mark.usefixtures("choice")
def test_a_file_of_another_language_than_the_one_given_is_refused(
    run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), ENGLISH)

    ran = run("import_catalogs", po(folder), "--locale", "ar")

    assert ran.status == 2
    assert "not in ar" in ran.error


def test_a_folder_without_catalogs_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("import_catalogs", tmp_path)

    assert ran.status == 2
    assert str(tmp_path) in ran.error


@pytest.mark.usefixtures("choice")
def test_the_setting_is_the_default_folder(run: Run, folder: Path) -> None:
    with override_settings(GUIDANCE_CATALOG_DIR=folder):
        run("export_catalogs")
        translate(po(folder), ENGLISH)
        ran = run("import_catalogs")

    assert ran.status == 0
    assert Translation.objects.filter(locale="en").count() == 3


@pytest.mark.parametrize("threshold", ["-1", "101", "x", "50.5"])
def test_a_threshold_is_a_whole_per_cent(threshold: str, run: Run) -> None:
    ran = run("publish_translations", f"--threshold={threshold}")

    assert ran.status != 0
    assert threshold in ran.error
