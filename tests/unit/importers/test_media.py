"""Finding the pictures of documents on a disk, and nothing else on it."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.findings import Finding
from importers import media
from importers.files import GatherError, SourceFile, gather
from importers.media import FoundPicture, PictureFinder
from importers.picture_check import CheckedPicture, PictureChecker, PictureRules
from importers.picture_file import (
    KeptBytes,
    PictureChangedError,
    PictureFile,
    sha1,
)
from tests.file_tree import Fifo, Link, Node, build
from tests.pictures import picture

CASES = Path(__file__).parents[2] / "corpus/edge-cases"
RED, BLUE = picture(color=1), picture(color=2)


@pytest.fixture(scope="module")
def checker() -> Iterator[PictureChecker]:
    with PictureChecker(PictureRules(max_bytes=1_000_000)) as checker:
        yield checker


@pytest.fixture
def finder(checker: PictureChecker) -> PictureFinder:
    return PictureFinder(checker)


def document(root: Path, path: str = "S1C1.md") -> SourceFile:
    return SourceFile(root.resolve(), tuple(path.split("/")), path, b"")


def code(found: FoundPicture) -> str:
    (finding,) = found.findings
    return finding.code


def seen(found: FoundPicture) -> PictureFile:
    assert found.picture is not None, found.findings
    return found.picture


# ---- found


def test_a_picture_beside_the_document_is_found_with_all_that_is_known_of_it(
    tmp_path: Path, finder: PictureFinder
) -> None:
    build(tmp_path, {"tr": {"media": {"a.png": RED}}})

    found = finder.find(document(tmp_path, "tr/S1C1.md"), "./media/a.png", line=7)

    assert found.findings == ()
    assert found.picture == PictureFile(
        path="tr/media/a.png",
        sha1=sha1(RED),
        size=len(RED),
        width=4,
        height=3,
        format="png",
        root=tmp_path.resolve(),
        parts=("tr", "media", "a.png"),
        kept=KeptBytes(),
    )
    assert found.picture.read() == RED


def test_a_document_may_point_into_another_folder_of_the_same_root(
    tmp_path: Path, finder: PictureFinder
) -> None:
    build(tmp_path, {"media": {"a.png": RED}, "tr": {"S1C1.md": "x"}})

    found = finder.find(document(tmp_path, "tr/S1C1.md"), "../media/a.png")

    assert seen(found).path == "media/a.png"


def test_B074_beside_the_document_comes_before_the_media_roots_in_their_order(
    tmp_path: Path, checker: PictureChecker
) -> None:
    build(
        tmp_path,
        {
            "docs": {"media": {"a.png": picture(color=1)}},
            "bir": {"media": {name: picture(color=2) for name in ("a.png", "b.png")}},
            "iki": {
                "media": {
                    name: picture(color=3) for name in ("a.png", "b.png", "c.png")
                }
            },
        },
    )
    finder = PictureFinder(checker, [tmp_path / "bir", tmp_path / "iki"])
    source = document(tmp_path / "docs")

    found = [
        seen(finder.find(source, f"./media/{name}.png")).read()
        for name in ("a", "b", "c")
    ]

    assert found == [picture(color=1), picture(color=2), picture(color=3)]


def test_a_media_root_serves_documents_in_folders_of_their_own(
    tmp_path: Path, checker: PictureChecker
) -> None:
    build(tmp_path, {"docs": {"tr": {}}, "static": {"media": {"a.png": RED}}})
    finder = PictureFinder(checker, [tmp_path / "static"])
    source = document(tmp_path / "docs", "tr/S1C1.md")

    assert seen(finder.find(source, "media/a.png")).read() == RED
    assert seen(finder.find(source, "../media/a.png")).read() == RED
    assert code(finder.find(source, "../../media/a.png")) == "unsafe-path"


def test_a_media_root_that_is_no_folder_is_one_clear_line(
    tmp_path: Path, checker: PictureChecker
) -> None:
    build(tmp_path, {"a.png": RED})

    with pytest.raises(GatherError, match="is not a folder"):
        PictureFinder(checker, [tmp_path / "a.png"])
    with pytest.raises(GatherError, match="no file or folder"):
        PictureFinder(checker, [tmp_path / "yok"])


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("görsel bir.png", "./media/g%C3%B6rsel%20bir.png"),
        ("görsel bir.png", "./media/görsel bir.png"),
        ("görsel bir.png", r"media\görsel bir.png"),
        ("%20 artış.png", "media/%20 artış.png"),
        ("C# giriş.png", "media/C# giriş.png"),
        ("a.png", "media/a.png?raw=true#sol"),
        ("ne?.png", "media/ne%3F.png"),
        (unicodedata.normalize("NFD", "şekil.png"), "./media/%C5%9Fekil.png"),
        ("şekil.png", "./media/s%CC%A7ekil.png"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    tmp_path: Path, finder: PictureFinder, name: str, source: str
) -> None:
    build(tmp_path, {"media": {name: RED}})

    found = finder.find(document(tmp_path), source)

    assert seen(found).read() == RED
    assert seen(found).path == unicodedata.normalize("NFC", f"media/{name}")
    assert found.findings == ()


def test_B080_another_case_is_found_and_told_also_in_a_folder(
    tmp_path: Path, finder: PictureFinder
) -> None:
    build(tmp_path, {"Media": {"ornek.png": RED}})

    found = finder.find(document(tmp_path), "media/ORNEK.PNG", line=3)

    assert seen(found).path == "Media/ornek.png"
    assert code(found) == "case-mismatch"
    assert found.findings[0].line == 3
    assert "media/ORNEK.PNG was found as Media/ornek.png" in str(found.findings[0])


def test_links_that_stay_inside_are_followed(
    tmp_path: Path, checker: PictureChecker
) -> None:
    build(tmp_path, {"static": {"media": {"a.png": RED}}})
    build(
        tmp_path / "docs",
        {
            "depo": {"3f": BLUE},
            "b.png": Link("depo/3f"),
            "media": Link("../static/media"),
        },
    )
    finder = PictureFinder(checker, [tmp_path / "static"])
    source = document(tmp_path / "docs")

    assert seen(finder.find(source, "b.png")).read() == BLUE
    assert seen(finder.find(source, "media/a.png")).read() == RED
    # Without the media root the same link leads outside.
    assert code(PictureFinder(checker).find(source, "media/a.png")) == "unsafe-path"


# ---- the catalogue


def test_D10_equal_names_are_told_apart_and_equal_bytes_are_one(
    finder: PictureFinder,
) -> None:
    root = CASES / "dirs/D10-media-collision"
    first, second, third = gather([root]).documents

    found = [
        seen(finder.find(first, "./media/image1.png")),
        seen(finder.find(second, "./media/image1.png")),
        seen(finder.find(third, "./media/kopya.png")),
    ]

    assert [one.path for one in found] == [
        "bir/media/image1.png",
        "iki/media/image1.png",
        "iki/media/kopya.png",
    ]
    assert found[0].sha1 == found[2].sha1
    assert found[0].sha1 != found[1].sha1


def test_D11_a_decomposed_picture_of_a_decomposed_document_is_found(
    finder: PictureFinder,
) -> None:
    (source,) = gather([CASES / "dirs/D11-nfd-filenames"]).documents

    found = finder.find(source, "./media/%C5%9Fekil.png")

    assert seen(found).path == "media/şekil.png"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("./media/ornek.png", None),
        ("./alt/media/ornek.png", None),
        ("./media/kokteki.png", None),
        ("./media/görsel bir.png", None),
        ("./media/ORNEK.PNG", "case-mismatch"),
        ("./media/olmayan.png", "missing-media"),
        ("../../../../../../etc/passwd", "unsafe-path"),
        ("/etc/hostname", "unsafe-path"),
        ("file:///etc/passwd", "unsafe-path"),
        ("..%2f..%2f..%2fetc%2fpasswd", "unsafe-path"),
        ("\\\\sunucu\\pay\\x.png", "unsafe-path"),
        ("https://ornek.org/x.png", "remote-image"),
        ("//ornek.org/y.png", "remote-image"),
        ("data:image/png;base64,iVBORw0KGgo=", "remote-image"),
        ("media/sekil.emf", "unsupported-image"),
        ("media/cizim.svg", "unsupported-image"),
        ("media/bozuk.png", "invalid-image"),
        ("media/bos.png", "invalid-image"),
        ("media/aslinda-metin.png", "invalid-image"),
    ],
)
def test_B073_to_B081_the_addresses_of_the_catalogue(
    checker: PictureChecker, source: str, expected: str | None
) -> None:
    finder = PictureFinder(checker, [CASES / "static"])

    found = finder.find(document(CASES / "body"), source, line=5)

    assert [finding.code for finding in found.findings] == (
        [expected] if expected else []
    )
    assert (found.picture is None) == (expected not in (None, "case-mismatch"))
    assert all(finding.line == 5 for finding in found.findings)


# ---- not found


def test_B073_a_missing_picture_is_told_with_every_path_tried(
    tmp_path: Path, checker: PictureChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"docs": {}, "static": {}})
    monkeypatch.chdir(tmp_path)
    finder = PictureFinder(checker, [Path("static")])

    found = finder.find(document(tmp_path / "docs", "tr/S1C1.md"), "./media/yok.png", 4)

    assert found.picture is None
    assert str(found.findings[0]) == (
        "The picture ./media/yok.png is missing (looked for tr/media/yok.png, "
        "static/media/yok.png). Put the file there and import again."
    )


@pytest.mark.parametrize(
    "source",
    ["", "#", ".", "media", "media/", "media/a.png/b.png", "kirik.png", "x" * 300],
)
def test_what_is_no_file_is_missing(
    tmp_path: Path, finder: PictureFinder, source: str
) -> None:
    build(tmp_path, {"media": {"a.png": RED}, "kirik.png": Link("yok.png")})

    assert code(finder.find(document(tmp_path), source)) == "missing-media"


def test_a_hostile_address_cannot_spoil_a_report(
    tmp_path: Path, finder: PictureFinder
) -> None:
    for source in ("data:" + "A" * 100_000, "a\x1b[2J\n.png", "\ud800", "a\u202egnp.b"):
        text = str(finder.find(document(tmp_path), source).findings[0])
        assert len(text) < 400
        assert text.isprintable()
        assert text.encode()


@pytest.mark.parametrize("name", ["boru.png", "buyuk.png", "metin.png"])
def test_what_cannot_be_read_as_a_picture_is_told_and_does_not_hang(
    tmp_path: Path, finder: PictureFinder, name: str
) -> None:
    nodes: dict[str, Node] = {
        "boru.png": Fifo(),
        "buyuk.png": bytes(1_000_001),
        "metin.png": "Bu bir resim değil.",
    }
    build(tmp_path, nodes)

    found = finder.find(document(tmp_path), name)

    assert found.picture is None
    expected = "image-too-large" if name == "buyuk.png" else "invalid-image"
    assert code(found) == expected


def test_a_file_that_the_system_refuses_to_open_is_told(
    tmp_path: Path, finder: PictureFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"a.png": RED})

    def refused(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("importers.media.read_inside", refused)

    found = finder.find(document(tmp_path), "a.png")

    assert code(found) == "invalid-image"
    assert "cannot be read (Permission denied)" in str(found.findings[0])
    assert finder.digest(document(tmp_path), "a.png") is None


# ---- S09: nothing outside is opened


class Opened:
    """Notes the identity of every file that is opened while it watches."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: set[tuple[int, int]] = set()
        self._open = os.open
        monkeypatch.setattr(os, "open", self._noted)

    def _noted(self, *args: Any, **options: Any) -> int:
        descriptor = self._open(*args, **options)
        about = os.fstat(descriptor)
        self.files.add((about.st_dev, about.st_ino))
        return descriptor

    def __contains__(self, path: Path) -> bool:
        about = path.stat()
        return (about.st_dev, about.st_ino) in self.files


ESCAPES = [
    "../gizli.png",
    "../../docs/../gizli.png",
    "..\\gizli.png",
    "..%2fgizli.png",
    "%2e%2e/gizli.png",
    "media/../../gizli.png",
    "link.png",
    "link%2Epng",
    "LINK.PNG",
    "klasor/gizli.png",
    "klasor/alt/../gizli.png",
    "zincir.png",
    "../docs_gizli/gizli.png",
    "{outside}/gizli.png",
    "file://{outside}/gizli.png",
    "\\\\?\\{outside}\\gizli.png",
    "..\0/gizli.png",
]


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """Return a folder of documents with every way out of it, beside a secret picture."""
    build(tmp_path, {"gizli.png": BLUE, "docs_gizli": {"gizli.png": BLUE}})
    build(
        tmp_path / "docs",
        {
            "ic.png": RED,
            "link.png": Link("../gizli.png"),
            "klasor": Link(".."),
            "zincir.png": Link("ara.png"),
            "ara.png": Link(tmp_path / "gizli.png"),
        },
    )
    return tmp_path / "docs"


@pytest.mark.parametrize("source", ESCAPES)
def test_S09_nothing_outside_the_roots_is_opened(
    trap: Path, finder: PictureFinder, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    address = source.format(outside=trap.parent)
    opened = Opened(monkeypatch)

    found = finder.find(document(trap), address)
    digest = finder.digest(document(trap), address)

    assert code(found) == "unsafe-path"
    assert (found.picture, digest) == (None, None)
    assert trap.parent / "gizli.png" not in opened
    assert trap.parent / "docs_gizli/gizli.png" not in opened


def test_S09_control_the_watch_sees_what_a_naive_reader_opens(
    trap: Path, finder: PictureFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(monkeypatch)

    assert seen(finder.find(document(trap), "ic.png")).read() == RED
    assert trap / "ic.png" in opened
    for source in ("../gizli.png", "link.png", "klasor/gizli.png"):
        opened.files.clear()
        naive = os.open(trap / unquote(source), os.O_RDONLY)
        os.close(naive)
        assert trap.parent / "gizli.png" in opened


def test_S09_a_link_that_takes_the_place_of_a_checked_file_is_not_followed(
    trap: Path, checker: PictureChecker
) -> None:
    build(trap, {"media": {"a.png": RED}})
    forgetful = PictureFinder(checker, kept=KeptBytes(limit=0))
    checked = seen(forgetful.find(document(trap), "media/a.png"))
    (trap / "media" / "a.png").unlink()
    (trap / "media" / "a.png").symlink_to(trap.parent / "gizli.png")

    with pytest.raises(OSError, match=r"."):
        checked.read()

    (trap / "media" / "a.png").unlink()
    (trap / "media").rmdir()
    (trap / "media").symlink_to(trap.parent)
    with pytest.raises(OSError, match=r"."):
        checked.read()


@pytest.mark.parametrize("guarded", [True, False])
def test_S09_a_link_that_takes_the_place_of_a_file_meanwhile_is_not_followed(
    trap: Path, finder: PictureFinder, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    if not guarded:  # the control: without its guard, the file outside is opened
        monkeypatch.setattr("importers.safe_open._FILE", os.O_RDONLY)
    # Another case: what is written exactly is opened without a look before.
    build(trap, {"A.png": RED})
    opened = Opened(monkeypatch)
    read_folder = media._read_folder  # noqa: SLF001 - the moment before the file opens

    def swapped(path: str) -> Any:
        folder = read_folder(path)
        (trap / "A.png").unlink()
        (trap / "A.png").symlink_to(trap.parent / "gizli.png")
        return folder

    monkeypatch.setattr(media, "_read_folder", swapped)

    found = finder.find(document(trap), "a.png")

    assert (found.picture is None) == guarded
    assert (trap.parent / "gizli.png" not in opened) == guarded


# ---- the short way: what has exactly the name that is written


NAMES = ("a.png", "A.PNG", "A.png", "ş.png", unicodedata.normalize("NFD", "ş.png"))
NODES: tuple[Node, ...] = (RED, BLUE, "x", b"", {"a.png": RED}, Link("a.png"))
FOLDERS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NODES))
SOURCES = st.lists(
    st.tuples(
        st.sampled_from(["S1C1.md", "media/S1C2.md"]),
        st.sampled_from(["", "media/", "../media/", "Media/", "a.png/", "../"]),
        st.sampled_from([*NAMES, "a.png?x", "yok.png", "a.txt"]),
    ),
    max_size=4,
)


@given(beside=FOLDERS, below=FOLDERS, is_link=st.booleans(), asked=SOURCES)
@settings(max_examples=60)
def test_the_short_way_finds_what_the_folders_would_have_told(
    tmp_path_factory: pytest.TempPathFactory,
    checker: PictureChecker,
    beside: dict[str, Node],
    below: dict[str, Node],
    is_link: bool,
    asked: list[tuple[str, str, str]],
) -> None:
    root = tmp_path_factory.mktemp("docs")
    build(
        root, {**beside, "gerçek": below, "media": Link("gerçek") if is_link else below}
    )
    short, long = PictureFinder(checker), _LongWay(checker)

    for path, folder, name in asked:
        source = folder + name
        assert short.find(document(root, path), source) == long.find(
            document(root, path), source
        )
        assert short.digest(document(root, path), source) == long.digest(
            document(root, path), source
        )


class _LongWay(PictureFinder):
    """Asks the folders about every name."""

    def _as_written(self, *_: object) -> None:
        return None


def test_a_name_that_only_this_system_finds_is_told(
    tmp_path: Path, finder: PictureFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"Logo.png": RED})
    without_case(monkeypatch)

    found = finder.find(document(tmp_path), "LOGO.png")

    assert seen(found).path == "Logo.png"
    assert code(found) == "case-mismatch"


def without_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every name found in any case, as on macOS."""
    real_open, real_exists = os.open, os.path.lexists

    def entry(name: str, **where: Any) -> str:
        names = os.listdir(where.get("dir_fd", "."))  # noqa: PTH208 -- of a descriptor
        return next((one for one in names if one.lower() == name.lower()), name)

    def any_case(name: Any, flags: int, mode: int = 0o777, **where: Any) -> int:
        return real_open(entry(name, **where) if where else name, flags, mode, **where)

    def exists(path: bytes) -> bool:
        folder, _, name = os.fsdecode(path).rpartition("/")
        return real_exists(path) or name.lower() in map(str.lower, os.listdir(folder))  # noqa: PTH208

    monkeypatch.setattr(os, "open", any_case)
    monkeypatch.setattr(os.path, "lexists", exists)


# ---- once


def test_a_picture_is_read_and_decoded_once_for_all_documents(
    tmp_path: Path, checker: PictureChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"logo.png": RED, "tr": {}, "bozuk.png": "x"})
    finder = PictureFinder(checker)
    names: list[str] = []
    check = checker.check

    def noted(name: str, data: bytes) -> CheckedPicture | Finding:
        names.append(name)
        return check(name, data)

    monkeypatch.setattr(checker, "check", noted)

    for _ in range(3):
        finder.find(document(tmp_path), "logo.png")
        finder.find(document(tmp_path, "tr/S2C1.md"), "../logo.png")
        finder.find(document(tmp_path), "bozuk.png")

    assert names == ["logo.png", "bozuk.png"]


def test_each_use_of_a_bad_picture_is_told_with_its_own_line(
    tmp_path: Path, finder: PictureFinder
) -> None:
    build(tmp_path, {"bozuk.png": "x"})

    lines = [
        finder.find(document(tmp_path), "bozuk.png", line).findings[0].line
        for line in (3, 9, None)
    ]

    assert lines == [3, 9, None]


def test_a_digest_needs_no_decoder_and_follows_the_file(
    tmp_path: Path, checker: PictureChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"a.png": RED, "bozuk.png": "x"})
    source = document(tmp_path)
    monkeypatch.setattr(checker, "check", None)

    before = PictureFinder(checker).digest(source, "a.png")
    build(tmp_path, {"a.png": BLUE})
    after = PictureFinder(checker).digest(source, "a.png")

    assert before == sha1(RED)
    assert after == sha1(BLUE)
    assert PictureFinder(checker).digest(source, "bozuk.png") is not None
    assert PictureFinder(checker).digest(source, "yok.png") is None
    assert PictureFinder(checker).digest(source, "https://ornek.org/a.png") is None


# ---- a picture that is replaced


def test_a_picture_replaced_before_the_next_import_is_another_one(
    tmp_path: Path, checker: PictureChecker
) -> None:
    build(tmp_path, {"a.png": RED})
    first = seen(PictureFinder(checker).find(document(tmp_path), "a.png"))
    build(tmp_path, {"a.png": BLUE})
    second = seen(PictureFinder(checker).find(document(tmp_path), "a.png"))

    assert first.sha1 != second.sha1
    assert second.read() == BLUE


@pytest.mark.parametrize("other", [BLUE, RED + b"x", b"", RED[:-1]])
def test_a_picture_replaced_during_an_import_is_not_taken_for_the_one_checked(
    tmp_path: Path, checker: PictureChecker, other: bytes
) -> None:
    build(tmp_path, {"a.png": RED})
    forgetful = PictureFinder(checker, kept=KeptBytes(limit=0))
    checked = seen(forgetful.find(document(tmp_path), "a.png"))
    build(tmp_path, {"a.png": other})

    with pytest.raises(PictureChangedError, match=r"a\.png was replaced"):
        checked.read()


def test_the_bytes_that_were_checked_are_kept_until_they_are_read(
    tmp_path: Path, finder: PictureFinder
) -> None:
    build(tmp_path, {"a.png": RED})
    checked = seen(finder.find(document(tmp_path), "a.png"))
    build(tmp_path, {"a.png": BLUE})

    assert checked.read() == RED
    with pytest.raises(PictureChangedError):
        checked.read()


def test_bytes_are_kept_up_to_a_limit_the_last_ones() -> None:
    kept = KeptBytes(limit=10)

    for key, data in (("a", b"1234"), ("b", b"1234"), ("b", b"1234"), ("c", b"12")):
        kept.keep(key, data)
    assert kept.take("b") == b"1234"
    kept.keep("d", b"1234")
    kept.keep("e", b"12345")

    assert [kept.take(key) for key in "abcde"] == [None, None, None, b"1234", b"12345"]
    kept.keep("f", b"0123456789")
    kept.keep("g", b"0123456789a")
    assert [kept.take(key) for key in "fg"] == [None, None]
