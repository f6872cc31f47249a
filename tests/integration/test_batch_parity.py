"""The batch writer leaves the rows that Wagtail's own way leaves, table by table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published, page_unpublished, published, unpublished

from guidance.models import GuidancePage
from guidance.publication.pages import PageWrite
from guidance.publication.tree import ensure_index
from importers import pages as importing
from importers.run import ImportOptions, run_import
from tests import one_by_one
from tests.benchmarks.corpus import key, make_corpus, write_document
from tests.database_rows import Rows, all_rows, differences, reset_numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

Signals = list[tuple[Any, ...]]


@pytest.fixture
def editor() -> User:
    ensure_index("tr")
    return User.objects.create_superuser("editor")


@contextmanager
def undone() -> Iterator[None]:
    """Run the block and take back all that it did to the database."""
    reset_numbers()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def heard() -> Iterator[Signals]:
    """Collect what receivers of Wagtail's signals can see."""
    told: Signals = []

    def receive(sender: type, instance: Page, signal: Any, **values: Any) -> None:
        revision = values.get("revision")
        names = {
            page_published: "page_published",
            published: "published",
            page_unpublished: "page_unpublished",
            unpublished: "unpublished",
        }
        stored = GuidancePage.objects.get(pk=instance.pk)
        told.append(
            (
                names[signal],
                sender.__name__,
                instance.pk,
                instance.title,
                instance.live,
                instance.has_unpublished_changes,
                instance.live_revision_id == (revision.pk if revision else None),
                instance.stream() == stored.stream(),
                stored.live,
            )
        )

    signals = (page_published, published, page_unpublished, unpublished)
    for signal in signals:
        signal.connect(receive)
    try:
        yield told
    finally:
        for signal in signals:
            signal.disconnect(receive)


def history(folder: Path, size: int, user: User) -> None:
    """Import, let editors work, import the next edition, and retire what is gone.

    One of those that are gone is locked, and stays.
    """
    make_corpus(folder, size, variety=True)
    options = ImportOptions(paths=(folder,), retire=True, force=True)
    with LogContext(user=user):
        run_import(options, user=user)
    pages = {
        (page.choice.question.number, page.choice.number): page
        for page in GuidancePage.objects.select_related("choice__question")
    }
    with LogContext(user=user):
        edit([pages[key(number)] for number in range(1, size + 1, 3)])
    for number in range(1, size + 1, 2):
        write_document(folder, number, variety=True, edition=2)
    for number in range(size, size + size // 5):
        write_document(folder, number, variety=True)
    rename(folder, 5)
    for path in sorted(folder.glob("*[78]/belge.md")):
        path.unlink()
    with LogContext(user=user):
        run_import(options, user=user)
        give_heading(pages[key(2)], user)


def give_heading(page: GuidancePage, user: User) -> None:
    """Write a page under another title, as only translations do."""
    write = PageWrite(
        choice=page.choice,
        language="tr",
        stream=page.stream(),
        publish=True,
        heading="Başka bir başlık",
        seo_title="Kısa",
        untranslated=("heading",),
        source_digest="5f",
    )
    importing.write_pages([write], user=user)


def edit(pages: list[GuidancePage]) -> None:
    """Save a draft, publish, lock, schedule and take off the site, in turn."""
    for number, page in enumerate(pages):
        match number % 5:
            case 0:
                page.search_description = "Editörün özeti"
                page.save_revision(log_action=True)
            case 1:
                page.seo_title = "Editörün başlığı"
                page.save_revision().publish()
            case 2:
                page.locked = True
                page.save(clean=False)
            case 3:
                page.go_live_at = timezone.now() + timedelta(days=1)
                page.save_revision().publish()
            case 4:
                page.unpublish()


def rename(folder: Path, number: int) -> None:
    """Give a document another title, and with it its page."""
    path = write_document(folder, number, variety=True, edition=2)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("nasıl hazırlar?", "nasıl yazar?"), encoding="utf-8")


def in_batches(folder: Path, size: int, user: User) -> tuple[Rows, Signals]:
    with undone(), heard() as told:
        history(folder / "batch", size, user)
        return all_rows(), told


def one_after_the_other(
    folder: Path, size: int, user: User, monkeypatch: pytest.MonkeyPatch
) -> tuple[Rows, Signals]:
    with undone(), heard() as told, monkeypatch.context() as patch:
        patch.setattr("importers.pages.write_pages", one_by_one.write_pages)
        patch.setattr("importers.retire.unpublish_pages", one_by_one.unpublish_pages)
        patch.setattr("importers.prepare.put_images", one_by_one.put_images)
        history(folder / "batch", size, user)
        return all_rows(), told


def check_parity(
    folder: Path, size: int, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, told_by_batch = in_batches(folder, size, user)
    # The second folder is made where the first one was: reports name paths.
    (folder / "batch").rename(folder / "first")
    (folder / "media").rename(folder / "first media")
    single, told_by_wagtail = one_after_the_other(folder, size, user, monkeypatch)

    assert differences(batch, single) == {}
    actions = {dict(row)["action"] for row in batch["wagtailcore_pagelogentry"]}
    assert actions >= {
        f"'wagtail.{name}'"
        for name in ("create", "publish", "edit", "rename", "unpublish")
    }
    assert sorted(told_by_batch) == sorted(told_by_wagtail)
    assert {name for name, *_ in told_by_batch} == {
        "page_published",
        "published",
        "page_unpublished",
        "unpublished",
    }


def test_both_ways_leave_the_same_rows(
    tmp_path: Path, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_parity(tmp_path, 10, editor, monkeypatch)


@pytest.mark.slow
def test_both_ways_leave_the_same_rows_for_200_documents(
    tmp_path: Path, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_parity(tmp_path, 200, editor, monkeypatch)


# ---- the comparison notices


def forget_one(model: Any) -> None:
    model.objects.filter(pk=model.objects.order_by("-pk")[0].pk).delete()


# What goes wrong, and the table in which it shows.
HARMS: dict[str, tuple[Callable[[], object], str]] = {
    "no log entry": (lambda: forget_one(PageLogEntry), "wagtailcore_pagelogentry"),
    "no reference": (lambda: forget_one(ReferenceIndex), "wagtailcore_referenceindex"),
    "not searched": (lambda: forget_one(IndexEntry), "wagtailsearch_indexentry"),
    "no words": (
        lambda: IndexEntry.objects.update(body=""),
        "wagtailsearch_indexentry",
    ),
    "no revision": (lambda: forget_one(Revision), "wagtailcore_revision"),
    "no pointer": (lambda: Page.objects.update(live_revision=None), "wagtailcore_page"),
    "no date": (
        lambda: Page.objects.update(last_published_at=None),
        "wagtailcore_page",
    ),
    "no count": (lambda: Page.objects.update(numchild=0), "wagtailcore_page"),
}


@pytest.mark.parametrize("name", HARMS)
def test_a_missing_kind_of_row_is_noticed(
    name: str, tmp_path: Path, editor: User
) -> None:
    make_corpus(tmp_path, 2)
    run_import(ImportOptions(paths=(tmp_path,)), user=editor)
    whole = all_rows()
    harm, table = HARMS[name]

    harm()

    assert table in differences(whole, all_rows())


# ---- what SQLite keeps for full-text search, which has no comparable form


def test_the_full_text_index_is_whole_after_both_editions(
    tmp_path: Path, editor: User
) -> None:
    history(tmp_path / "batch", 10, editor)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) "
                "VALUES('integrity-check')"
            )
    found = get_search_backend().search("adımlar", GuidancePage)
    assert len(found) == GuidancePage.objects.count()
