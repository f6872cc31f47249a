"""Rows S06 and S07 of the threat model: front matter that attacks, and that misleads."""

import json
import re
import subprocess
import sys
from pathlib import Path

import frontmatter
import pytest
import yaml

from importers.markdown.front_matter import MAX_LENGTH
from importers.markdown.reading import Rejected, SourceText, read
from importers.markdown.yaml_entries import read_entries
from tests.unit.importers.bounded_work import TooMuchWorkError, count_calls
from tests.unit.importers.hostile_yaml import ACCEPTED, DOCUMENTS

ROOT = Path(__file__).parents[3]
QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")

# For each character that may be read at all, and once.
_CALLS_PER_CHARACTER = 30
_CALLS_AT_LEAST = 5_000

_LONGEST_REPORT = 400


def _most_calls(data: bytes) -> int:
    return _CALLS_PER_CHARACTER * min(len(data), MAX_LENGTH) + _CALLS_AT_LEAST


@pytest.mark.parametrize(
    ("name", "data"),
    [pytest.param(*item, id=f"S06-{item[0]}") for item in DOCUMENTS.items()],
)
def test_hostile_front_matter_gives_findings_after_bounded_work(
    name: str, data: bytes
) -> None:
    reading = read("S10C2.md", data, QUESTION_FILE)

    assert isinstance(reading, SourceText if name in ACCEPTED else Rejected)
    assert reading.findings
    assert all(len(str(finding)) < _LONGEST_REPORT for finding in reading.findings)
    assert count_calls(lambda: read("S10C2.md", data, QUESTION_FILE), _most_calls(data))


def test_s06_has_51_documents_and_every_exception_is_one_of_them() -> None:
    assert len(DOCUMENTS) == 51
    assert DOCUMENTS.keys() >= ACCEPTED


def test_s06_what_is_accepted_says_what_a_good_document_says() -> None:
    for name in ACCEPTED:
        reading = read("S10C2.md", DOCUMENTS[name], QUESTION_FILE)

        assert isinstance(reading, SourceText)
        assert (reading.question, reading.choice) == (10, 2)
        assert reading.title == "Planımız var."


def test_s06_a_process_with_little_memory_survives_all_of_them() -> None:
    # In a process of its own: YAML's fast loader does not raise, it ends the process.
    program = """
import json, re, resource
from importers.markdown.reading import read
from tests.unit.importers.hostile_yaml import DOCUMENTS

memory = 512 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
pattern = re.compile("S(?P<number>[1-9])")
kinds = {
    name: type(read("a.md", data, pattern)).__name__
    for name, data in DOCUMENTS.items()
}
print(json.dumps(kinds))
"""

    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stderr
    kinds = json.loads(result.stdout)
    assert {name for name, kind in kinds.items() if kind != "Rejected"} == ACCEPTED


def test_s06_the_count_tells_a_bomb_from_a_document() -> None:
    bomb = DOCUMENTS["merge-bomb-of-8-levels"]
    front = bomb.decode().split("---\n")[1]

    with pytest.raises(TooMuchWorkError):
        count_calls(lambda: yaml.load(front, Loader=yaml.SafeLoader), _most_calls(bomb))


def test_s06_the_fast_loader_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise AssertionError("the C loader was used")

    for loader in ("yaml.CBaseLoader", "yaml.CSafeLoader", "yaml.CLoader"):
        monkeypatch.setattr(loader, crash, raising=False)
    monkeypatch.setattr("frontmatter.default_handlers.SafeLoader", crash)
    data = "---\ntitle: Plan\nquestion_id: 10\nchoice_id: 2\n---\n"

    assert isinstance(read("a.md", data.encode(), QUESTION_FILE), SourceText)
    with pytest.raises(AssertionError, match="C loader"):
        frontmatter.parse(data)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(text, id=f"S07-{text}")
        for text in (
            "012",
            "no",
            "1e3",
            "1:30",
            "0x1F",
            "1_0",
            "2024-02-29",
            ".5",
            "~1",
        )
    ],
)
def test_a_value_is_kept_as_it_is_written(written: str) -> None:
    entry = read_entries(f"question_id: {written}")["question_id"]
    data = f"---\ntitle: Plan\nquestion_id: {written}\nchoice_id: 2\n---\n".encode()
    reading = read("a.md", data, QUESTION_FILE)

    assert entry.text == written
    assert isinstance(reading, Rejected)
    (finding,) = reading.findings
    assert finding.code == "bad-id"
    assert finding.values["value"] == written


@pytest.mark.parametrize(
    ("line", "title"),
    [
        pytest.param('title: "no"', "no", id="S07-quoted-no"),
        pytest.param("title: '012'", "012", id="S07-quoted-012"),
        pytest.param("title: 1e3", "1e3", id="S07-1e3"),
        pytest.param("title: no thanks", "no thanks", id="S07-no-and-more"),
    ],
)
def test_a_title_that_is_text_is_kept_as_it_is_written(line: str, title: str) -> None:
    data = f"---\n{line}\nquestion_id: 10\nchoice_id: 2\n---\n".encode()

    reading = read("a.md", data, QUESTION_FILE)

    assert isinstance(reading, SourceText)
    assert reading.title == title
