"""The folder ``tests/corpus/ornek-sto``, with all that its DEFECTS.md promises."""

from pathlib import Path
from typing import Any

import pytest
from wagtail.images import get_image_model

from guidance.models import GuidancePage, Question
from guidance.segments.inline import plain_text
from guidance.segments.stream import extract
from tests.commands.conftest import Imported

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "ornek-sto"
DOCUMENTS = SAMPLE / "answer_texts"


@pytest.fixture
def report(imported: Imported, media: Path) -> dict[str, Any]:  # noqa: ARG001 - pictures go there
    """Return the report of the import as DEFECTS.md means it, with its media root."""
    ran, report = imported(DOCUMENTS, "--media-root", SAMPLE / "static")
    assert ran.status == 1
    return report


def codes(report: dict[str, Any]) -> dict[str, set[str]]:
    """Return the codes of the documents that have any, by name without ending."""
    return {
        row["path"].removesuffix(".md"): {
            finding["code"] for finding in row["findings"]
        }
        for row in report["documents"]
        if row["findings"]
    }


def page_of(question: int, choice: int) -> GuidancePage:
    page: GuidancePage = GuidancePage.objects.get(
        choice__question__number=question, choice__number=choice
    )
    return page


def text_of(question: int, choice: int) -> str:
    leaves = extract(page_of(question, choice).stream())
    return "\n".join(plain_text(leaf.inline) for leaf in leaves)


def test_ornek_sto_becomes_ten_pages_and_three_questions(
    report: dict[str, Any],
) -> None:
    counts = {name: count for name, count in report["counts"].items() if count}

    assert counts.pop("warnings") == 7
    assert counts == {"seen": 16, "question": 3, "create": 10, "skip": 1, "reject": 2}
    assert GuidancePage.objects.live().count() == 10
    assert [question.number for question in Question.objects.all()] == [1, 2, 3]


def test_ornek_sto_has_the_findings_of_its_defects_and_no_others(
    report: dict[str, Any],
) -> None:
    assert codes(report) == {
        "ana_belge": {"no-front-matter"},
        "S1C1": {"glued-link"},
        "S1C3": {"glued-link", "missing-alt"},
        "S2C2": {"empty-item"},
        "S2C3": {"suspicious-heading"},
        "S2C4": {"invisible-chars"},
        "S3C2": {"duplicate-id"},
        "S3C3": {"duplicate-id", "name-mismatch"},
        "S3C4": {"title-too-long"},
    }


def test_the_duplicate_pair_is_named_in_both_errors(report: dict[str, Any]) -> None:
    messages = [
        finding["message"]
        for row in report["documents"]
        for finding in row["findings"]
        if finding["code"] == "duplicate-id"
    ]

    assert len(messages) == 2
    for message in messages:
        assert "S3C2.md, S3C3.md" in message
    assert not GuidancePage.objects.filter(
        choice__question__number=3, choice__number=2
    ).exists()


@pytest.mark.usefixtures("report")
def test_the_picture_is_found_in_the_media_root() -> None:
    [image] = get_image_model().objects.all()

    pictures = [block for block in page_of(1, 3).stream() if block["type"] == "image"]

    assert [block["value"]["image"]["image"] for block in pictures] == [image.pk]


@pytest.mark.usefixtures("report")
def test_what_is_defective_is_mended_and_no_text_is_lost() -> None:
    assert "\u200b" not in text_of(2, 4)
    assert "Sıra, planınızı üyelerinizle birlikte" in text_of(2, 4)
    assert "İlkeler)’e bakınız." in text_of(2, 4)
    assert "></li>" not in str(page_of(2, 2).stream())
    assert "<li" in str(page_of(2, 2).stream())
    assert "Yeni abone sayısı" in text_of(2, 3)
    long = page_of(3, 4)
    assert len(long.shown_heading().text) == 272
    assert len(long.title) <= 255


def test_without_the_media_root_the_picture_is_missed(
    imported: Imported,
    media: Path,  # noqa: ARG001 - pictures go there
) -> None:
    _, report = imported(DOCUMENTS)

    assert "missing-media" in codes(report)["S1C3"]
    assert report["counts"]["create"] == 10
