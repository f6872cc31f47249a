"""A PO import and publication that is killed, again and again; prints what is wrong.

usage: python -m tests.killed_catalogs FOLDER KILLS. A process of its own with a database of its own in
FOLDER: it forks, lets the child import and publish, and kills it after a while that gets
longer and longer, with SIGKILL. After each kill the invariants have to hold.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

_PAGES, _PARAGRAPHS = 6, 12


def main(folder: Path, kills: int) -> int:
    _set_up(folder)
    from guidance.models import GuidancePage, Translation

    whole = _PAGES * (_PARAGRAPHS + 1)
    seconds = _duration(folder)
    for number in range(kills):
        _forget()
        _kill_after(seconds * (number + 1) / kills, folder)
        stored = Translation.objects.filter(locale="en").count()
        wrong = list(problems())
        if stored not in {0, whole}:
            wrong.append(f"{stored} of {whole} translations")
        if wrong:
            print(f"kill {number}: {'; '.join(wrong)}")  # noqa: T201
            return 1
    _import_and_publish(folder)
    live = GuidancePage.objects.filter(locale__language_code="en", live=True).count()
    stored = Translation.objects.filter(locale="en").count()
    wrong = [*problems(), *([] if (live, stored) == (_PAGES, whole) else ["not whole"])]
    print("; ".join(wrong) or f"{kills} kills, nothing lost")  # noqa: T201
    return int(bool(wrong))


def problems() -> Iterator[str]:
    """Yield what must never be, whenever a process died."""
    from django.db import connection

    from guidance.models import Translation, TranslationChange

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (answer,) = cursor.execute("PRAGMA integrity_check").fetchone()
        if answer != "ok":
            yield f"the database is damaged: {answer}"
    last = {
        (change.message_id, change.locale): (change.new_msgstr, change.new_state)
        for change in TranslationChange.objects.order_by("pk")
    }
    for row in Translation.objects.all():
        if last.get((row.message_id, row.locale)) != (row.msgstr, row.state):
            yield f"a translation without its history: {row}"
    yield from _page_problems()


def _page_problems() -> Iterator[str]:
    from wagtail.models import Page

    from guidance.models import GuidancePage

    if any(Page.find_problems()):
        yield "the page tree is damaged"
    for page in GuidancePage.objects.filter(live=True):
        if page.live_revision_id is None:
            yield f"a live page without its revision: {page.pk}"
        if page.content_digest != page.filled_digest:
            yield f"a page that is half written: {page.pk}"


def _set_up(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    os.environ["TEST_DATABASE_URL"] = f"sqlite:///{folder}/killed.sqlite3"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.guidance_site import NOW, make_choice, make_page, prose
    from tests.po_files import rewrite

    call_command("migrate", verbosity=0)
    for number in range(1, _PAGES + 1):
        make_page(
            make_choice(number, 1, tr=f"Seçenek {number} budur."),
            prose(*(f"Cümle {number}.{line} burada." for line in range(_PARAGRAPHS))),
        )
    from guidance.translation.export import export_catalogs

    export_catalogs(["en"], folder, now=NOW)
    (path,) = folder.rglob("*.po")
    rewrite(path, lambda entry: replace(entry, msgstr="A sentence."))


def _import_and_publish(folder: Path) -> None:
    from guidance.publication.lock import content_lock
    from guidance.translation.publish import Order, publish_translations
    from guidance.translation.take_in import gather_files
    from tests.guidance_site import NOW

    files = gather_files(list(folder.rglob("*.po")))
    with content_lock("killed_catalogs"):
        files.apply(now=NOW)
    publish_translations(Order(language="en", threshold=0), now=NOW)


def _duration(folder: Path) -> float:
    """Return how long the whole takes here, so that the kills are spread over it."""
    start = time.monotonic()
    _import_and_publish(folder)
    return time.monotonic() - start


def _forget() -> None:
    """Begin again: no translation, no page in English."""
    from guidance.models import (
        CatalogState,
        CatalogUpload,
        GuidancePage,
        Translation,
        TranslationChange,
    )

    for page in GuidancePage.objects.filter(locale__language_code="en"):
        page.delete()
    for model in (Translation, TranslationChange, CatalogUpload, CatalogState):
        model.objects.all().delete()


def _kill_after(seconds: float, folder: Path) -> None:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if not child:
        _import_and_publish(folder)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
