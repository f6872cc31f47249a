"""The benchmark of the import runs, and says all that it promises."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_bench_import_ends_with_one_line_of_figures() -> None:
    sizes = {"SIZE": "8", "LOOP": "2", "MANY": "12", "POSTGRESQL": "0", "ROUNDS": "1"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DJANGO_") and name != "DATABASE_URL"
    }

    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_import"],
        cwd=ROOT,
        env=kept | {f"BENCH_{name}": value for name, value in sizes.items()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert {name for name, value in figures.items() if value is not None} >= {
        "loop_ratio",
        "limit_ratio",
        "sql_per_page",
        "unchanged_sha256_ratio",
        "unchanged_sql",
        "peak_mb_10k",
    }
    # There is one batch only: nothing can have grown.
    assert "growth" in figures
