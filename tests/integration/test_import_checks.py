"""``manage.py check`` on the folder of uploads."""

from pathlib import Path
from typing import Any

import pytest

from importers.checks import check_upload_dir


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_uploads_below_a_served_folder_are_an_error(
    name: str, settings: Any, tmp_path: Path
) -> None:
    setattr(settings, name, str(tmp_path))
    settings.GUIDANCE_UPLOAD_DIR = tmp_path / "uploads"

    [error] = check_upload_dir()

    assert error.id == "importers.E001"
    assert name in error.msg


def test_uploads_beside_it_are_fine(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.GUIDANCE_UPLOAD_DIR = tmp_path / "uploads"

    assert check_upload_dir() == []
