"""``undo_upload``: what was there before an upload is there again."""

from pathlib import Path

import pytest

from guidance.models import (
    CatalogUpload,
    Choice,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationProposal,
)
from tests.commands.conftest import Run
from tests.guidance_site import make_choice, make_page, prose
from tests.po_files import po, rewrite, texts_of, translate

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."
ONE, TWO = "Her ay düzenli olarak toplanırız.", "Kararlar tutanağa yazılır."


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(row, prose(ONE, TWO))
    return row


@pytest.fixture
def folder(tmp_path: Path, choice: Choice, run: Run) -> Path:
    del choice
    folder = tmp_path / "locale"
    run("export_catalogs", "--output", folder)
    return folder


def upload(
    run: Run, folder: Path, texts: dict[str, str], *, fuzzy: bool = False
) -> int:
    """Do what a translator does: download, translate, upload."""
    run("export_catalogs", "--output", folder)
    translate(po(folder), texts, fuzzy=fuzzy)
    run("import_catalogs", po(folder))
    return CatalogUpload.objects.first().pk  # type: ignore[union-attr]


def stored() -> list[tuple[object, ...]]:
    return sorted(
        Translation.objects.values_list(
            "message__msgid",
            "msgstr",
            "state",
            "previous_msgid",
            "comment",
            "origin",
        )
    )


def test_everything_is_as_before_the_upload(
    choice: Choice, run: Run, folder: Path
) -> None:
    upload(run, folder, {ONE: "Once.", TWO: "Twice."}, fuzzy=True)
    rewrite(po(folder), lambda entry: entry)
    before = stored()
    number = upload(run, folder, {CHOICE: "Regularly.", ONE: "One.", TWO: "Two."})
    choice.refresh_from_db()
    assert choice.text_in("en") == "Regularly."

    ran = run("undo_upload", number)

    assert ran.status == 0
    assert f"upload {number} (en, {po(folder)}): 3 restored, 0 changed since" in ran.out
    assert stored() == before
    choice.refresh_from_db()
    assert choice.text_in("en") is None


def test_what_changed_since_is_left_as_it_is(run: Run, folder: Path) -> None:
    first = upload(run, folder, {ONE: "One.", TWO: "Two."})
    run("export_catalogs", "--output", folder)
    upload(run, folder, {TWO: "Two, corrected."})

    ran = run("undo_upload", first)

    assert "1 restored, 1 changed since" in ran.out
    assert f"changed since, left as it is: {TWO}" in ran.out
    assert [text for _, text, *_ in stored()] == ["Two, corrected."]


def test_uploads_are_undone_one_after_the_other_the_newest_first(
    run: Run, folder: Path
) -> None:
    first = upload(run, folder, {ONE: "One.", TWO: "Two."})
    second = upload(run, folder, {ONE: "Another.", TWO: "Others."})
    run("undo_upload", second)

    ran = run("undo_upload", first)

    assert "2 restored, 0 changed since" in ran.out
    assert stored() == []


def test_an_undo_is_history_too(run: Run, folder: Path) -> None:
    number = upload(run, folder, {ONE: "One."})

    run("undo_upload", number)

    last = TranslationChange.objects.last()
    assert last is not None
    assert (last.old_msgstr, last.new_msgstr, last.origin) == (
        "One.",
        "",
        TranslationOrigin.UNDO,
    )


def test_the_same_file_can_be_uploaded_again_after_that(run: Run, folder: Path) -> None:
    first = upload(run, folder, {ONE: "One."})
    second = upload(run, folder, {ONE: "Two."})
    run("undo_upload", second)

    ran = run("import_catalogs", po(folder))

    assert "1 changed" in ran.out
    assert [text for _, text, *_ in stored()] == ["Two."]
    assert CatalogUpload.objects.first().pk > second > first  # type: ignore[union-attr]


def test_what_an_undone_upload_proposed_is_gone_with_it(run: Run, folder: Path) -> None:
    exported = po(folder).read_bytes()
    upload(run, folder, {ONE: "One."})
    po(folder).write_bytes(exported)
    translate(po(folder), {ONE: "Another one."})
    run("import_catalogs", po(folder))
    number = CatalogUpload.objects.first().pk  # type: ignore[union-attr]
    assert TranslationProposal.objects.count() == 1

    run("undo_upload", number)

    assert not TranslationProposal.objects.exists()
    assert [text for _, text, *_ in stored()] == ["One."]


def test_an_export_after_an_undo_is_the_one_before_the_upload(
    run: Run, folder: Path
) -> None:
    upload(run, folder, {ONE: "One."})
    run("export_catalogs", "--output", folder)
    before = texts_of(po(folder))
    number = upload(run, folder, {ONE: "Two.", TWO: "Two."})
    run("export_catalogs", "--output", folder)

    run("undo_upload", number)
    run("export_catalogs", "--output", folder)

    assert texts_of(po(folder)) == before


def test_a_dry_run_writes_nothing(run: Run, folder: Path) -> None:
    number = upload(run, folder, {ONE: "One."})
    before = stored(), TranslationChange.objects.count()

    ran = run("undo_upload", number, "--dry-run")

    assert "1 restored" in ran.out
    assert (stored(), TranslationChange.objects.count()) == before
    assert run("undo_upload", number).out == ran.out


@pytest.mark.usefixtures("folder")
def test_an_upload_that_is_not_there_is_status_2(run: Run) -> None:
    assert (run("undo_upload", 999).status, run("undo_upload", 999).error) == (
        2,
        "There is no upload 999.",
    )


def test_an_upload_is_undone_once(run: Run, folder: Path) -> None:
    number = upload(run, folder, {ONE: "One."})
    run("undo_upload", number)

    ran = run("undo_upload", number)

    assert ran.status == 2
    assert ran.error.startswith(f"Upload {number} was undone on ")


def test_without_a_number_the_uploads_are_listed(run: Run, folder: Path) -> None:
    first = upload(run, folder, {ONE: "One.", TWO: "Two."})
    second = upload(run, folder, {TWO: "Three."})
    run("undo_upload", second)

    newest, oldest = run("undo_upload").out.splitlines()

    assert newest.startswith(f"{second}: ")
    assert newest.endswith(f"en {po(folder)}, 1 translation, undone")
    assert oldest.startswith(f"{first}: ")
    assert oldest.endswith("2 translations")
