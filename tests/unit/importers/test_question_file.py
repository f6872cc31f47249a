"""Question files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.findings import Severity
from importers.markdown.question_file import (
    MAX_LENGTH,
    find_question,
    question_number,
)
from tests.unit.importers.bounded_work import count_calls

BY_DEFAULT = re.compile(r"S(?P<number>[1-9]\d{0,3})")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("S1.md", 1),
        ("answers/S25.markdown", 25),
        ("S9999.TXT", 9999),
        ("S0.md", None),
        ("S01.md", None),
        ("S10000.md", None),
        ("S1C2.md", None),
        ("s1.md", None),
        ("S1.md.bak", None),
        ("S1/ana.md", None),
    ],
)
def test_a_name_says_which_question(path: str, number: int | None) -> None:
    assert question_number(path, BY_DEFAULT) == number


@pytest.mark.parametrize("name", ["soru-0.md", "soru-007.md", "soru-99999.md"])
def test_a_pattern_of_a_site_cannot_make_a_number_that_is_no_id(name: str) -> None:
    pattern = re.compile(r"soru-(?P<number>\d+)")

    assert question_number("soru-12.md", pattern) == 12
    assert question_number(name, pattern) is None


@pytest.mark.parametrize(
    "heading",
    [
        "## SORU: Planımız var mı?",
        "# Soru: Planımız var mı?",
        "###### soru 12:   Planımız  var mı? ##",
        "   ## Question: Planımız var mı?",
        "## **SORU:** Planımız var mı?",
        "## SORU: **Planımız** _var_ mı?",
        "## ***SORU 3: Planımız var mı?***",
        "## SORU: Plan<u>ımız</u> var mı? {#soru-3 .buyuk}",
        "## SORU: [Planımız](https://ornek.org/plan) var mı?",
        "## SORU: Plan\u200bımız\u00a0var mı?",
        "## SORU: Plan&#305;m&#305;z var mı\\?",
        "##\tSORU: Planımız var mı?",
    ],
)
def test_a_heading_with_the_label_has_the_question(heading: str) -> None:
    found = find_question(f"\n{heading}\n\n")

    assert found is not None
    assert found.text == "Planımız var mı?"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("STÖ'müz 5 * 3 ve snake_case_ad", "STÖ'müz 5 * 3 ve snake_case_ad"),
        (r"\*Yıldız\* ve \#1", "*Yıldız* ve #1"),
        ("C# ile mi?", "C# ile mi?"),
        ("Oran: %80 mi?", "Oran: %80 mi?"),
        ("**STÖ**’ler", "STÖ’ler"),
        ("a < b mi?", "a < b mi?"),
    ],
)
def test_what_is_no_markup_stays(written: str, text: str) -> None:
    found = find_question(f"## SORU: {written}")

    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SORU: Planımız var mı?",
        "## Planımız var mı?",
        "## SORU:",
        "## SORU: ##",
        "##SORU: Planımız var mı?",
        "####### SORU: Planımız var mı?",
        "    ## SORU: Planımız var mı?",
        "## SORULAR: Planımız var mı?",
        f"## SORU: {'a' * MAX_LENGTH}",
    ],
)
def test_without_such_a_heading_there_is_no_question(text: str) -> None:
    assert find_question(text) is None


def test_what_else_a_question_file_says_is_reported() -> None:
    found = find_question("# KATILIM\n\n## SORU: Bir?\n\n## SORU: İki?\n")

    assert found is not None
    assert found.text == "Bir?"
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("text-not-read", Severity.WARNING)
    assert finding.line == 1


@given(st.text(st.sampled_from("# *_[]()<>\\&;{}SORU:a\n\t")))
def test_any_text_has_a_question_of_one_line_or_none(text: str) -> None:
    found = find_question(text)

    assert found is None or found.text == " ".join(found.text.split()) != ""


@pytest.mark.parametrize(
    "piece", ["#", " ", "*a ", "[", "<a", "{.", "\\", "## SORU:\n"]
)
def test_a_megabyte_of_one_sign_is_read_once(piece: str) -> None:
    text = "## SORU: " + piece * (1024 * 1024 // len(piece))

    assert count_calls(lambda: find_question(text), limit=1_000_000)
