"""The cycle with Rehber: PO out, PO in, published pages, and the same PO once more.

usage: translation_ours.py PAGES SEGMENTS; DATABASE_URL names the database. Prints
one JSON line.
"""

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_ROUNDS = 5


def main(pages: int, segments: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="rehber-ours-") as folder:
        _make_pages(pages, segments)
        print(json.dumps(_cycle(pages, Path(folder))))  # noqa: T201


def _make_pages(pages: int, segments: int) -> None:
    from django.db import transaction

    from guidance.models import Choice, Question
    from guidance.publication.pages import PageWrite, batches, write_pages
    from tests.benchmarks.translation_texts import Writer, page_texts

    writer = Writer(3)
    writes = []
    for number in range(pages):
        question, _ = Question.objects.get_or_create(number=1 + number // 4)
        choice = Choice(question=question, number=1 + number % 4)
        title, sections = page_texts(writer, segments)
        choice.set_text("tr", title)
        choice.save()
        stream: list[dict[str, Any]] = []
        for place, (heading, paragraphs) in enumerate(sections):
            name = f"b{number}-{place}"
            html = "".join(
                f'<p data-block-key="{name}k{line}">{text}</p>'
                for line, text in enumerate(paragraphs)
            )
            said = f'<p data-block-key="{name}h">{heading}</p>'
            stream += [
                {
                    "type": "heading",
                    "id": f"{name}h",
                    "value": {"level": 2, "text": said},
                },
                {"type": "text", "id": name, "value": html},
            ]
        writes.append(PageWrite(choice, "tr", stream, publish=True))
    for batch in batches(writes):
        with transaction.atomic():
            write_pages(batch)


def _cycle(pages: int, folder: Path) -> dict[str, Any]:
    from django.utils import timezone

    from guidance.models import GuidancePage
    from guidance.translation.export import export_catalogs
    from guidance.translation.publish import Order, publish_translations
    from guidance.translation.take_in import gather_files
    from tests.benchmarks.translation_steps import Steps

    now = timezone.now()
    steps = Steps()
    with steps.step("export"):
        export_catalogs(["en"], folder, now=now)
    (path,) = folder.rglob("*.po")
    _fill(path)
    with steps.step("import"):
        (report,) = gather_files([path]).apply(now=now)
    with steps.step("publish"):
        publish_translations(Order(language="en", threshold=80), now=now)
    live = GuidancePage.objects.filter(locale__language_code="en", live=True).count()
    return {
        "pages": pages,
        "live": live,
        "messages": report.counts()["entries"],
        **steps.per_page(pages),
        **_unchanged(path, now),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _fill(path: Path) -> None:
    from dataclasses import replace

    from guidance.catalog.entry import Catalog
    from guidance.catalog.pofile import parse, render
    from tests.benchmarks.translation_texts import pseudo

    catalog = parse(path.read_bytes())
    entries = [
        entry if entry.msgctxt == "link" else replace(entry, msgstr=pseudo(entry.msgid))
        for entry in catalog.entries
    ]
    path.write_bytes(render(Catalog(catalog.header, "", tuple(entries))))


def _unchanged(path: Path, now: Any) -> dict[str, float]:
    """Return the cost of the same file once more, as a multiple of its hash."""
    from guidance.translation.take_in import gather_files

    ours, hashing = [], []
    for _ in range(_ROUNDS):
        start = time.process_time()
        (report,) = gather_files([path]).apply(now=now)
        ours.append(time.process_time() - start)
        start = time.process_time()
        hashlib.sha256(path.read_bytes()).hexdigest()
        hashing.append(time.process_time() - start)
        if report.repeated is None:
            message = "the unchanged file was read again"
            raise RuntimeError(message)
    return {
        "unchanged_ms": round(1000 * sorted(ours)[_ROUNDS // 2], 2),
        "unchanged_ratio": round(
            sorted(ours)[_ROUNDS // 2] / sorted(hashing)[_ROUNDS // 2], 2
        ),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
