"""What a measured run does: one kind of work on a database of its own."""

import gc
import hashlib
import statistics
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

from guidance.publication.tree import ensure_index
from importers.run import ImportOptions, run_import
from tests.benchmarks import limit, loop
from tests.benchmarks.measure import counted, peak_megabytes, processor_seconds

_ROUNDS = 5

Answer = dict[str, Any]


def measure_loop(folder: Path, size: int) -> Answer:
    """Measure the usual loop."""
    return _measured(lambda: loop.import_documents(_documents(folder, size)), size)


def measure_limit(folder: Path, size: int) -> Answer:
    """Measure the least that the rows can cost."""
    return _measured(lambda: limit.import_documents(_documents(folder, size)), size)


def measure_import(folder: Path, size: int) -> Answer:
    """Measure a first import, batch by batch."""
    marks: list[tuple[int, float]] = []

    def mark(done: int, _total: int) -> None:
        marks.append((done, processor_seconds()))

    options = ImportOptions(paths=(folder,))
    answer = _measured(lambda: run_import(options, progress=mark), size)
    batches = [
        (after - before) / (done - start)
        for (start, before), (done, after) in pairwise(marks)
        if done > start
    ]
    return answer | {"growth": batches[-1] / batches[0] if batches else None}


def measure_again(folder: Path, size: int) -> Answer:
    """Measure imports of what is there already, beside hashing the same files."""
    options = ImportOptions(paths=(folder,))
    run_import(options)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]

    def hash_all() -> None:
        for path in files:
            hashlib.sha256(path.read_bytes()).hexdigest()

    pairs = []
    for _ in range(_ROUNDS):
        hashed = _measured(hash_all, size)
        pairs.append((_measured(lambda: run_import(options), size), hashed))
    changed = _documents(folder, size)[::100]
    texts = {path: path.read_text(encoding="utf-8") for path in changed}
    for path, text in texts.items():
        path.write_text(f"{text}\nBir cümle daha.\n", encoding="utf-8")
    after_change = _measured(lambda: run_import(options), size)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return {
        "ratio": statistics.median(
            again["ms"] / hashed["ms"] for again, hashed in pairs
        ),
        "ms": statistics.median(again["ms"] for again, _ in pairs),
        "sha256_ms": statistics.median(hashed["ms"] for _, hashed in pairs),
        "sql": max(again["sql"] for again, _ in pairs),
        "changed_ms": after_change["ms"] * size / len(changed),
    }


def _measured(work: Callable[[], object], size: int) -> Answer:
    """Return what the work costs: CPU ms and statements per document, and the peak."""
    # Whatever garbage there was before is not this work's.
    gc.collect()
    with counted() as statements:
        start = processor_seconds()
        work()
        used = processor_seconds() - start
    return {
        "ms": used / size * 1000,
        "sql": statements.count,
        "peak_mb": peak_megabytes(),
    }


def _documents(folder: Path, size: int) -> list[Path]:
    return sorted(folder.glob("*/belge.md"))[:size]


def _warm_up() -> None:
    """Make what exists once per site or per process: it is nobody's cost per page."""
    connection.ensure_connection()
    ContentType.objects.get_for_model(Page)
    ensure_index("tr")


_KINDS = {
    "loop": measure_loop,
    "limit": measure_limit,
    "import": measure_import,
    "again": measure_again,
}


def measure(kind: str, folder: Path, size: int) -> Answer:
    """Return the figures of a kind of work on the documents of a folder."""
    _warm_up()
    return _KINDS[kind](folder, size)
