"""Gathering the documents of an import from real folders."""

import doctest
import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from importers import file_names, picture_check, picture_path
from importers.file_names import natural_key, shown_path
from importers.files import Gathered, GatherError, Limits, gather
from importers.safe_open import NotAFileError, TooLargeError, read_inside
from tests.file_tree import Fifo, Link, build

DIRS = Path(__file__).parents[2] / "corpus/edge-cases/dirs"


def paths(gathered: Gathered) -> list[str]:
    return [document.path for document in gathered.documents]


def codes(gathered: Gathered) -> dict[str, str]:
    told = (*gathered.unread, *gathered.notes)
    return {one.path: one.finding.code for one in told}


# ---- which files are documents


def test_D06_a_mixed_folder_gives_its_documents_in_natural_order() -> None:
    expect = json.loads((DIRS / "expected.json").read_text(encoding="utf-8"))
    assert "S1C2.MD, S1C3.markdown" in expect["D06-mixed-folder"]["expect"]

    gathered = gather([DIRS / "D06-mixed-folder"])

    assert paths(gathered) == [
        "alt/S2C1.md",
        "ana_belge.md",
        "bos.md",
        "novelname000.md",
        "README.md",
        "S1.md",
        "S1C1.md",
        "S1C2.MD",
        "S1C3.markdown",
        "S2C2.txt",
    ]
    assert codes(gathered) == {}


@pytest.mark.parametrize(
    "name",
    [".gizli.md", "~$S1C1.md", "S1C1.md.bak", "S1C1.md~", "S1C1", "md", "a.html"],
)
def test_what_is_hidden_locked_or_of_another_kind_is_not_seen(
    tmp_path: Path, name: str
) -> None:
    build(tmp_path, {name: "x", "S1C1.md": "x"})

    assert paths(gather([tmp_path])) == ["S1C1.md"]


def test_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    build(tmp_path, {".git": {"S1C1.md": "x"}, "a": {"b": {"S1C2.md": "x"}}})

    assert paths(gather([tmp_path])) == ["a/b/S1C2.md"]


def test_a_file_that_is_named_itself_may_have_any_ending(tmp_path: Path) -> None:
    build(tmp_path, {"sayfa": "x", ".gizli": "y"})

    gathered = gather([tmp_path / "sayfa", tmp_path / ".gizli"])

    assert [(one.path, one.data) for one in gathered.documents] == [
        ("sayfa", b"x"),
        (".gizli", b"y"),
    ]
    assert gathered.documents[0].root == tmp_path.resolve()


def test_an_empty_folder_has_no_documents(tmp_path: Path) -> None:
    assert gather([tmp_path]) == Gathered()


def test_a_document_knows_its_bytes_and_its_folder(tmp_path: Path) -> None:
    build(tmp_path, {"a": {"S1C1.md": b"\xef\xbb\xbf---\r\n"}})

    (document,) = gather([tmp_path]).documents

    assert document.data == b"\xef\xbb\xbf---\r\n"
    assert document.root == tmp_path.resolve()
    assert document.parts == ("a", "S1C1.md")
    assert document.folder == ("a",)


# ---- names


def test_D11_a_decomposed_name_is_reported_composed_and_read_as_it_is() -> None:
    (document,) = gather([DIRS / "D11-nfd-filenames"]).documents

    assert document.path == unicodedata.normalize("NFC", document.parts[0])
    assert document.path == "Çözüm.md"
    assert document.parts[0] != document.path
    assert b"question_id: 7" in document.data


def test_names_that_one_system_does_not_tell_apart_are_both_read_and_told(
    tmp_path: Path,
) -> None:
    composed, decomposed = (
        unicodedata.normalize(form, "Çözüm.md") for form in ("NFC", "NFD")
    )
    build(tmp_path, {composed: "a", decomposed: "b", "s1c1.md": "c", "S1C1.MD": "d"})
    if len(list(tmp_path.iterdir())) < 4:
        pytest.skip("this file system does not tell them apart either")

    gathered = gather([tmp_path])

    assert sorted(one.data for one in gathered.documents) == [b"a", b"b", b"c", b"d"]
    assert [one.finding.code for one in gathered.notes] == ["twin-path", "twin-path"]
    assert "s1c1.md and S1C1.MD differ" in str(gathered.notes[0].finding)
    assert gathered.unread == ()


def test_the_same_name_in_two_folders_is_no_twin(tmp_path: Path) -> None:
    build(tmp_path, {"a": {"S1.md": "x"}, "b": {"S1.md": "y"}})

    gathered = gather([tmp_path])

    assert paths(gathered) == ["a/S1.md", "b/S1.md"]
    assert gathered.notes == ()


def test_numbers_in_names_sort_as_numbers() -> None:
    names = ["S10C1.md", "S2C1.md", "S2C10.md", "S2C9.md", "a/S1.md", "ş.md", "A.md"]

    assert sorted(names, key=natural_key) == [
        "a/S1.md",
        "A.md",
        "S2C1.md",
        "S2C9.md",
        "S2C10.md",
        "S10C1.md",
        "ş.md",
    ]


def test_any_two_names_can_be_sorted() -> None:
    names = ["a", "A/b", "a/1", "1", "1a", "01", "a" + "9" * 5000, "a/b/c", ""]

    assert len(sorted(names, key=natural_key)) == len(names)


def test_a_name_cannot_steer_a_terminal_or_break_a_line(tmp_path: Path) -> None:
    build(tmp_path, {"a\x1b[2J\n\u202eb.md": "x"})

    assert paths(gather([tmp_path])) == [r"a\x1b[2J\n\u202eb.md"]


def test_a_name_that_is_no_utf8_is_read_and_can_be_reported(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xe7ok.md")
    try:
        build(tmp_path, {name: "x"})
    except OSError:
        pytest.skip("this file system takes UTF-8 only")

    (document,) = gather([tmp_path]).documents

    assert document.path == r"\xe7ok.md"
    assert document.path.encode() == rb"\xe7ok.md"
    assert document.data == b"x"


def test_even_a_lone_surrogate_can_be_shown() -> None:
    assert shown_path(["a\ud800"]).encode() == rb"a\ud800"


# ---- several paths


def test_what_two_paths_reach_is_read_once(tmp_path: Path) -> None:
    build(tmp_path, {"docs": {"S2.md": "x", "alt": {"S1.md": "y"}}})
    docs = tmp_path / "docs"

    gathered = gather([docs / "alt", docs, docs / "S2.md", docs / ".." / "docs"])

    assert paths(gathered) == ["S1.md", "S2.md"]


@pytest.mark.parametrize("name", ["yok", "dosya.md/yok", "a\0b"])
def test_a_path_that_does_not_exist_is_one_clear_line(
    tmp_path: Path, name: str
) -> None:
    build(tmp_path, {"dosya.md": "x"})

    with pytest.raises(GatherError, match=r"There is no file or folder .+\.$") as error:
        gather([Path(tmp_path / name)])

    assert error.value.finding.code == "no-such-path"
    assert len(str(error.value).splitlines()) == 1


def test_a_path_that_is_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    build(tmp_path, {"boru.md": Fifo()})

    with pytest.raises(GatherError, match="neither a folder nor a file"):
        gather([tmp_path / "boru.md"])


# ---- links


def test_links_inside_add_only_what_has_no_name_of_its_own(tmp_path: Path) -> None:
    build(
        tmp_path,
        {
            "S1.md": "x",
            "A-baglanti.md": Link("S1.md"),
            ".depo": {"3f": "y"},
            "S2.md": Link(".depo/3f"),
            "alt": {"S3.md": "z"},
            "kopya": Link("alt"),
        },
    )

    gathered = gather([tmp_path])

    assert paths(gathered) == ["alt/S3.md", "S1.md", "S2.md"]
    assert gathered.documents[2].data == b"y"
    assert codes(gathered) == {}


def test_no_loop_of_links_is_followed(tmp_path: Path) -> None:
    build(
        tmp_path,
        {
            "S1.md": "x",
            "kendi": Link("."),
            "alt": {"ust": Link("..")},
            "bir.md": Link("iki.md"),
            "iki.md": Link("bir.md"),
        },
    )

    gathered = gather([tmp_path])

    assert paths(gathered) == ["S1.md"]
    assert codes(gathered) == {"bir.md": "unreadable", "iki.md": "unreadable"}


def test_S09_a_link_that_leaves_the_folder_is_reported_and_not_read(
    tmp_path: Path,
) -> None:
    build(tmp_path, {"gizli.md": "secret", "gizliler": {"S9.md": "secret"}})
    build(
        tmp_path / "docs",
        {
            "S1.md": "x",
            "S2.md": Link("../gizli.md"),
            "S3.md": Link(tmp_path / "gizli.md"),
            "S4.md": Link("yok.md"),
            "alt": Link("../gizliler"),
            "resim.png": Link("../gizli.md"),
        },
    )

    gathered = gather([tmp_path / "docs"])

    assert paths(gathered) == ["S1.md"]
    assert codes(gathered) == {
        "S2.md": "outside-root",
        "S3.md": "outside-root",
        "S4.md": "unreadable",
        "alt": "linked-folder",
    }
    assert [one.path for one in gathered.notes] == ["alt"]


def test_a_link_to_nothing_is_called_that(tmp_path: Path) -> None:
    build(
        tmp_path,
        {
            "S1.md": Link("yok.md"),
            "S2.md": Link("yok/S2.md"),
            "S3.md": Link("S3.md"),
            "S4.md": Link("resim.png/S4.md"),
            "resim.png": "x",
        },
    )

    said = [str(one.finding) for one in gather([tmp_path]).unread]

    assert said == [
        f"{name} is a link to a file that is not there. Put the file itself there, or "
        "remove the link."
        for name in ("S1.md", "S2.md", "S3.md", "S4.md")
    ]


def test_a_folder_beside_with_a_longer_name_is_outside(tmp_path: Path) -> None:
    build(tmp_path, {"docs_gizli": {"S9.md": "secret"}})
    build(tmp_path / "docs", {"S1.md": Link("../docs_gizli/S9.md")})

    assert codes(gather([tmp_path / "docs"])) == {"S1.md": "outside-root"}


# ---- what cannot be read


def test_a_pipe_among_the_documents_does_not_hang(tmp_path: Path) -> None:
    build(tmp_path, {"S1.md": Fifo(), "S2.md": "x"})

    gathered = gather([tmp_path])

    assert paths(gathered) == ["S2.md"]
    assert codes(gathered) == {"S1.md": "unreadable"}


def test_a_document_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    build(tmp_path, {"S1.md": "x" * 11, "S2.md": "x" * 10})

    gathered = gather([tmp_path], Limits(document_bytes=10))

    assert paths(gathered) == ["S2.md"]
    assert codes(gathered) == {"S1.md": "too-large"}
    assert "10 bytes" in str(gathered.unread[0].finding)


@pytest.mark.parametrize("limits", [Limits(documents=2), Limits(total_bytes=29)])
def test_too_much_is_refused_before_anything_is_parsed(
    tmp_path: Path, limits: Limits
) -> None:
    build(tmp_path, {f"S{number}.md": "x" * 10 for number in (1, 2, 3)})

    with pytest.raises(GatherError, match="Import a smaller folder"):
        gather([tmp_path], limits)


def test_one_unreadable_file_and_folder_do_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"S1.md": "x", "S2.md": "x", "kapali": {"S3.md": "x"}})
    scandir, read = os.scandir, read_inside

    def closed(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "kapali":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def damaged(root: Path, parts: tuple[str, ...], limit: int) -> bytes:
        if parts == ("S1.md",):
            raise OSError(5, "Input/output error")
        return read(root, parts, limit)

    monkeypatch.setattr("importers.folder_walk.os.scandir", closed)
    monkeypatch.setattr("importers.files.read_inside", damaged)

    gathered = gather([tmp_path])

    assert paths(gathered) == ["S2.md"]
    assert {one.path: str(one.finding) for one in gathered.unread} == {
        "kapali": "kapali cannot be read (Permission denied). "
        "Correct its permissions, or remove it.",
        "S1.md": "S1.md cannot be read (Input/output error). "
        "Correct its permissions, or remove it.",
    }


def test_a_path_too_long_for_the_database_is_told(tmp_path: Path) -> None:
    folder = "k" * 250
    build(tmp_path, {folder: {folder: {folder: {folder: {"S1.md": "x"}}}}})

    gathered = gather([tmp_path])

    (told,) = gathered.unread
    assert told.finding.code == "unreadable"
    assert len(told.path) == 1000


# ---- opening a file


def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    build(
        tmp_path,
        {"gizli": "secret", "d": {"a.md": Link("../gizli"), "alt": Link("..")}},
    )

    for parts in (("a.md",), ("alt", "gizli")):
        with pytest.raises(OSError, match=r".") as error:
            read_inside(tmp_path / "d", parts, 100)
        assert not isinstance(error.value, (TooLargeError, NotAFileError))


@pytest.mark.parametrize("parts", [(), ("..", "gizli"), ("a/b",), ("",), (".",)])
def test_only_names_of_entries_are_opened(
    tmp_path: Path, parts: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="not names of entries"):
        read_inside(tmp_path, parts, 100)


def test_a_folder_or_a_pipe_is_not_a_file(tmp_path: Path) -> None:
    build(tmp_path, {"alt": {}, "boru": Fifo()})

    for name in ("alt", "boru"):
        with pytest.raises(NotAFileError):
            read_inside(tmp_path, (name,), 100)


def test_a_file_that_grows_while_it_is_read_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"a.md": "x" * 50})
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, 5, 0, 0, 0))
    monkeypatch.setattr("importers.safe_open.os.fstat", lambda _: small)

    with pytest.raises(TooLargeError):
        read_inside(tmp_path, ("a.md",), 10)


# ---- what the docstrings say


@pytest.mark.parametrize("module", [file_names, picture_check, picture_path])
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    results = doctest.testmod(module)

    assert results.failed == 0
    assert results.attempted > 0
