"""``--report FILE``: a file that cannot be written is said before anything is done."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError

from guidance.management.json_report import require_writable_report
from guidance.models import GuidancePage
from tests.commands.conftest import Run

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "importers" / "example"
COMMANDS = [
    ("import_markdown", EXAMPLE / "guidance"),
    ("import_catalogs", EXAMPLE / "locale"),
    ("export_markdown", "never-made"),
    ("check_catalogs", EXAMPLE / "locale"),
    ("sync_catalogs", "--folder", "never-made"),
    ("doctor",),
]


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """Return a file that stands where a folder would have to be."""
    path = tmp_path / "README.md"
    path.write_text("x")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("command", COMMANDS)
def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(
    run: Run, command: tuple[object, ...], taken: Path
) -> None:
    ran = run(*command, "--report", taken / "x.json")

    assert ran.status == 2
    assert ran.error == f"{taken / 'x.json'}: {taken} is a file"
    assert ran.out == ""
    assert not GuidancePage.objects.exists()
    assert not Path("never-made").exists()


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="it is a folder") as refused:
        require_writable_report(tmp_path)

    assert refused.value.returncode == 2


def test_a_folder_that_takes_no_files_is_named_without_a_temporary_name() -> None:
    with pytest.raises(CommandError) as refused:
        require_writable_report(Path("/proc/x.json"))

    assert str(refused.value).startswith("/proc/x.json: ")
    assert "tmp" not in str(refused.value)


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="too long"):
        require_writable_report(tmp_path / ("x" * 300))


@pytest.mark.parametrize("name", ["x.json", "new/folder/x.json", "README.md"])
def test_a_good_place_is_left_as_it_is(name: str, tmp_path: Path, taken: Path) -> None:
    require_writable_report(tmp_path / name)

    assert list(tmp_path.iterdir()) == [taken]
    assert taken.read_text() == "x"


def test_no_report_is_always_fine() -> None:
    require_writable_report(None)
