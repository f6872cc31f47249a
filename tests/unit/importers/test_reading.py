"""What a file is. All cases of the catalogue: test_catalogue.py."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.findings import Severity
from importers.markdown.reading import (
    QuestionText,
    Reading,
    Rejected,
    Skipped,
    SourceText,
    read,
)

QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "edge-cases.md").read_text(encoding="utf-8")
DOCUMENT = "---\ntitle: Planımız var.\nquestion_id: 10\nchoice_id: 2\n---\nGövde\n"


def _read(text: str, path: str = "S10C2.md") -> Reading:
    return read(path, text.encode(), QUESTION_FILE)


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def test_a_document_has_its_ids_its_title_and_its_body_as_it_is_written() -> None:
    assert _read(DOCUMENT) == SourceText(
        path="S10C2.md",
        question=10,
        choice=2,
        title="Planımız var.",
        body="Gövde\n",
        body_line=6,
    )


def test_a_body_keeps_the_spaces_at_both_of_its_ends() -> None:
    reading = _read(DOCUMENT.replace("Gövde\n", "\n    girintili\n\n  "))

    assert isinstance(reading, SourceText)
    assert reading.body == "\n    girintili\n\n  "


def test_a_question_file_has_the_number_of_its_name_and_the_text_of_its_heading() -> (
    None
):
    reading = _read("## SORU: Planımız var mı?\n", "answers/S3.md")

    assert reading == QuestionText("answers/S3.md", 3, "Planımız var mı?")


def test_a_question_file_with_front_matter_is_a_document() -> None:
    assert isinstance(_read(DOCUMENT, "S3.md"), SourceText)


def test_a_question_file_without_its_heading_is_skipped_with_a_warning() -> None:
    reading = _read("# KATILIM\n", "S3.md")

    assert isinstance(reading, Skipped)
    assert _codes(reading) == ["no-question"]
    assert reading.findings[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("", "no-front-matter", Severity.INFO),
        ("# Oku\n", "no-front-matter", Severity.INFO),
        ("Ok\x01u\n", "no-front-matter", Severity.INFO),
        ("## SORU: Planımız var mı?\n", "no-front-matter", Severity.INFO),
        ('+++\ntitle = "A"\n+++\n', "unsupported-front-matter", Severity.WARNING),
    ],
)
def test_a_file_that_claims_nothing_is_skipped(
    text: str, code: str, severity: Severity
) -> None:
    reading = _read(text, "README.md")

    assert isinstance(reading, Skipped)
    assert [(each.code, each.severity) for each in reading.findings] == [
        (code, severity)
    ]


def test_all_mistakes_in_the_keys_are_told_at_once() -> None:
    reading = _read("---\ntitle: No\nquestion_id: 010\n---\n")

    assert isinstance(reading, Rejected)
    assert _codes(reading) == ["bad-title", "bad-id", "missing-key"]
    assert [finding.line for finding in reading.findings] == [2, 3, 1]


@pytest.mark.parametrize(
    ("path", "agrees"),
    [
        ("S10C2.md", True),
        ("s10c2.MD", True),
        ("alt/S10C2.md", True),
        ("S010C02.md", True),
        ("baska.md", True),
        ("S10C2-taslak.md", True),
        ("S10C3.md", False),
        ("S1C2/S1C2.md", False),
    ],
)
def test_a_name_that_says_other_ids_is_a_warning(path: str, *, agrees: bool) -> None:
    reading = _read(DOCUMENT, path)

    assert isinstance(reading, SourceText)
    assert (reading.question, reading.choice) == (10, 2)
    assert _codes(reading) == ([] if agrees else ["name-mismatch"])


def test_warnings_of_every_kind_come_together() -> None:
    text = "\n" + DOCUMENT.replace("---\nG", "yazar: A\n---\nG").replace(
        "var", "v\x01ar"
    )

    reading = _read(text, "S1C1.md")

    assert isinstance(reading, SourceText)
    assert _codes(reading) == [
        "invisible-chars",
        "late-front-matter",
        "unknown-key",
        "name-mismatch",
    ]
    assert reading.title == "Planımız var."


def test_an_encoding_can_be_named() -> None:
    data = DOCUMENT.encode("cp1254")

    assert isinstance(read("a.md", data, QUESTION_FILE), Rejected)
    reading = read("a.md", data, QUESTION_FILE, "cp1254")
    assert isinstance(reading, SourceText)
    assert (reading.title, reading.body) == ("Planımız var.", "Gövde\n")


def test_the_example_of_the_docs_is_a_document_without_findings() -> None:
    _, example, _ = re.split(r"```(?:markdown)?\n", DOCS)

    reading = _read(example, "S10C2.md")

    assert isinstance(reading, SourceText)
    assert reading.title == "Planımız var: yıllık ve yazılı"
    assert reading.body == "Metin burada başlar.\n"
    assert reading.findings == ()


def test_the_docs_name_every_code() -> None:
    modules = "decode yaml_entries front_matter document_keys question_file reading"
    code = re.compile(r'Finding\(\s*"([a-z-]+)"')

    codes = {
        found
        for module in modules.split()
        for found in code.findall(
            (ROOT / f"importers/markdown/{module}.py").read_text(encoding="utf-8")
        )
    }

    assert {"bad-id", "yaml-error", "mojibake"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in DOCS] == []


@given(
    st.sampled_from(["S1.md", "S1C1.md", "a.txt"]),
    st.binary()
    | st.binary().map(lambda data: b"---\n" + data + b"\n---\n")
    | st.text().map(lambda text: f"---\n{text}\n---\nGövde".encode()),
)
def test_any_bytes_are_a_reading_and_a_rejected_one_says_why(
    path: str, data: bytes
) -> None:
    reading = read(path, data, QUESTION_FILE)

    assert reading.path == path
    errors = [each for each in reading.findings if each.severity is Severity.ERROR]
    assert bool(errors) == isinstance(reading, Rejected)


def test_a_translation_that_an_export_wrote_is_skipped_whatever_else_it_says() -> None:
    data = (
        b"---\ntitle: One\nquestion_id: 1\nchoice_id: 2\ntranslation: en\n---\nText\n"
    )

    found = read("S1C2.md", data, re.compile(r"S(?P<number>[1-9]\d{0,3})"))

    assert isinstance(found, Skipped)
    assert [(f.code, f.severity, f.line) for f in found.findings] == [
        ("translation", Severity.INFO, 5)
    ]
    assert isinstance(
        read("S1C2.md", data.replace(b"translation", b"language"), re.compile("x")),
        SourceText,
    )
