"""``check_catalogs``: the checks alone, for git hooks and CI."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.po_files import po

GOOD = 'msgid "Evet, hazırız."\nmsgstr "Yes, we are ready."\n'
BROKEN = 'msgid "<a1>Rehberi</a1> okuyun."\nmsgstr "Read the guide."\n'
DOUBTFUL = 'msgid "30 gün içinde başvurun."\nmsgstr "Apply within 13 days."\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "locale"


def write(folder: Path, *entries: str, language: str = "en") -> Path:
    header = f'msgid ""\nmsgstr "Language: {language}\\n"\n\n'
    path = po(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + "\n".join(entries))
    return path


# No django_db mark: any query fails these tests.
def test_a_file_without_a_mistake_is_status_0(run: Run, folder: Path) -> None:
    path = write(folder, GOOD)

    ran = run("check_catalogs", folder)

    assert (ran.status, ran.out) == (
        0,
        f"{path} (en): 1 entry, 0 errors, 0 warnings\n",
    )


def test_a_mistake_is_a_line_with_place_and_code(run: Run, folder: Path) -> None:
    path = write(folder, GOOD, BROKEN)

    ran = run("check_catalogs", path)

    assert ran.status == 1
    first, last = ran.out.splitlines()
    assert first.startswith(f"{path}:7: error: The link <a1>…</a1> of the source")
    assert first.endswith("[missing-link]")
    assert last.endswith("2 entries, 1 error, 0 warnings")


def test_every_file_that_cannot_be_used_is_named(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    files = [tmp_path / "a.po", write(folder, BROKEN), tmp_path / "b.po"]
    for path in (files[0], files[2]):
        path.write_text('msgid "Evet."\nmsgstr "Yes."\n')

    ran = run("check_catalogs", *files)

    assert ran.status == 2
    assert [line.partition(":")[0] for line in ran.error.splitlines()] == [
        str(files[0]),
        str(files[2]),
    ]
    assert "[missing-link]" in ran.out


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--strict"], 1)])
def test_warnings_count_only_when_told_so(
    options: list[str], status: int, run: Run, folder: Path
) -> None:
    write(folder, DOUBTFUL)

    ran = run("check_catalogs", folder, *options)

    assert ran.status == status
    assert "warning: 30 of the source is not in the translation. [missing-number]" in (
        ran.out
    )


def test_a_file_that_breaks_off_inside_a_text_is_said_so(
    run: Run, folder: Path
) -> None:
    half = 'msgid "Evet, hazırız."\nmsgstr ""\n"Yes, we "\n'
    write(folder, half)

    ran = run("check_catalogs", folder)

    assert ran.status == 0
    assert "warning: The file ends inside this message" in ran.out
    assert "[cut-off]" in ran.out


def test_a_fuzzy_text_may_be_half_done(run: Run, folder: Path) -> None:
    write(folder, "#, fuzzy\n" + BROKEN)

    ran = run("check_catalogs", folder)

    assert ran.status == 0
    assert "warning: The link" in ran.out


def test_obsolete_texts_are_nobodys_business(run: Run, folder: Path) -> None:
    write(folder, "".join(f"#~ {line}\n" for line in BROKEN.splitlines()))

    assert run("check_catalogs", folder).status == 0


def test_a_file_that_cannot_be_read_is_status_2_and_the_others_are_checked(
    run: Run, folder: Path
) -> None:
    unreadable = write(folder, 'msgid "a\n')
    readable = write(folder, BROKEN, language="ar")

    ran = run("check_catalogs", folder)

    assert ran.status == 2
    assert f"{unreadable}:4: error: " in ran.out
    assert "[syntax]" in ran.out
    assert f"{readable}:4: error: " in ran.out


def test_the_report_says_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    path = write(folder, GOOD, BROKEN)

    run("check_catalogs", folder, "--report", tmp_path / "report.json")

    (file,) = json.loads((tmp_path / "report.json").read_text())["files"]
    (finding,) = file.pop("findings")
    assert file == {
        "file": str(path),
        "locale": "en",
        "entries": 2,
        "errors": 1,
        "warnings": 0,
    }
    assert (finding["line"], finding["code"], finding["severity"]) == (
        7,
        "missing-link",
        "error",
    )


@pytest.mark.parametrize(
    ("language", "in_folder", "said"),
    [("fr", "fr", "guidance is translated into"), ("ar", "en", "not in en")],
)
def test_a_file_of_a_wrong_language_is_status_2(
    language: str, in_folder: str, said: str, run: Run, folder: Path
) -> None:
    path = write(folder, GOOD, language=language)
    target = po(folder, in_folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)

    ran = run("check_catalogs", target)

    assert ran.status == 2
    assert ran.error.startswith(str(target))
    assert said in ran.error


def test_a_path_that_is_not_there_is_status_2(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.po"):
        ran = run("check_catalogs", path)

        assert ran.status == 2
        assert str(path) in ran.error
