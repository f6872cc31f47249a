"""Importing a folder again: what is not read, not asked and not written."""

import gc
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidance.collector import rare_collections
from guidance.models import GuidancePage
from guidance.publication.tree import ensure_index
from importers import documents
from importers.models import SourceDocument
from importers.run import ImportOptions, run_import
from tests.benchmarks.corpus import make_corpus, write_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

# Who imports, and when: nothing else may be written when nothing changed.
BOOKKEEPING = ("importers_importrun", "guidance_publicationlock", "referenceindex")


def statements(folder: Path, **options: object) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run_import(ImportOptions(paths=(folder,), **options))  # type: ignore[arg-type]
    return [query["sql"] for query in captured.captured_queries]


def test_R10_a_second_import_writes_no_content(tmp_path: Path) -> None:
    make_corpus(tmp_path, 6, variety=True)
    statements(tmp_path)

    again = statements(tmp_path)

    writing = [sql for sql in again if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writing
    assert not [sql for sql in writing if not any(own in sql for own in BOOKKEEPING)]


def test_R10_the_statements_of_a_second_import_are_always_as_many(
    tmp_path: Path,
) -> None:
    counted = []
    for size in (4, 40):
        make_corpus(tmp_path, size)
        statements(tmp_path)
        counted.append(len(statements(tmp_path)))

    assert counted[0] == counted[1] < 25


def test_an_unchanged_document_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_corpus(tmp_path, 3)
    statements(tmp_path)
    read: list[str] = []
    original = documents.read

    def noted(path: str, *arguments: object) -> object:
        read.append(path)
        return original(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "read", noted)
    write_document(tmp_path, 2, variety=False, edition=2)

    statements(tmp_path)

    assert set(read) == {"belge-00002/belge.md"}


def test_a_document_that_took_the_name_of_another_is_read(tmp_path: Path) -> None:
    first, second = make_corpus(tmp_path, 2)
    statements(tmp_path)
    texts = first.read_bytes(), second.read_bytes()
    first.write_bytes(texts[1])
    second.write_bytes(texts[0])

    report = run_import(ImportOptions(paths=(tmp_path,)))

    assert [(row.path, row.choice) for row in report.documents] == [
        ("belge-00001/belge.md", 2),
        ("belge-00002/belge.md", 1),
    ]
    paths = SourceDocument.objects.order_by("choice").values_list("path", flat=True)
    assert list(paths) == ["belge-00002/belge.md", "belge-00001/belge.md"]


def test_other_bytes_in_a_picture_are_noticed(tmp_path: Path) -> None:
    make_corpus(tmp_path, 2)
    statements(tmp_path)
    (tmp_path / "belge-00001/resim.png").write_bytes(
        (tmp_path / "belge-00002/resim.png").read_bytes()
    )

    report = run_import(ImportOptions(paths=(tmp_path,)))

    assert [row.action.value for row in report.documents] == ["update", "keep"]


def test_another_encoding_is_another_reading(tmp_path: Path) -> None:
    text = '---\ntitle: "Bir şey"\nquestion_id: 1\nchoice_id: 1\n---\n\nBaşkan.\n'
    (tmp_path / "a.md").write_bytes(text.encode("cp1254"))

    read_as = [
        run_import(ImportOptions(paths=(tmp_path,), encoding=encoding)).counts()
        for encoding in ("cp1254", "cp1254", "utf-8")
    ]

    assert [(each["create"], each["keep"], each["reject"]) for each in read_as] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]


def test_a_first_import_takes_less_than_a_statement_for_each_page(
    tmp_path: Path,
) -> None:
    make_corpus(tmp_path, 300)
    ensure_index("tr")

    counted = len(statements(tmp_path))

    assert GuidancePage.objects.count() == 300
    assert counted < 300


def test_nothing_of_the_statements_is_kept_in_debug_mode(
    tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    make_corpus(tmp_path, 3)

    run_import(ImportOptions(paths=(tmp_path,)))

    assert sum(len(query["sql"]) for query in connection.queries_log) < 20_000


def test_the_collector_is_as_it_was_after_an_import() -> None:
    before = gc.get_threshold()

    with rare_collections():
        during = gc.get_threshold()

    assert during != before
    assert gc.get_threshold() == before
