"""What an import costs, beside the usual loop and beside the least that is possible.

    make bench-import

All of it in one run: each round measures the limit, our import and the loop one after
the other, each in a process and a database of its own, and a ratio is that of one round;
the median of the rounds is printed. Only processor time counts, which other work on the
machine disturbs least. docs/benchmarks.md says what the figures mean.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.databases import (
    Databases,
    PostgresqlDatabases,
    SqliteDatabases,
    postgresql_server,
)

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many documents and rounds; each from the environment, BENCH_SIZE and so on."""

    size: int
    loop: int
    many: int
    postgresql: int
    rounds: int

    @classmethod
    def from_environment(cls) -> "Sizes":
        size = _number("BENCH_SIZE", 1000)
        return cls(
            size=size,
            loop=_number("BENCH_LOOP", size),
            many=_number("BENCH_MANY", 10 * size),
            postgresql=_number("BENCH_POSTGRESQL", min(size, 300)),
            rounds=_number("BENCH_ROUNDS", 3),
        )


def main() -> None:
    """Measure and print; the last line is JSON."""
    sizes = Sizes.from_environment()
    with tempfile.TemporaryDirectory(prefix="rehber-bench-") as name:
        folder = Path(name)
        figures = _sqlite(folder, sizes)
        figures["postgresql"] = _postgresql(folder, sizes)
    _say("")
    print(json.dumps(figures))  # noqa: T201


def _sqlite(folder: Path, sizes: Sizes) -> Answer:
    databases = SqliteDatabases(_made(folder / "sqlite"))
    corpus = _corpus(folder, sizes.size)
    figures = _compare(databases, corpus, sizes.size, sizes.loop, sizes.rounds)
    again = _run(databases, "again", corpus, sizes.size)
    few = min(sizes.size, 100)
    fewer = _run(databases, "again", _corpus(folder, few), few)
    _say(
        f"again: {again['ms']:.3f} ms for each unchanged document, "
        f"{again['sha256_ms']:.3f} ms for hashing its files, {again['sql']} statements "
        f"({fewer['sql']} with {few} documents); {again['changed_ms']:.1f} ms for each "
        "changed one, if one in a hundred has a sentence more"
    )
    many = _run(databases, "import", _corpus(folder, sizes.many), sizes.many)
    _say(
        f"{sizes.many} documents: {many['ms']:.2f} ms each, "
        f"peak {many['peak_mb']:.0f} MB"
    )
    return {
        **figures,
        "unchanged_sha256_ratio": round(again["ratio"], 2),
        "unchanged_sql": again["sql"],
        "peak_mb_10k": round(many["peak_mb"]),
        "many_ms": round(many["ms"], 2),
        "sizes": {name: getattr(sizes, name) for name in Sizes.__slots__},
    }


def _postgresql(folder: Path, sizes: Sizes) -> Answer | None:
    if not sizes.postgresql:
        return None
    with postgresql_server(_made(folder / "server")) as server:
        if server is None:
            _say("PostgreSQL is not installed, so nothing was measured with it.")
            return None
        databases = PostgresqlDatabases(_made(folder / "postgresql"), server)
        corpus = _corpus(folder, sizes.postgresql)
        loop = min(sizes.loop, sizes.postgresql)
        return _compare(databases, corpus, sizes.postgresql, loop, sizes.rounds)


def _compare(
    databases: Databases, corpus: Path, size: int, loop_size: int, rounds: int
) -> Answer:
    """Return the ratios of rounds in which each way imports the same documents."""
    runs: list[tuple[Answer, Answer, Answer]] = []
    for number in range(1, rounds + 1):
        limit = _run(databases, "limit", corpus, size)
        own = _run(databases, "import", corpus, size)
        loop = _run(databases, "loop", corpus, loop_size)
        runs.append((limit, own, loop))
        _say(
            f"{databases.name}, round {number}: limit {limit['ms']:.2f}, "
            f"import {own['ms']:.2f}, loop {loop['ms']:.2f} CPU ms for each document; "
            f"{own['sql'] / size:.2f} and {loop['sql'] / loop_size:.0f} statements"
        )
    growths = [own["growth"] for _, own, _ in runs if own["growth"] is not None]
    return {
        "loop_ratio": _median([loop["ms"] / own["ms"] for _, own, loop in runs]),
        "limit_ratio": _median([own["ms"] / limit["ms"] for limit, own, _ in runs]),
        "sql_per_page": _median([own["sql"] / size for _, own, _ in runs]),
        "growth": _median(growths) if growths else None,
    }


def _run(databases: Databases, kind: str, corpus: Path, size: int) -> Answer:
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "tests.benchmarks.worker", kind, str(corpus), str(size)],
        check=True,
        env=databases.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def _corpus(folder: Path, size: int) -> Path:
    corpus = folder / f"corpus-{size}"
    if not corpus.exists():
        make_corpus(corpus, size)
    return corpus


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 2)


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
