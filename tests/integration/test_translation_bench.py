"""The benchmark of translations runs, at the smallest size, and its summary adds up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import translation_bench as bench
from tests.benchmarks.translation_fuzzy import fuzzy_bench
from tests.requirements import needs

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_our_side_of_the_cycle_is_whole(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/bench.sqlite3"
    done = subprocess.run(
        [sys.executable, "tests/benchmarks/translation_ours.py", "6", "30"],
        env={**os.environ, "TEST_DATABASE_URL": database},
        capture_output=True,
        check=True,
        cwd=ROOT,
    )

    result = json.loads(done.stdout)
    assert (result["pages"], result["live"]) == (6, 6)
    assert result["messages"] >= 6 * 30
    assert set(result["steps"]) == {"export", "import", "publish"}
    assert result["unchanged_ratio"] > 0


@pytest.mark.slow
def test_a_large_file_fits(tmp_path: Path) -> None:
    del tmp_path
    done = subprocess.run(
        [sys.executable, "tests/benchmarks/translation_large.py", "2000"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )

    result = json.loads(done.stdout)
    assert result["entries"] == 2000
    assert result["peak_mb"] < 1000


@pytest.mark.slow
def test_the_fuzzy_update_finds_what_was_edited_and_invents_nothing() -> None:
    needs("msgmerge")

    result = fuzzy_bench(510, 60, 1)

    assert result["messages"] == 510
    assert result["fuzzy_recall"] >= 95
    assert result["fuzzy_recall"] >= result["msgmerge"]["recall"]
    assert result["fuzzy_spurious"] == 0


def test_the_last_line_is_the_median_of_the_rounds() -> None:
    rounds = [
        {
            "ours": {"cpu_ms": ours, "sql": sql, "unchanged_ratio": 2.0},
            "peer": {"cpu_ms": 300.0},
            "quarter": {"cpu_ms": 10.0},
        }
        for ours, sql in ((10.0, 1.0), (30.0, 3.0), (15.0, 2.0))
    ]

    line = bench.summary(
        rounds,
        {"peak_mb": 400},
        {"msgmerge_ratio": 200.0, "fuzzy_recall": 99.0, "fuzzy_spurious": 0},
    )

    assert line == {
        "peer_ratio": 20.0,
        "sql_per_page": 3.0,
        "growth": 1.5,
        "unchanged_ratio": 2.0,
        "msgmerge_ratio": 200.0,
        "fuzzy_recall": 99.0,
        "fuzzy_spurious": 0,
        "po_50k_mb": 400,
    }


def test_a_page_that_is_missing_is_no_result() -> None:
    with pytest.raises(RuntimeError, match="3 of 4 pages"):
        bench._checked({"live": 3}, 4)  # noqa: SLF001 - the guard of the benchmark
