"""What a report says about what an editor changed: the line, both texts, the remedy."""

from pathlib import Path
from typing import Any

import pytest
from wagtail.images import get_image_model

from guidance.models import GuidancePage, Question
from tests.commands.conftest import Imported
from tests.commands.test_import_history import replace_in
from tests.commands.test_import_markdown import document, page
from tests.guidance_site import make_choice
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

BODY = """İlk paragraf burada duruyor.

- Bir numaralı madde.
- İki numaralı madde.

## Bir başlık

| Ay | Üye |
|---|---|
| Ocak | On iki kişi |

> Alıntı paragrafı burada.
"""
# The front matter has five lines.
LINES = {
    "İlk paragraf": 6,
    "İki numaralı": 9,
    "Bir başlık": 11,
    "On iki": 13,
    "Alıntı paragrafı": 17,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "guidance"
    path.mkdir()
    return path


def write(folder: Path, body: str, title: str = "Başlık") -> None:
    (folder / "S1C1.md").write_text(document(1, 1, title, body))


def findings(report: dict[str, Any], path: str = "S1C1.md") -> list[Any]:
    (row,) = (row for row in report["documents"] if row["path"] == path)
    return [(each["code"], each["line"], each["message"]) for each in row["findings"]]


def places(report: dict[str, Any]) -> list[Any]:
    return [(code, line) for code, line, _ in findings(report)]


def publish(before: str, after: str) -> None:
    draft = page().get_latest_revision_as_object()
    replace_in(draft, before, after).save_revision().publish()


@pytest.mark.parametrize("words", LINES)
def test_a_conflict_has_the_line_of_its_place(
    folder: Path, imported: Imported, words: str
) -> None:
    write(folder, BODY)
    imported(folder)
    first, second = words.split()
    publish(words, f"Editörün {second}")
    write(folder, BODY.replace(words, f"Dosyanın {second}"))

    ran, report = imported(folder)

    assert places(report) == [("conflict", LINES[words])]
    assert f"S1C1.md:{LINES[words]}: error: Changed by an editor" in ran.out
    assert first not in findings(report)[0][2]


def test_a_conflict_has_the_line_of_the_file_as_it_is_now(
    folder: Path, imported: Imported
) -> None:
    write(folder, BODY)
    imported(folder)
    publish("Alıntı paragrafı", "Editörün paragrafı")
    longer = BODY.replace("Alıntı paragrafı", "Dosyanın paragrafı")
    write(folder, f"Yeni paragraf.\n\n{longer}")

    _, report = imported(folder)

    assert places(report) == [("conflict", LINES["Alıntı paragrafı"] + 2)]


def test_a_place_that_the_file_does_not_have_any_more_has_no_line(
    folder: Path, imported: Imported
) -> None:
    write(folder, "Bir metin.\n\nİkinci metin.")
    imported(folder)
    publish("İkinci metin", "Editörün metni")
    write(folder, "Bir metin.")

    _, report = imported(folder)

    assert places(report) == [("conflict", None)]


def test_what_is_held_has_the_line_of_the_first_change(
    folder: Path, imported: Imported
) -> None:
    write(folder, BODY)
    imported(folder)
    publish("İlk paragraf", "Editörün paragrafı")
    changed = BODY.replace("İki numaralı", "Üç numaralı")
    write(folder, changed.replace("Alıntı paragrafı", "Başka paragraf"))

    _, report = imported(folder)

    assert places(report) == [("edited-page", LINES["İki numaralı"])]


def test_a_title_that_waits_is_named_with_its_line_and_the_one_that_stays(
    folder: Path, imported: Imported
) -> None:
    write(folder, BODY)
    imported(folder)
    GuidancePage.objects.update(locked=True)
    write(folder, BODY, title="Başka bir başlık")

    ran, report = imported(folder)

    ((code, line, message),) = findings(report)
    assert (code, line) == ("title-held", 2)
    assert "“Başka bir başlık”" in message
    assert "“Başlık” stays" in message
    assert "S1C1.md:2: warning:" in ran.out


def test_a_conflict_about_a_title_has_the_line_of_the_title(
    folder: Path, imported: Imported
) -> None:
    write(folder, BODY)
    imported(folder)
    make_choice(1, 1, tr="Editörün başlığı")
    write(folder, BODY, title="Dosyanın başlığı")

    _, report = imported(folder)

    assert places(report) == [("conflict", 2)]


def test_a_conflict_about_a_question_sends_nobody_to_a_page(
    folder: Path, imported: Imported
) -> None:
    path = folder / "S1.md"
    path.write_text("\n## SORU: Dinliyor muyuz?\n")
    imported(folder)
    question = Question.objects.get()
    question.set_text("tr", "Duyuyor muyuz?")
    question.save()
    path.write_text("\n## SORU: Soruyor muyuz?\n")

    _, report = imported(folder)

    ((code, line, message),) = findings(report, "S1.md")
    assert (code, line) == ("conflict", 2)
    assert "in the question's form" in message
    assert "page" not in message


@pytest.mark.parametrize(
    ("alt", "stays"), [("Yeni resim", "“Yeni resim” stays"), ("", "“#")]
)
def test_a_conflict_about_pictures_names_them(
    folder: Path, imported: Imported, alt: str, stays: str
) -> None:
    for number, name in enumerate(("bir.png", "iki.png", "editor.png"), 1):
        (folder / name).write_bytes(picture(size=(10 * number, 3)))
    write(folder, "Metin.\n\n![Bir resim](bir.png)\n\n![Öteki](editor.png)")
    imported(folder)
    mine = get_image_model().objects.get(width=30).pk
    draft = page().get_latest_revision_as_object()
    stream = draft.stream()
    stream[1]["value"]["image"] |= {"image": mine, "alt_text": alt}
    draft.body = GuidancePage.body.field.to_python(stream)
    draft.save_revision().publish()
    write(folder, "Metin.\n\n![Bir resim](iki.png)\n\n![Öteki](editor.png)")

    _, report = imported(folder)

    ((code, line, message),) = findings(report)
    assert (code, line) == ("conflict", 8)
    assert stays in message
    assert "the file says “Bir resim (iki.png)”" in message
