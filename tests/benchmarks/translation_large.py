"""A PO file of many entries: read, checked, compared and written; prints its peak in MB.

usage: translation_large.py ENTRIES
"""

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path


def main(entries: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from guidance.catalog.entry import Catalog, Entry
    from guidance.catalog.plan import Stored, plan_upload
    from guidance.catalog.pofile import parse, render
    from tests.benchmarks.translation_texts import Writer, pseudo

    writer = Writer(5)
    texts = [f"{number}. {writer.paragraph()}" for number in range(entries)]
    data = render(
        Catalog(
            (("Language", "en"), ("Content-Type", "text/plain; charset=UTF-8")),
            "",
            tuple(
                Entry(msgid=text, msgstr=pseudo(text), references=("guidance/q1-c1",))
                for text in texts
            ),
        )
    )
    start = time.process_time()
    catalog = parse(data)
    decisions = plan_upload(
        catalog.entries, {("", text): Stored() for text in texts}, "en"
    )
    render(replace(catalog, entries=tuple(each.entry for each in decisions)))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201
        json.dumps(
            {
                "entries": len(decisions),
                "file_mb": round(len(data) / 1e6, 1),
                "cpu_s": round(seconds, 2),
                "peak_mb": round(peak),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
