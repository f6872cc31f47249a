"""The sets of files of the catalogue, imported in the order that they tell.

What each one expects is in ``tests/corpus/edge-cases/dirs/expected.json``.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.models import Revision

from guidance.models import Choice, GuidancePage
from guidance.segments.inline import plain_text
from importers.models import SourceDocument
from tests.commands.conftest import Imported, Run
from tests.guidance_site import page_in, shown_paragraphs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

SETS = Path(__file__).parents[1] / "corpus/edge-cases/dirs"


def page(question: int, choice: int) -> GuidancePage:
    row = Choice.objects.get(question__number=question, number=choice)
    found = page_in("tr", row)
    assert found is not None
    return found


def leaf_ids(target: GuidancePage) -> dict[str, str]:
    """Return {text: leaf id}."""
    return {plain_text(leaf.inline): leaf.id for leaf in target.leaves()}


def counts(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["counts"].items() if count}


def test_every_set_has_a_test() -> None:
    told = json.loads((SETS / "expected.json").read_text())

    here = Path(__file__).read_text()
    for name in told:
        assert f"_{name[:3]}_" in here, name


def test_D01_a_pair_that_two_files_claim_is_imported_from_none(
    imported: Imported,
) -> None:
    ran, report = imported(SETS / "D01-duplicate-pair")

    assert ran.status == 1
    assert counts(report)["reject"] == 2
    assert set(Choice.objects.values_list("question__number", "number")) == {
        (1, 1),
        (1, 3),
    }
    for row in report["documents"]:
        if row["action"] == "reject":
            (message,) = (
                finding["message"]
                for finding in row["findings"]
                if finding["code"] == "duplicate-id"
            )
            assert "S1C2.md" in message
            assert "S1C3.md" in message


def test_D02_equal_titles_have_addresses_of_their_own(imported: Imported) -> None:
    imported(SETS / "D02-same-title")

    slugs = {page(n, 1).slug for n in (1, 2, 3)}
    assert len(slugs) == 3
    assert all(page(n, 1).slug.startswith(f"{n}-1-") for n in (1, 2, 3))


def test_D03_a_resave_keeps_what_says_the_same(imported: Imported) -> None:
    imported(SETS / "D03-resave/v1")
    before, ids = page(9, 4), leaf_ids(page(9, 4))

    ran, report = imported(SETS / "D03-resave/v2")

    after = page(9, 4)
    assert (ran.status, counts(report)["update"]) == (0, 1)
    assert (after.pk, after.title, after.slug) == (before.pk, before.title, before.slug)
    assert after.stream()[0]["id"] == before.stream()[0]["id"]
    same = [leaf.id for leaf in before.leaves() if leaf in after.leaves()]
    assert len(same) == len(before.leaves()) - 1
    assert leaf_ids(after)["Giriş."] == ids["Giriş."]


def test_D04_another_title_is_the_same_page(imported: Imported) -> None:
    imported(SETS / "D04-title-change/v1")
    before = page(2, 1)

    ran, _ = imported(SETS / "D04-title-change/v2")

    after = page(2, 1)
    assert ran.status == 0
    assert (after.pk, after.slug) == (before.pk, before.slug)
    assert after.title != before.title
    assert after.stream() == before.stream()


def test_D05_a_page_whose_file_is_gone_stays(imported: Imported) -> None:
    imported(SETS / "D05-file-removed/v1")

    ran, report = imported(SETS / "D05-file-removed/v2")

    assert ran.status == 0
    assert [(g["question"], g["choice"]) for g in report["gone"]] == [(1, 2)]
    assert page(1, 2).live


def test_D06_of_a_mixed_folder_the_documents_are_imported(imported: Imported) -> None:
    _, report = imported(SETS / "D06-mixed-folder")

    paths = {row["path"]: row["action"] for row in report["documents"]}
    created = {path for path, action in paths.items() if action == "create"}
    assert created == {
        *("S1C1.md", "S1C2.MD", "S1C3.markdown", "alt/S2C1.md", "S2C2.txt"),
    }
    assert not [path for path in paths if path.startswith((".", "~"))]
    assert not [path for path in paths if path.endswith(".bak")]
    told = report["counts"]
    assert told["seen"] == len(paths)


def test_D07_one_bad_file_stops_no_other_and_can_be_mended(
    imported: Imported, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(SETS / "D07-one-bad-file", folder)

    ran, report = imported(folder)

    assert ran.status == 1
    assert counts(report) == {"seen": 4, "create": 3, "reject": 1}
    (bad,) = (row for row in report["documents"] if row["action"] == "reject")
    assert (bad["path"], bad["findings"][0]["line"]) == ("S1C3.md", 2)
    text = (folder / "S1C2.md").read_text().replace("choice_id: 2", "choice_id: 3")
    (folder / "S1C3.md").write_text(text)
    ran, report = imported(folder)
    assert (ran.status, counts(report)) == (0, {"seen": 4, "create": 1, "keep": 3})


def test_D08_paragraphs_keep_their_ids_when_others_come(imported: Imported) -> None:
    imported(SETS / "D08-paragraph-edit/v1")
    before = leaf_ids(page(4, 1))

    imported(SETS / "D08-paragraph-edit/v2")

    after = leaf_ids(page(4, 1))
    for text in ("Birinci paragraf.", "Üçüncü paragraf."):
        assert after[text] == before[text]
    assert after["İkinci paragraf değişti."] == before["İkinci paragraf."]
    assert after["Araya giren yeni paragraf."] not in before.values()


def test_D09_swapped_ids_swap_texts_and_no_pages(imported: Imported) -> None:
    imported(SETS / "D09-ids-swapped/v1")
    before = [page(5, n).pk for n in (1, 2)]

    ran, _ = imported(SETS / "D09-ids-swapped/v2")

    assert ran.status == 0
    assert [page(5, n).pk for n in (1, 2)] == before
    assert [page(5, n).title for n in (1, 2)] == ["B metni.", "A metni."]
    assert [shown_paragraphs(page(5, n)) for n in (1, 2)] == [
        ["B gövde."],
        ["A gövde."],
    ]


def test_D10_equal_pictures_are_one_and_equal_names_are_none(
    imported: Imported,
) -> None:
    for _ in range(2):
        imported(SETS / "D10-media-collision")

        assert get_image_model().objects.count() == 2


def test_D11_names_in_decomposed_form_are_found(imported: Imported) -> None:
    ran, report = imported(SETS / "D11-nfd-filenames")

    assert ran.status == 0
    assert counts(report) == {"seen": 1, "create": 1}
    assert report["documents"][0]["path"] == "Çözüm.md"
    assert get_image_model().objects.count() == 1


def targets(source: GuidancePage) -> dict[str, int]:
    """Return {text of a link: page that it leads to}."""
    found = re.findall(
        r'<a id="(\d+)" linktype="page">([^<]*)|<a linktype="page" id="(\d+)">([^<]*)',
        "".join(shown_paragraphs(source)),
    )
    return {one or other: int(first or second) for first, one, second, other in found}


@pytest.mark.parametrize("name", ["D12-linked-ids-swapped", "D13-linked-names-swapped"])
def test_D12_D13_a_link_follows_what_its_address_means_now(
    imported: Imported, tmp_path: Path, run: Run, name: str
) -> None:
    imported(SETS / name / "v1")
    (first, second) = (page(5, n).pk for n in (1, 2))
    assert targets(page(5, 3)) == {"B": first, "C": second}

    ran, report = imported(SETS / name / "v2")

    assert ran.status == 0
    assert targets(page(5, 3)) == {"B": second, "C": first}
    (linking,) = (row for row in report["documents"] if row["path"] == "a.md")
    assert linking["action"] == "update"
    _, again = imported(SETS / name / "v2")
    assert counts(again) == {"seen": 3, "keep": 3}
    # And an export of an edit beside the links leaves them as they are.
    edited = page(5, 3)
    text = json.dumps(edited.stream()).replace("Bkz. ", "Bak: ")
    edited.body = GuidancePage.body.field.to_python(json.loads(text))
    edited.save_revision().publish()
    assert run("export_markdown", tmp_path / "out").status == 0
    before = (SETS / name / "v2" / "a.md").read_text()
    after = (tmp_path / "out" / "a.md").read_text()
    assert after == before.replace("Bkz.", "Bak:")


def test_D14_R10_R11_the_first_import_does_all_that_a_second_would(
    imported: Imported,
) -> None:
    imported(SETS / "D14-linked-file-renamed/v1")
    assert targets(page(5, 3)) == {"B": page(5, 1).pk}

    _, planned = imported(SETS / "D14-linked-file-renamed/v2", "--dry-run")
    _, report = imported(SETS / "D14-linked-file-renamed/v2")

    assert planned["counts"] == report["counts"]
    assert counts(report) == {"seen": 2, "update": 1, "keep": 1, "warnings": 1}
    assert targets(page(5, 3)) == {}
    assert SourceDocument.objects.get(question=5, choice=1).path == "b2.md"
    revisions = Revision.objects.count()
    _, again = imported(SETS / "D14-linked-file-renamed/v2")
    assert counts(again) == {"seen": 2, "keep": 2, "warnings": 1}
    assert Revision.objects.count() == revisions


def test_a_link_to_a_document_that_is_not_imported_this_time_stays(
    imported: Imported,
) -> None:
    folder = SETS / "D14-linked-file-renamed/v1"
    imported(folder)

    _, report = imported(folder / "a.md")

    assert counts(report) == {"seen": 1, "keep": 1}
    assert targets(page(5, 3)) == {"B": page(5, 1).pk}


def test_a_second_import_of_any_set_writes_no_revision(imported: Imported) -> None:
    for folder in ("D02-same-title", "D06-mixed-folder", "D10-media-collision"):
        imported(SETS / folder, "--source", folder)
        revisions = Revision.objects.count()

        imported(SETS / folder, "--source", folder)

        assert Revision.objects.count() == revisions
