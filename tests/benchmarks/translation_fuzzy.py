"""Fuzzy update of 8,500 messages with 700 changed: ours and ``msgmerge --previous``.

usage: translation_fuzzy.py MESSAGES CHANGED ROUNDS; prints one JSON line.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guidance.catalog.entry import Catalog, Key
from guidance.catalog.header import Origin, catalog_header, template_header
from guidance.catalog.merge import carry, predecessors
from guidance.catalog.message import Known, Use, catalog_entries
from guidance.catalog.pofile import parse, render
from guidance.catalog.repeats import near_texts, repeated
from tests.benchmarks.translation_texts import Edit, Edition, editions, pseudo

_LEAVES = 17
_ORIGIN = Origin(project="Rehber", changed_at=datetime(2026, 1, 5, tzinfo=UTC))


def fuzzy_bench(messages: int, changed: int, rounds: int) -> dict[str, Any]:
    """Return CPU seconds and quality of both, on the same texts in interleaved rounds.

    Ours is measured twice: with the ids of edited leaves kept, as an editor or an import
    leaves them, and with all of them lost. The figures that count are the worse ones.
    """
    documents = max(1, messages // _LEAVES)
    kept, lost = (
        editions(documents, _LEAVES, changed, keep_ids=keep) for keep in (True, False)
    )
    ours: list[float] = []
    theirs: list[float] = []
    found: Mapping[Key, Known] = {}
    with tempfile.TemporaryDirectory(prefix="rehber-fuzzy-") as name:
        folder = Path(name)
        _write_files(folder, lost)
        for _ in range(rounds):
            found, seconds = _update(lost)
            ours.append(seconds)
            theirs.append(_msgmerge(folder))
        merged = parse((folder / "merged.po").read_bytes())
    their_found = {
        entry.key: Known(entry.msgstr, fuzzy=True, previous_msgid=entry.previous_msgid)
        for entry in merged.entries
        if entry.fuzzy and not entry.obsolete
    }
    quality, with_ids = _quality(lost, found), _quality(kept, _update(kept)[0])
    return {
        "messages": len(lost.old),
        "changed": len(lost.truth()),
        "cpu_s": round(_median(ours), 4),
        "msgmerge_cpu_s": round(_median(theirs), 2),
        "msgmerge_ratio": round(_median(theirs) / _median(ours), 1),
        "fuzzy_recall": min(quality["recall"], with_ids["recall"]),
        "fuzzy_spurious": max(quality["spurious"], with_ids["spurious"]),
        "without_ids": quality,
        "with_ids": with_ids,
        "msgmerge": _quality(lost, their_found),
    }


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _uses(version: tuple[Edit, ...]) -> list[Use]:
    return [
        Use(edit.leaf, "", edit.text, f"q{edit.document}", reference="guidance/q")
        for edit in version
    ]


def _known(edition: Edition) -> dict[Key, Known]:
    return {("", edit.text): Known(pseudo(edit.text)) for edit in edition.old}


def _update(edition: Edition) -> tuple[Mapping[Key, Known], float]:
    """Return what new texts are offered, and the CPU seconds that it took."""
    old, new, known = _uses(edition.old), _uses(edition.new), _known(edition)
    start = time.process_time()
    found = predecessors(old, new)
    carried = carry(found, known)
    before = {use.key for use in old}
    fresh = [use.key for use in new if use.key not in before and use.key not in carried]
    filled = repeated(fresh, near_texts(fresh, known), known, "en")
    return {**filled, **carried}, time.process_time() - start


def _write_files(folder: Path, edition: Edition) -> None:
    header = catalog_header(_ORIGIN, "en")
    entries = catalog_entries(_uses(edition.old), _known(edition))
    (folder / "en.po").write_bytes(render(Catalog(header, "", entries)))
    template = catalog_entries(_uses(edition.new), {})
    (folder / "new.pot").write_bytes(
        render(Catalog(template_header(_ORIGIN), "", template), template=True)
    )


def _msgmerge(folder: Path) -> float:
    """Return the CPU seconds of one run of ``msgmerge --previous``."""
    before = _child_seconds()
    subprocess.run(  # noqa: S603 - a tool of our choice
        [
            str(shutil.which("msgmerge")),
            "--previous",
            "--quiet",
            "--no-wrap",
            f"--output-file={folder / 'merged.po'}",
            str(folder / "en.po"),
            str(folder / "new.pot"),
        ],
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return _child_seconds() - before


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _quality(edition: Edition, found: Mapping[Key, Known]) -> dict[str, Any]:
    """Return the shares, in per cent, of edited texts with their own old translation."""
    translations = {pseudo(edit.text): edit.text for edit in edition.old}
    truth = edition.truth()
    edited = {text: before for text, before in truth.items() if before is not None}
    offered = {
        text: translations.get(found["", text].msgstr)
        for text in truth
        if ("", text) in found
    }
    right = sum(offered.get(text) == before for text, before in edited.items())
    wrong = sum(text in offered and offered[text] != edited[text] for text in edited)
    new = [text for text in truth if text not in edited]
    spurious = sum(text in offered for text in new)
    return {
        "recall": round(100 * right / max(1, len(edited)), 1),
        "wrong": wrong,
        "spurious": spurious,
        "edited": len(edited),
        "new": len(new),
    }


if __name__ == "__main__":
    print(json.dumps(fuzzy_bench(*map(int, sys.argv[1:4]))))  # noqa: T201
