"""YAML without its surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.findings import Finding, Severity
from guidance.text.normalize import one_line
from importers.markdown.yaml_entries import (
    MAX_DEPTH,
    MAX_NODES,
    Entry,
    FrontMatterError,
    read_entries,
)

# What YAML is made of, for documents that are nearly right.
SIGNS = st.sampled_from("[]{}:,-?&*!|>'\"%@`#\n \t~=<.\\x\u2028\u00a0")
WORDS = st.sampled_from(
    ["title", ": ", "- ", "\n  ", "\n---\n", "<<: ", "!!str", "%YAML 1.1", "2023-02-31"]
)
ESCAPES = st.sampled_from(['"\\U00110000"', '"\\ud800"'])


def _refusal(source: str) -> Finding:
    with pytest.raises(FrontMatterError) as caught:
        read_entries(source)
    return caught.value.finding


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("Plan", "Plan", "text"),
        ('"Plan: hazır, \\"onaylı\\""', 'Plan: hazır, "onaylı"', "text"),
        ("'STÖ''müz'", "STÖ'müz", "text"),
        ("“Plan” hazır", "“Plan” hazır", "text"),
        (">-\n  Birden\n  fazla", "Birden fazla", "text"),
        ("|\n  Birinci\n  ikinci", "Birinci ikinci", "text"),
        ("Birinci\n  ikinci", "Birinci ikinci", "text"),
        ("Gu\u0308c\u0327lu\u0308\u00a0iş\u200b", "Güçlü iş", "text"),
        ("Bir\u2028iki\x85üç", "Bir iki üç", "text"),
        ("Bir\ufeffiki", "Biriki", "text"),
        ('"\\ud83c\\udf89 \\ud800"', "🎉", "text"),
        ('"no"', "no", "text"),
        ("1e3", "1e3", "text"),
        ("08", "08", "text"),
        ("010", "010", "typed"),
        ("0x1F", "0x1F", "typed"),
        ("1:30", "1:30", "typed"),
        ("Yes", "Yes", "typed"),
        ("10.0", "10.0", "typed"),
        ("2024-02-29", "2024-02-29", "typed"),
        ("=", "=", "typed"),
        ("", "", "empty"),
        ("~", "", "empty"),
        ("null", "", "empty"),
        ('" \u00a0 "', "", "empty"),
        ("[a, b]", "", "collection"),
        ("\n  b: c", "", "collection"),
        ("{}", "", "collection"),
    ],
)
def test_a_value_is_the_string_that_is_written(
    value: str, text: str, kind: str
) -> None:
    entry = read_entries(f"a: {value}\nb: c")["a"]

    assert (entry.text, entry.kind, entry.comment) == (text, kind, "")


@pytest.mark.parametrize(
    ("value", "text", "comment"),
    [
        ("Üye #1 sayısı", "Üye", "#1 sayısı"),
        ("Üye\n  sayısı #1\u00a0ve", "Üye sayısı", "#1 ve"),
        ("#1 sayısı", "", "#1 sayısı"),
        ("Üye#1 sayısı", "Üye#1 sayısı", ""),
        ('"Üye #1" # açıklama', "Üye #1", ""),
        (">- # açıklama\n  Üye #1", "Üye #1", ""),
        ("\ufeffÜye #1", "Üye", "#1"),
    ],
)
def test_what_yaml_takes_for_a_comment_is_kept(
    value: str, text: str, comment: str
) -> None:
    entry = read_entries(f"a: {value}\nb: c")["a"]

    assert (entry.text, entry.comment) == (text, comment)


def test_entries_are_in_the_order_and_the_lines_of_the_file() -> None:
    entries = read_entries("b: >-\n  x\n\na: y\n'c\u00a0 d': z", first_line=2)

    assert list(entries.items()) == [
        ("b", Entry("x", "text", 2)),
        ("a", Entry("y", "text", 5)),
        ("c d", Entry("z", "text", 6)),
    ]


def test_json_is_yaml() -> None:
    assert read_entries('{"a": "b", "c": 1}')["c"] == Entry("1", "typed", 1)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x: y\na: Planımız var: yıllık", 2, "column 16): put it in double quotes"),
        ("a: %80 hedef", 1, "put it in double quotes"),
        ("a: [Taslak] Plan", 1, "put it in double quotes"),
        ("x: y\na: [Taslak Plan\nb: c", 2, "put it in double quotes"),
        ("a: > Plan\nb: c", 1, "put it in double quotes"),
        ("a: *Önemli* duyuru", 1, "put it in double quotes"),
        ('a: "Plan" hazır', 1, "quotation marks do not fit"),
        ('x: y\na: "Plan\nb: c', 2, "quotation marks do not fit"),
        ("a:\tb", 1, "tab in column 3"),
        ("a: >-\n\tb", 2, "tab in column 1"),
        ("a:\u00a0b\nc: d", 1, "no-break space"),
        ("c: d\na:\u202fb\ne: f", 2, "no-break space"),
        ("a\nb: c", 2, "mapping values are not allowed here"),
        ("b: c\na\nd: e", 2, "could not find expected ':'"),
        ("a: &t Plan", 1, "Anchors"),
        ("a: &t Plan\nb: *t", 1, "Anchors"),
        ("a: !Plan", 1, "Tags"),
        ("a: !!str 2024", 1, "Tags"),
        ("a: 1\nb: 2\na: 3", 3, "a is there twice, first in line 1"),
        ("a: 1\n'a\u00a0': 3", 2, "there twice"),
        ("a: 1\n[b, c]: 2", 2, "one word"),
        ("<<: {a: 1}", 1, "one word"),
        ("- a\n- b", 1, "no list of keys"),
        ("a", 1, "no list of keys"),
        ("b: c\na: 2023-02-31", 2, "2023-02-31 is no date"),
        ("a: [x, {y: 2023-02-31}]", 1, "2023-02-31 is no date"),
        ('b: c\na: "\\U00110000"', 2, "names no character"),
        ("%YAML 1.1\na: b", 2, "expected '<document start>'"),
        ("a: b\n--- c", 2, "but found another document"),
        ("a: \x00b", 1, "cannot read the front matter"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_its_mending(
    source: str, line: int, words: str
) -> None:
    finding = _refusal(source)

    assert (finding.code, finding.severity) == ("yaml-error", Severity.ERROR)
    assert finding.line == line
    assert words in str(finding)


@pytest.mark.parametrize("sign", [*"[]{},#&*!|>'\"%@`", "- ", "? ", ": "])
def test_a_value_that_begins_with_such_a_sign_needs_quotes(sign: str) -> None:
    value = f"{sign}Plan hazır"
    quoted = value.replace('"', r"\"")

    try:
        entries = read_entries(f"a: {value}\nb: c")
    except FrontMatterError:
        entries = {}

    assert entries.get("a", Entry("", "empty", 1)).kind == "empty"
    assert read_entries(f'a: "{quoted}"')["a"].text == value


@pytest.mark.parametrize(
    ("left", "right"), [("[", "]"), ("{a: ", "}")], ids=["lists", "mappings"]
)
def test_depth_has_a_limit(left: str, right: str) -> None:
    assert read_entries(f"a: {left * MAX_DEPTH}b{right * MAX_DEPTH}")
    deeper = MAX_DEPTH + 1
    assert "levels" in str(_refusal(f"a: {left * deeper}b{right * deeper}"))


def test_depth_by_indentation_has_the_same_limit() -> None:
    def nested(levels: int) -> str:
        return "\n".join(f"{' ' * level}a:" for level in range(levels))

    assert read_entries(nested(MAX_DEPTH - 1))
    assert "levels" in str(_refusal(nested(MAX_DEPTH + 1)))


def test_the_number_of_values_has_a_limit() -> None:
    # The mapping, its key and the list are values too.
    room = MAX_NODES - 3

    assert read_entries(f"a: [{'b, ' * room}]")
    assert "more than 500 values" in str(_refusal(f"a: [{'b, ' * (room + 1)}]"))


def test_a_report_quotes_no_more_than_a_line() -> None:
    for source in (f"a: !{'x' * 9000}!y z", f"{'k' * 900}: 1\n{'k' * 900}: 2"):
        assert len(str(_refusal(source))) < 300


def _outcome(source: str) -> Finding | dict[str, Entry]:
    try:
        return read_entries(source, first_line=2)
    except FrontMatterError as error:
        return error.finding


@given(st.lists(SIGNS | WORDS | ESCAPES, max_size=40).map("".join) | st.text())
def test_anything_is_entries_or_one_error_and_never_another_exception(
    source: str,
) -> None:
    outcome = _outcome(source)

    if isinstance(outcome, Finding):
        assert outcome.code == "yaml-error"
        assert str(outcome)
    else:
        assert all(entry.text == one_line(entry.text) for entry in outcome.values())
