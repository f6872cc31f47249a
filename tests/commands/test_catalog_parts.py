"""``export_catalogs`` for a part, and beside work that nobody has imported."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guidance.catalog.pofile import parse
from guidance.models import Choice, MessageUse
from tests.commands.conftest import Run
from tests.guidance_site import make_choice, make_page, prose
from tests.po_files import entry_of, po, rewrite, texts_of, translate

pytestmark = pytest.mark.django_db

ONE, TWO = "Her ay düzenli olarak toplanırız.", "Kararlar tutanağa yazılır."


@pytest.fixture
def choices() -> tuple[Choice, Choice]:
    first = make_choice(1, 1, tr="Düzenli toplanıyoruz.")
    second = make_choice(12, 3, tr="Seyrek toplanıyoruz.")
    make_page(first, prose(ONE, TWO))
    make_page(second, prose("Yılda bir kez toplanırız."))
    return first, second


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "locale"


def part_of(folder: Path, name: str, language: str = "en") -> Path:
    return po(folder, language).with_name(f"guidance-{name}.po")


# ---- parts


@pytest.mark.usefixtures("choices")
def test_one_question_is_a_file_of_its_own(run: Run, folder: Path) -> None:
    ran = run("export_catalogs", "--output", folder, "--question", 1, "--locale", "en")

    assert ran.status == 0
    assert set(texts_of(part_of(folder, "q1"))) == {"Düzenli toplanıyoruz.", ONE, TWO}
    assert not po(folder).exists()
    assert not (folder / "guidance.pot").exists()


@pytest.mark.usefixtures("choices")
def test_question_1_is_not_question_12(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder, "--question", 12)

    assert set(texts_of(part_of(folder, "q12"))) == {
        "Seyrek toplanıyoruz.",
        "Yılda bir kez toplanırız.",
    }


@pytest.mark.usefixtures("choices")
def test_a_question_that_is_not_there_is_wrong_usage(run: Run, folder: Path) -> None:
    ran = run("export_catalogs", "--output", folder, "--question", 1, "--question", 99)

    assert (ran.status, ran.error) == (2, "There is no question 99.")
    assert not folder.exists()


@pytest.mark.usefixtures("choices")
def test_a_file_is_no_folder_for_catalogs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("Not.")

    ran = run("export_catalogs", "--output", file)

    assert (ran.status, ran.error) == (2, f"{file}: it is not a folder")
    assert file.read_text() == "Not."


@pytest.mark.usefixtures("choices")
def test_a_part_comes_back_like_any_file(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder, "--question", 1)
    translate(part_of(folder, "q1"), {ONE: "We meet regularly every month."})

    ran = run("import_catalogs", part_of(folder, "q1"))
    run("export_catalogs", "--output", folder)

    assert ran.status == 0
    assert "1 new" in ran.out
    assert texts_of(po(folder))[ONE] == "We meet regularly every month."


def test_stale_is_what_was_translated_from_an_older_text(
    choices: tuple[Choice, Choice], run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {ONE: "We meet every month.", TWO: "There are minutes."})
    run("import_catalogs", po(folder))
    make_page(choices[0], prose(ONE, "Bütün kararlar tutanağa yazılır."))

    ran = run("export_catalogs", "--output", folder, "--stale", "--locale", "en")

    (entry,) = parse(part_of(folder, "stale").read_bytes()).entries
    assert (entry.msgid, entry.previous_msgid) == (
        "Bütün kararlar tutanağa yazılır.",
        TWO,
    )
    assert "1 fuzzy, 0 untranslated; 4 words, 4 of them to do" in ran.out


def test_since_is_what_is_new_or_changed_since_then(
    choices: tuple[Choice, Choice], run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    last_month = datetime.now(UTC) - timedelta(days=30)
    MessageUse.objects.update(changed_at=last_month)
    make_page(choices[1], prose("Yılda bir kez toplanırız.", "Yeni bir paragraf."))
    yesterday = datetime.now(UTC) - timedelta(days=1)

    ran = run("export_catalogs", "--output", folder, "--since", yesterday.date())

    part = part_of(folder, f"since-{yesterday:%Y-%m-%d}")
    assert list(texts_of(part)) == ["Yeni bir paragraf."]
    assert "3 words" in ran.out


@pytest.mark.usefixtures("choices")
def test_conditions_add_up(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)

    run("export_catalogs", "--output", folder, "--question", 1, "--stale")

    assert texts_of(part_of(folder, "q1-stale")) == {}


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "31.01.2026", ""])
def test_a_date_that_is_none_is_named(day: str, run: Run) -> None:
    ran = run("export_catalogs", f"--since={day}")

    assert ran.status != 0
    assert repr(day) in ran.error


@pytest.mark.parametrize("number", ["0", "x", "-1", "10000", "1.5"])
def test_a_question_that_cannot_be_is_named(number: str, run: Run) -> None:
    ran = run("export_catalogs", f"--question={number}")

    assert ran.status != 0
    assert repr(number) in ran.error


@pytest.mark.usefixtures("choices")
def test_the_whole_says_how_many_words_are_to_do(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {TWO: "There are minutes."})
    run("import_catalogs", po(folder))

    ran = run("export_catalogs", "--output", folder, "--locale", "en")

    assert (
        "1 translated, 0 fuzzy, 4 untranslated; 16 words, 13 of them to do" in ran.out
    )


# ---- beside unimported work


@pytest.mark.usefixtures("choices")
def test_an_export_keeps_work_that_nobody_has_imported(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {ONE: "We meet every month."})
    translate(po(folder), {TWO: "<b>Broken"})

    ran = run("export_catalogs", "--output", folder, "--locale", "en")
    again = run("export_catalogs", "--output", folder, "--locale", "en")

    assert texts_of(po(folder))[ONE] == "We meet every month."
    assert texts_of(po(folder))[TWO] == "<b>Broken"
    assert "2 not imported yet, kept" in ran.out
    assert "unchanged" in again.out.splitlines()[-1]


@pytest.mark.usefixtures("choices")
def test_an_export_of_a_part_keeps_such_work_too(run: Run, folder: Path) -> None:
    export = ("export_catalogs", "--output", folder, "--question", 1, "--locale", "en")
    run(*export)
    translate(part_of(folder, "q1"), {ONE: "We meet every month."})

    ran = run(*export)

    assert texts_of(part_of(folder, "q1"))[ONE] == "We meet every month."
    assert "1 not imported yet, kept" in ran.out


def test_work_on_a_text_that_left_the_part_stays_in_its_file(
    choices: tuple[Choice, Choice], run: Run, folder: Path
) -> None:
    export = ("export_catalogs", "--output", folder, "--question", 1, "--locale", "en")
    make_page(choices[1], prose(ONE))
    run(*export)
    translate(part_of(folder, "q1"), {ONE: "We meet every month."})
    make_page(choices[0], prose(TWO))

    run(*export)

    assert texts_of(part_of(folder, "q1"))[ONE] == "We meet every month."


@pytest.mark.usefixtures("choices")
def test_kept_work_is_merged_with_new_texts(
    choices: tuple[Choice, Choice], run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {ONE: "We meet every month."})
    make_page(choices[0], prose(ONE, TWO, "Yeni bir paragraf."))

    run("export_catalogs", "--output", folder)

    texts = texts_of(po(folder))
    assert texts[ONE] == "We meet every month."
    assert texts["Yeni bir paragraf."] == ""


@pytest.mark.usefixtures("choices")
def test_a_conflict_is_still_one_after_an_export(run: Run, folder: Path) -> None:
    """The file keeps the name of its own export; with a new one it would overwrite."""
    run("export_catalogs", "--output", folder)
    translate(po(folder), {ONE: "First text."})
    run("import_catalogs", po(folder))
    run("export_catalogs", "--output", folder)
    mine = po(folder).read_bytes()
    translate(po(folder), {ONE: "Second text."})
    run("import_catalogs", po(folder))
    po(folder).write_bytes(mine)
    translate(po(folder), {ONE: "Third text."})

    run("export_catalogs", "--output", folder)
    ran = run("import_catalogs", po(folder))

    assert ran.status == 1
    assert "1 conflict" in ran.out


@pytest.mark.usefixtures("choices")
def test_work_on_a_text_that_is_gone_stays_as_obsolete(
    choices: tuple[Choice, Choice], run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    translate(po(folder), {TWO: "There are minutes."})
    make_page(choices[0], prose(ONE))

    run("export_catalogs", "--output", folder)

    entry = entry_of(po(folder), TWO)
    assert (entry.obsolete, entry.msgstr) == (True, "There are minutes.")


@pytest.mark.usefixtures("choices")
def test_a_note_that_nobody_has_imported_is_kept(run: Run, folder: Path) -> None:
    run("export_catalogs", "--output", folder)
    rewrite(
        po(folder),
        lambda entry: replace(
            entry, comment="Who is this?" if entry.msgid == ONE else ""
        ),
    )

    run("export_catalogs", "--output", folder)

    assert entry_of(po(folder), ONE).comment == "Who is this?"


@pytest.mark.usefixtures("choices")
@pytest.mark.parametrize(
    "data", [b"<<<<<<< HEAD\n", b'msgid ""\nmsgstr "Language: ar\\n"\n']
)
def test_a_file_that_cannot_be_read_is_not_overwritten(
    data: bytes, run: Run, folder: Path
) -> None:
    run("export_catalogs", "--output", folder)
    po(folder).write_bytes(data)
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}

    ran = run("export_catalogs", "--output", folder)

    assert ran.status == 2
    assert str(po(folder)) in ran.error
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before


def test_one_word_is_no_words(run: Run, folder: Path) -> None:
    make_choice(9, 1, tr="Hayır.")

    ran = run("export_catalogs", "--output", folder, "--question", 9, "--locale", "en")

    assert "1 untranslated; 1 word, 1 of them to do" in ran.out
