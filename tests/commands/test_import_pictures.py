"""S10: an import of hostile pictures stores none of them, and takes the good ones."""

from pathlib import Path, PurePath

import pytest
from wagtail.images import get_image_model

from guidance.models import GuidancePage
from tests.commands.conftest import Imported
from tests.commands.test_import_markdown import document
from tests.file_tree import build
from tests.unit.importers.test_picture_check import BAD, GOOD

pytestmark = pytest.mark.django_db


def named(cases: dict[str, tuple[str, bytes, str]]) -> dict[str, bytes]:
    """Return the files of a corpus, each with a name of its own."""
    return {
        PurePath(f"{number}-{name}").as_posix(): data
        for number, (name, data, _) in enumerate(cases.values())
    }


def folder_with(path: Path, pictures: dict[str, bytes]) -> Path:
    body = "\n\n".join(f"![Resim](media/{name})" for name in pictures)
    text = document(1, 1, "Resimli seçenek.", f"Bir metin.\n\n{body}")
    return build(path, {"S1C1.md": text, "media": dict(pictures)})


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_S10_an_import_stores_no_hostile_picture(
    media: Path, tmp_path: Path, imported: Imported
) -> None:
    # That one is only larger than the limit which its own test sets.
    bad = named({case: BAD[case] for case in BAD if case != "too many bytes"})
    assert len(bad) >= 36

    ran, report = imported(folder_with(tmp_path / "guidance", bad))

    (row,) = report["documents"]
    said = " ".join(each["message"] for each in row["findings"])
    assert ran.status == 0
    assert [name for name in bad if name not in said] == []
    assert not get_image_model().objects.exists()
    assert stored(media) == []
    assert "Bir metin." in str(GuidancePage.objects.get().stream())


def test_S10_control_an_import_stores_each_good_picture(
    media: Path, tmp_path: Path, imported: Imported
) -> None:
    good = named(GOOD)

    ran, _ = imported(folder_with(tmp_path / "guidance", good))

    assert ran.status == 0
    contents = len(set(good.values()))
    assert get_image_model().objects.count() == len(stored(media)) == contents
