"""The bodies of the catalogue of edge cases: their outcome, their codes, their page.

What each body becomes stands in ``data/body-shapes.json``, block by block; what was
chosen where the catalogue leaves a choice is in ``docs/edge-cases-body.md``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from guidance.findings import Finding, Severity
from importers.markdown.document import Paragraph
from importers.markdown.parse import parse_body
from importers.markdown.reading import Rejected, SourceText, read
from importers.stream import pictures, to_stream
from tests.unit.importers.catalogue import Case, cases
from tests.unit.importers.stream_shapes import shape, shape_of

QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
DATA = Path(__file__).parent / "data"
DOCS = Path(__file__).parents[3] / "docs" / "edge-cases-body.md"

BODIES = cases("body")
IMPORTED = [case for case in BODIES if case.outcome != "reject"]
SHAPES: dict[str, list[str]] = json.loads(
    (DATA / "body-shapes.json").read_text(encoding="utf-8")
)

# Reported by whoever looks for the file of a picture, which no test here does.
ABOUT_FILES = frozenset(
    {
        "missing-media",
        "unsafe-path",
        "remote-image",
        "unsupported-image",
        "invalid-image",
        "case-mismatch",
    }
)
# The longest body has a test of its own instead of a row of 16,000 letters.
WITHOUT_SHAPE = {"B103"}
# A picture without a description is reported, but as information, when the row says
# that nothing is wrong or that something else is.
ALSO_TOLD = {"B072": {"missing-alt"}, "B074": {"missing-alt"}}
# How a row says that it leaves a choice to us; and those that say so of other things, or
# of what is decided where files and pictures are found.
_OPEN = re.compile(r" or |either|documented|may be|optional|preferred")
NO_CHOICE = (
    "B001 B002 B007 B010 B019 B035 B039 B042 B063 B073 B074 B076 B080 B094 B110 B112 "
    "B113 B114"
)


@dataclass(frozen=True)
class Imported:
    """What a case became: its blocks in short, and all findings."""

    shape: list[str]
    findings: tuple[Finding, ...]

    def codes(self, *severities: Severity) -> set[str]:
        return {each.code for each in self.findings if each.severity in severities}


def _body(case: Case) -> SourceText:
    reading = read(case.file, case.data, QUESTION_FILE)
    assert isinstance(reading, SourceText)
    return reading


def _import(case: Case) -> Imported:
    reading = _body(case)
    parsed = parse_body(reading.body, reading.body_line)
    found = None if case.codes & (ABOUT_FILES - {"case-mismatch"}) else 1
    known: Mapping[str, int | None] = {use.source: found for use in pictures(parsed)}
    stream, findings = to_stream(parsed, "1.1", known, {})
    return Imported(shape(stream), (*reading.findings, *parsed.findings, *findings))


def _disagreements(case: Case, imported: Imported) -> list[str]:
    """Return where an import differs from its row; nothing when it agrees."""
    expected = case.codes - ABOUT_FILES
    grave = imported.codes(Severity.WARNING, Severity.ERROR)
    told = imported.codes(Severity.INFO) - grave
    wanted = expected if case.outcome == "import+warn" else frozenset()
    wanted_told = expected - wanted | ALSO_TOLD.get(case.id, set())
    found = []
    if grave != wanted:
        found.append(f"warnings {sorted(wanted)} became {sorted(grave)}")
    if told != wanted_told:
        found.append(f"information {sorted(wanted_told)} became {sorted(told)}")
    return found


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.id)
def test_a_body_has_the_outcome_and_the_codes_of_the_catalogue(case: Case) -> None:
    assert _disagreements(case, _import(case)) == []


@pytest.mark.parametrize(
    "case",
    [case for case in IMPORTED if case.id not in WITHOUT_SHAPE],
    ids=lambda case: case.id,
)
def test_a_body_becomes_the_blocks_that_were_decided(case: Case) -> None:
    assert _import(case).shape == SHAPES[case.id]


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.id)
def test_findings_about_a_body_point_at_a_line_below_the_front_matter(
    case: Case,
) -> None:
    lines = case.data.count(b"\n") + case.data.count(b"\r") + 2

    for finding in _import(case).findings:
        assert finding.line is not None
        assert 6 <= finding.line <= lines, finding


@pytest.mark.parametrize("case", IMPORTED, ids=lambda case: case.id)
def test_findings_about_a_body_can_be_shown(case: Case) -> None:
    for finding in _import(case).findings:
        assert "%(" not in str(finding)
        assert len(str(finding)) < 400


@pytest.mark.parametrize(
    "case",
    [case for case in BODIES if case.outcome == "reject"],
    ids=lambda case: case.id,
)
def test_a_body_that_cannot_be_read_is_rejected(case: Case) -> None:
    reading = read(case.file, case.data, QUESTION_FILE)

    assert isinstance(reading, Rejected)
    assert {finding.code for finding in reading.findings} == case.codes


# ---- what a shape cannot say


def test_spaces_that_do_not_break_stay_in_the_text() -> None:
    (b033,) = (case for case in BODIES if case.id == "B033")

    assert _import(b033).shape == ["text <p>20\u00a0üye, %\u202f50, Dr.\u00a0A.</p>"]


def test_joiners_stay_and_other_invisible_characters_go() -> None:
    (b034,) = (case for case in BODIES if case.id == "B034")

    (text,) = _import(b034).shape

    assert "می\u200cخواهم" in text
    assert not set("\u200b\u00ad\ufeff") & set(text)


def test_a_very_long_paragraph_is_one_paragraph() -> None:
    (b103,) = (case for case in BODIES if case.id == "B103")
    parsed = parse_body(_body(b103).body)

    (paragraph,) = parsed.blocks

    assert isinstance(paragraph, Paragraph)
    (text,) = _import(b103).shape
    assert text.count("Bu cümle uzun bir paragrafın parçasıdır.") == 400


@pytest.mark.parametrize("resolves", [True, False])
def test_a_link_to_another_document_becomes_a_link_to_its_page(resolves: bool) -> None:
    (b019,) = (case for case in BODIES if case.id == "B019")
    parsed = parse_body(_body(b019).body)

    stream, findings = to_stream(
        parsed, "1.1", {}, {"./S1C2.md": 7 if resolves else None}
    )

    linked = '<a linktype="page" id="7">diğer seçenek</a>'
    assert (linked in shape(stream)[0]) == resolves
    assert len(findings) == (2 if resolves else 3)


def test_a_loose_list_and_a_tight_one_are_the_same_page() -> None:
    loose, tight = (SHAPES[case] for case in ("B043", "B044"))

    assert tight[0].removeprefix("text ") in loose[0]


def test_a_wrapped_item_is_the_unwrapped_one() -> None:
    wrapped, unwrapped = "- uzun madde\n  devamı\n", "- uzun madde devamı\n"

    assert shape_of(wrapped) == shape_of(unwrapped)


def test_decomposed_text_gives_the_same_page_as_composed() -> None:
    (b035,) = (case for case in BODIES if case.id == "B035")

    assert shape_of("Çalışma grubu, güçlü iş birliği; İyi Örnek.") == SHAPES["B035"]
    assert _import(b035).shape == SHAPES["B035"]


# ---- the test is tested


def test_every_body_of_the_catalogue_has_a_decided_shape() -> None:
    assert {case.id for case in IMPORTED} == SHAPES.keys() | WITHOUT_SHAPE
    assert len(BODIES) == 116


def test_the_choices_are_written_down() -> None:
    text = DOCS.read_text(encoding="utf-8")
    open_cases = {case.id for case in BODIES if _OPEN.search(case.expect)}

    unexplained = {
        case for case in open_cases - set(NO_CHOICE.split()) if case not in text
    }

    assert unexplained == set()


def test_the_comparison_notices_a_wrong_code_and_a_wrong_outcome() -> None:
    rows = {case.id: case for case in BODIES}
    good, warned = rows["B001"], rows["B002"]

    assert _disagreements(good, _import(warned))
    assert _disagreements(warned, _import(good))
    assert _disagreements(replace(warned, outcome="import"), _import(warned))
