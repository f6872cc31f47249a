"""The catalogue of edge cases: what each file of ``tests/corpus/edge-cases`` is.

The front matter of all of them, and the bytes and the front matter of the bodies. A new
case is a file and a row of ``expected.json``.
"""

import dataclasses
import re
from pathlib import Path

import pytest

from importers.markdown.reading import (
    QuestionText,
    Reading,
    Rejected,
    Skipped,
    SourceText,
    read,
)
from tests.unit.importers.catalogue import (
    CORPUS,
    EDGE_CASES,
    Case,
    cases,
    codes,
    disagreements,
)

QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
DOCS = Path(__file__).parents[3] / "docs" / "edge-cases.md"

FRONT_MATTER = cases("front-matter")
BODIES = cases("body")

# What we chose where the catalogue leaves it open; the reasons are in docs/edge-cases.md.
CHOSEN = {
    "F053": ("import+warn", "late-front-matter"),
    "F059": ("reject", "yaml-error"),
    "F062": ("reject", "yaml-error"),
    "F064": ("reject", "front-matter-too-long"),
}
CHOSEN_BODIES = {"B110": "import"}

# The title of most front matter cases, and those of the others.
TITLE = "Düzenli toplanıyoruz."
TITLES = {
    "F018": 'Plan: hazır, "onaylı"',
    "F020": "STÖ'müz hazır",
    "F022": "Birden fazla hesabımız var ve hepsini aktif olarak kullanıyoruz.",
    "F023": "Birinci satır ikinci satır",
    "F024": "Birinci satır ikinci satır",
    "F025": "Üye",
    "F032": " ".join(["Örgütümüzün gönüllü süreçleri yazılıdır ve uygulanır."] * 6),
    "F033": "**Önemli** <b>plan</b> & [bağ](x)",
    "F034": "Güçlü iş birliği",
    "F055": "A --- B",
    "F058": "A",
}

# Where an author is sent; elsewhere it is enough that the file has such a line.
LINES = {
    "F008": {3},
    "F011": {3, 4},
    "F019": {2},
    "F021": {2},
    "F026": {2},
    "F027": {2},
    "F035": {5},
    "F036": {5},
    "F037": {5},
    "F038": {2, 3, 4},
    "F041": {3},
    "F042": {3},
    "F043": {3},
    "F048": {1},
    "F053": {3},
    "F061": {5},
}


def _read(file: str) -> Reading:
    return read(file, (EDGE_CASES / file).read_bytes(), QUESTION_FILE)


def _decided(case: Case) -> Case:
    if case.id not in CHOSEN:
        return case
    outcome, code = CHOSEN[case.id]
    return dataclasses.replace(case, outcome=outcome, codes=frozenset({code}))


def _ids(case: Case) -> tuple[int, int]:
    """Return the ids of a body case: those about bytes are all in question 90."""
    number = int(case.id.removeprefix("B"))
    return (100 + number, 1) if number < 109 else (90, number - 108)


@pytest.mark.parametrize("case", FRONT_MATTER, ids=lambda case: case.id)
def test_front_matter_has_the_outcome_and_the_codes_of_the_catalogue(
    case: Case,
) -> None:
    assert disagreements(_decided(case), _read(case.file)) == []


@pytest.mark.parametrize(
    "case",
    [case for case in FRONT_MATTER if _decided(case).outcome.startswith("import")],
    ids=lambda case: case.id,
)
def test_front_matter_that_is_imported_says_what_the_catalogue_says(
    case: Case,
) -> None:
    reading = _read(case.file)

    assert isinstance(reading, SourceText)
    assert (reading.question, reading.choice) == (10, 2)
    assert reading.title == TITLES.get(case.id, TITLE)
    assert "question_id" not in reading.body


@pytest.mark.parametrize(("case", "lines"), LINES.items())
def test_an_author_is_sent_to_the_line_with_the_mistake(
    case: str, lines: set[int]
) -> None:
    (file,) = (row.file for row in FRONT_MATTER if row.id == case)

    assert {finding.line for finding in _read(file).findings} == lines


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.id)
def test_a_body_is_a_document_with_its_ids_or_no_text_at_all(case: Case) -> None:
    reading = _read(case.file)

    if case.outcome == "reject":
        assert disagreements(case, reading) == []
    else:
        assert isinstance(reading, SourceText)
        assert (reading.question, reading.choice) == _ids(case)
        assert codes(reading) <= case.codes
        assert ("\ufffd" in reading.body) == ("\ufffd".encode() in case.data)
        assert "\r" not in reading.body


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    bodies = {
        case.id: _read(case.file) for case in BODIES if case.id in {"B109", "B110"}
    } | {"F001": _read("front-matter/F001-canonical.md")}

    for reading in bodies.values():
        assert isinstance(reading, SourceText)
        assert reading.body.endswith("\n")
        assert reading.body_line == 6


def test_the_catalogue_is_whole() -> None:
    assert [case.id for case in FRONT_MATTER] == [f"F{n:03}" for n in range(1, 65)]
    assert [case.id for case in BODIES] == [f"B{n:03}" for n in range(1, 117)]
    files = {case.file for case in (*FRONT_MATTER, *BODIES)}
    assert files == {
        f"{folder}/{path.name}"
        for folder in ("front-matter", "body")
        for path in (EDGE_CASES / folder).glob("*.md")
    }


def test_we_choose_only_where_the_catalogue_lets_us_and_say_so_in_the_docs() -> None:
    rows = {case.id: case for case in (*FRONT_MATTER, *BODIES)}
    docs = DOCS.read_text(encoding="utf-8")

    assert {
        case.id for case in rows.values() if case.is_open
    } == CHOSEN.keys() | CHOSEN_BODIES.keys()
    for case in (*CHOSEN, *CHOSEN_BODIES):
        assert f"| {case} " in docs


def test_the_comparison_finds_a_wrong_outcome_a_wrong_code_and_a_wrong_line() -> None:
    rows = {case.id: case for case in FRONT_MATTER}
    good, bad = _read(rows["F001"].file), _read(rows["F048"].file)

    assert disagreements(rows["F001"], bad)
    assert disagreements(rows["F048"], good)
    assert disagreements(dataclasses.replace(rows["F048"], codes=frozenset()), bad)
    late = dataclasses.replace(bad.findings[0], line=99)
    assert disagreements(rows["F048"], dataclasses.replace(bad, findings=(late,)))


@pytest.mark.parametrize(
    ("folder", "questions", "skipped", "rejected"),
    [
        ("dirs/D01-duplicate-pair", 0, 0, 0),
        ("dirs/D06-mixed-folder", 1, 4, 0),
        ("dirs/D07-one-bad-file", 0, 0, 1),
        ("dirs/D11-nfd-filenames", 0, 0, 0),
    ],
)
def test_a_folder_holds_what_the_catalogue_counts(
    folder: str, questions: int, skipped: int, rejected: int
) -> None:
    files = [
        path
        for path in sorted((EDGE_CASES / folder).rglob("*"))
        if path.suffix.lower() in {".md", ".markdown", ".txt"}
        and not path.name.startswith((".", "~$"))
    ]

    readings = [_read(str(path.relative_to(EDGE_CASES))) for path in files]

    counts = [
        sum(isinstance(reading, kind) for reading in readings)
        for kind in (QuestionText, Skipped, Rejected)
    ]
    assert counts == [questions, skipped, rejected]


def test_the_example_has_three_questions_twelve_documents_and_one_other_file() -> None:
    folder = CORPUS / "ornek-sto" / "answer_texts"

    readings = {
        path.name: read(path.name, path.read_bytes(), QUESTION_FILE)
        for path in sorted(folder.glob("*.md"))
    }

    kinds = [type(reading) for reading in readings.values()]
    assert (kinds.count(QuestionText), kinds.count(SourceText)) == (3, 12)
    assert isinstance(readings["ana_belge.md"], Skipped)
    assert codes(readings["S3C3.md"]) == {"name-mismatch"}
    assert codes(readings["S3C4.md"]) == {"title-too-long"}
