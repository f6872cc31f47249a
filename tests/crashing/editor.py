"""An editor who changes one page again and again until a file named ``stop`` is there.

``python -m tests.crashing.editor NUMBER`` edits the page of choice 1.NUMBER, as the
admin does: read, change, save a revision, publish. Prints each mark that it wrote.
"""

import os
import sys
import time
from pathlib import Path


def edit(number: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import OperationalError, connection, transaction
    from django.db.transaction import TransactionManagementError

    stop = Path(settings.MEDIA_ROOT).parent / "stop"
    print("ready", flush=True)  # noqa: T201
    mark = ""
    for count in range(10_000):
        before, mark = mark, f"işaret{number}x{count}"
        while True:
            try:
                with transaction.atomic():
                    _write(number, before, mark)
                break
            except OperationalError:
                time.sleep(0.05)
            except TransactionManagementError:
                # There two writers can block each other in the search index: Wagtail
                # notes the deadlock in the log, and the transaction is lost.
                if connection.vendor != "postgresql":
                    raise
                time.sleep(0.05)
        print(mark, flush=True)  # noqa: T201
        if stop.exists():
            return
        time.sleep(0.3)


def _write(number: int, before: str, mark: str) -> None:
    from guidance.models import GuidancePage
    from guidance.publication.pages import lock_pages

    # The admin refuses a form that is older than its page; here the page waits instead.
    lock_pages(GuidancePage.objects.filter(choice__number=number))
    page = GuidancePage.objects.get(choice__number=number)
    page = page.get_latest_revision_as_object()
    stream = page.stream()
    value = stream[0]["value"]
    old = before or "adım burada"
    assert old in value, (old, value)
    stream[0]["value"] = value.replace(old, mark, 1)
    page.body = GuidancePage.body.field.to_python(stream)
    page.save_revision().publish()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    edit(int(sys.argv[1]))
