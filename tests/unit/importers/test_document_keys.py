"""The three keys of a document."""

import pytest

from guidance.findings import Finding, Severity
from importers.markdown.document_keys import (
    CHOICE,
    MAX_TITLE,
    QUESTION,
    doubts,
    parse_id,
    read_id,
    read_title,
)
from importers.markdown.yaml_entries import Entry, read_entries
from tests.unit.importers.bounded_work import count_calls


def _titled(text: str) -> dict[str, Entry]:
    return {"title": Entry(text, "text", line=2)}


def _found(value: object) -> Finding:
    assert isinstance(value, Finding)
    assert value.severity is Severity.ERROR
    return value


@pytest.mark.parametrize("text", ["1", "9", "10", "284", "9999"])
def test_these_are_ids(text: str) -> None:
    assert parse_id(text) == int(text)


@pytest.mark.parametrize(
    "text", ["0", "00", "010", "-1", "+1", "1.0", "1e3", "0x1", "1_0", "1 0", "10000"]
)
def test_other_numbers_are_no_ids(text: str) -> None:
    assert parse_id(text) is None


@pytest.mark.parametrize("text", ["", "9" * 5000, "١", "１", "²", "bir", "S1", "1\n"])
def test_what_is_no_short_decimal_number_is_no_id(text: str) -> None:
    assert parse_id(text) is None


@pytest.mark.parametrize(
    "written", ["10", '"10"', "'10'", "10 # on", '" 10 "', "10\u00a0"]
)
def test_an_id_may_have_quotes_and_spaces_around_it(written: str) -> None:
    assert read_id(QUESTION, read_entries(f"question_id: {written}"), fence=1) == 10


@pytest.mark.parametrize(
    ("source", "code", "line", "words"),
    [
        ("choice_id: 010", "bad-id", 1, "“010”"),
        ("choice_id: [1, 2]", "bad-id", 1, "a list"),
        ("choice_id: ''", "missing-key", 1, "choice_id has no value."),
        ("choice_id: ~", "missing-key", 1, "choice_id has no value."),
        ("choice_id: #2", "missing-key", 1, "a comment behind “#”"),
        ("a: b", "missing-key", 7, "has no choice_id."),
        ("a: b\nchoice-id: 2", "missing-key", 2, "is “choice-id” meant?"),
    ],
)
def test_an_id_that_is_none_is_an_error(
    source: str, code: str, line: int, words: str
) -> None:
    finding = _found(read_id(CHOICE, read_entries(source), fence=7))

    assert (finding.code, finding.line) == (code, line)
    assert words in str(finding)


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("title: 2024", "bad-title", "“2024”"),
        ("title: [a]", "bad-title", "as a list"),
        ("title: ' '", "missing-key", "title has no value."),
        ("itle: A", "missing-key", "is “itle” meant?"),
        ("Başlık: A", "missing-key", "is “Başlık” meant?"),
        ("question_id: 1", "missing-key", "has no title."),
    ],
)
def test_a_title_that_is_none_is_an_error(source: str, code: str, words: str) -> None:
    finding = _found(read_title(read_entries(source), fence=1))

    assert finding.code == code
    assert words in str(finding)


def test_a_title_is_kept_in_full_up_to_its_limit() -> None:
    longest = "a" * MAX_TITLE

    assert read_title(_titled(longest), fence=1) == longest
    assert _found(read_title(_titled(longest + "a"), fence=1)).code == "bad-title"


def test_a_title_that_lists_cannot_show_in_full_is_a_warning() -> None:
    assert doubts(_titled("a" * 255)) == ()

    (finding,) = doubts(_titled("a" * 256))

    assert (finding.code, finding.severity) == ("title-too-long", Severity.WARNING)


@pytest.mark.parametrize(
    "title",
    [
        "**Önemli**",
        "Bir <b>plan</b>",
        "[bağ](x)",
        "`kod`",
        "A &amp; B",
        "&#39;",
        "__a__",
    ],
)
def test_markup_in_a_title_is_a_warning(title: str) -> None:
    assert [finding.code for finding in doubts(_titled(title))] == ["title-markup"]


@pytest.mark.parametrize(
    "title",
    ["A & B; C", "5 * 3 < 20", "snake_case_ad", "(taslak) [ek]", "“a” – b…", "x <3 y>"],
)
def test_ordinary_signs_in_a_title_are_not_markup(title: str) -> None:
    assert doubts(_titled(title)) == ()


def test_a_cut_title_is_a_warning_that_shows_what_was_lost() -> None:
    (finding,) = doubts(read_entries("title: Üye #1 sayısı"))

    assert finding.code == "title-hash"
    assert "#1 sayısı" in str(finding)


def test_unknown_keys_are_one_warning_of_one_line() -> None:
    names = [f"anahtar{number}" for number in range(100)]
    entries = _titled("A") | {name: Entry("", "empty", 9) for name in names}

    (finding,) = doubts(entries)

    assert (finding.code, finding.line) == ("unknown-key", 9)
    assert "anahtar0, anahtar1" in str(finding)
    assert len(str(finding)) < 200


def test_a_key_that_only_holds_the_right_one_is_not_meant_and_not_compared() -> None:
    entries = {"choice_id" * 1000: Entry("2", "text", line=3)}

    assert "meant" not in str(read_id(CHOICE, entries, fence=1))
    assert count_calls(lambda: read_id(CHOICE, entries, fence=1), limit=50_000)
