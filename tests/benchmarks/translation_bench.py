"""The speed of the translation workflow, beside wagtail-localize and msgmerge.

    make bench-translation

One run, in interleaved rounds, everything in processes of their own; CPU time, as the
machine may be busy. The last line is JSON. BENCH_PAGES (1000), BENCH_SEGMENTS (30),
BENCH_PEER_PAGES (as many pages), BENCH_MESSAGES (8500), BENCH_CHANGED (700),
BENCH_ENTRIES (50000) and BENCH_ROUNDS (2) set the sizes; BENCH_FOLDER (var/bench) is
where wagtail-localize gets its own environment. docs/benchmarks.md explains the figures.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median
from typing import Any

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_PEER = ("wagtail==8.0.1", "wagtail-localize==1.14.5", "polib==1.2.0")
# Growth is the cost of a page on the whole site, over that on a quarter of it.
_QUARTER = 4


def main() -> None:
    pages, segments = _size("BENCH_PAGES", 1000), _size("BENCH_SEGMENTS", 30)
    peer_pages = _size("BENCH_PEER_PAGES", pages)
    python = peer_python(Path(os.environ.get("BENCH_FOLDER", _ROOT / "var" / "bench")))
    rounds: list[dict[str, Any]] = []
    for number in range(1, _size("BENCH_ROUNDS", 2) + 1):
        found = {
            "ours": _ours(pages, segments),
            "peer": _peer(python, peer_pages, segments),
            "quarter": _ours(max(1, pages // _QUARTER), segments),
        }
        rounds.append(found)
        for name, result in found.items():
            _say(f"round {number} {name}: {json.dumps(result)}")
    large = _run([sys.executable, _script("large"), _size("BENCH_ENTRIES", 50_000)])
    _say(f"large file: {json.dumps(large)}")
    fuzzy = _run(
        [
            sys.executable,
            _script("fuzzy"),
            _size("BENCH_MESSAGES", 8500),
            _size("BENCH_CHANGED", 700),
            1,
        ]
    )
    _say(f"fuzzy update: {json.dumps(fuzzy)}")
    _say(json.dumps(summary(rounds, large, fuzzy)))


def summary(
    rounds: list[dict[str, Any]], large: dict[str, Any], fuzzy: dict[str, Any]
) -> dict[str, float]:
    """Return the figures of the last line, the median of the rounds."""
    return {
        "peer_ratio": round(
            median(
                [each["peer"]["cpu_ms"] / each["ours"]["cpu_ms"] for each in rounds]
            ),
            1,
        ),
        "sql_per_page": max(each["ours"]["sql"] for each in rounds),
        "growth": round(
            median(
                [each["ours"]["cpu_ms"] / each["quarter"]["cpu_ms"] for each in rounds]
            ),
            2,
        ),
        "unchanged_ratio": round(
            median([each["ours"]["unchanged_ratio"] for each in rounds]), 2
        ),
        "msgmerge_ratio": fuzzy["msgmerge_ratio"],
        "fuzzy_recall": fuzzy["fuzzy_recall"],
        "fuzzy_spurious": fuzzy["fuzzy_spurious"],
        "po_50k_mb": large["peak_mb"],
    }


def peer_python(folder: Path) -> Path:
    """Return the Python of an environment with wagtail-localize; make it once."""
    home = folder / "wagtail-localize"
    python = home / "bin" / "python"
    done = home / "installed"
    wanted = "\n".join(_PEER)
    if not (done.exists() and done.read_text() == wanted):
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(  # noqa: S603 - the environment that we have just made
            [python, "-m", "pip", "install", "--quiet", *_PEER], check=True
        )
        done.write_text(wanted)
    return python


def _ours(pages: int, segments: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rehber-bench-") as folder:
        address = f"sqlite:///{folder}/bench.sqlite3"
        command = [sys.executable, _script("ours"), pages, segments]
        return _checked(_run(command, DATABASE_URL=address), pages)


def _peer(python: Path, pages: int, segments: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rehber-bench-") as folder:
        command = [python, _script("localize"), pages, segments]
        database = f"{folder}/bench.sqlite3"
        return _checked(_run(command, BENCH_DATABASE=database), pages)


def _checked(result: dict[str, Any], pages: int) -> dict[str, Any]:
    if result["live"] != pages:
        message = f"{result['live']} of {pages} pages are live"
        raise RuntimeError(message)
    return result


def _run(command: list[Any], **environment: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - scripts of this folder
        [str(part) for part in command],
        env={**os.environ, "PYTHONHASHSEED": "0", **environment},
        stdout=subprocess.PIPE,
        check=True,
        cwd=_ROOT,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _script(name: str) -> Path:
    return _HERE / f"translation_{name}.py"


def _size(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
