"""``export_markdown``, as the owner of a folder uses it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Revision

from tests.commands.conftest import Ran, Run

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "importers" / "example" / "guidance"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_example_comes_back_byte_for_byte(tmp_path: Path, media: Path, run: Run) -> None:
    run("import_markdown", EXAMPLE)
    revisions = Revision.objects.count()

    ran = run("export_markdown", tmp_path / "out")

    assert ran.status == 0, ran.out
    assert files(tmp_path / "out") == files(EXAMPLE)
    again = run("import_markdown", tmp_path / "out")
    assert again.status == 0
    assert Revision.objects.count() == revisions
