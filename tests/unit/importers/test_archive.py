"""S12, S13: a zip breaks one rule, is refused by name, and leaves nothing behind."""

import io
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from importers.archive import ArchiveLimits, ArchiveRefusedError, unpack
from tests.uploads import packed, packed_entry, special

KB = 1024
MB = 1024 * KB


def refused(data: bytes, folder: Path, limits: ArchiveLimits | None = None) -> str:
    """Return the code and the sentence of the refusal; nothing may be left."""
    target = folder / "upload"
    with pytest.raises(ArchiveRefusedError) as error:
        unpack(io.BytesIO(data), target, limits=limits)
    assert list(folder.iterdir()) == []
    return f"{error.value.finding.code}: {error.value}"


def unpacked(data: bytes, folder: Path, console: str = "cp857") -> dict[str, bytes]:
    """Return what was unpacked, by path from the root."""
    root = unpack(io.BytesIO(data), folder / "upload", console=console)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def encrypted() -> bytes:
    data = bytearray(packed({"S1C1.md": "x"}, zipfile.ZIP_STORED))
    data[6] |= 1  # the flag in front of the file
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the table of contents
    return bytes(data)


def with_raw_name(name: bytes) -> bytes:
    """Return a zip whose only entry has exactly these bytes as name."""
    stand_in = b"n" * len(name)
    data = packed({stand_in.decode(): "x"}, zipfile.ZIP_STORED)
    return data.replace(stand_in, name)


def corrupt() -> bytes:
    data = packed({"S1C1.md": "abcdefgh"}, zipfile.ZIP_STORED)
    return data.replace(b"abcdefgh", b"abcdefgX")


def overlapping() -> bytes:
    """Return a zip in which two entries of the table share one file."""
    first = packed({"a.md": "x" * 100}, zipfile.ZIP_STORED)
    both = packed({"a.md": "x" * 100, "b.md": "y" * 100}, zipfile.ZIP_STORED)
    table = both.index(b"PK\x01\x02")
    second = both.index(b"PK\x01\x02", table + 1)
    data = bytearray(both)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    assert len(first) < len(data)
    return bytes(data)


def lying_about_its_size() -> bytes:
    """Return a zip whose table names fewer bytes than come out."""
    data = bytearray(packed({"a.md": b"\0" * (3 * MB)}))
    table = data.index(b"PK\x01\x02")
    data[table + 24 : table + 28] = struct.pack("<L", 10)
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "parent folder": (lambda: packed({"../../etc/x.md": "x"}), "outside", "../../etc"),
    "parent inside": (lambda: packed({"a/../../x.md": "x"}), "outside", "a/../.."),
    "absolute": (lambda: packed({"/etc/x.md": "x"}), "outside", "/etc/x.md"),
    "drive": (lambda: packed({"C:/x.md": "x"}), "outside", "C:/x.md"),
    "drive relative": (lambda: packed({"c:x.md": "x"}), "outside", "c:x.md"),
    "empty part": (lambda: packed({"a//x.md": "x"}), "outside", "a//x.md"),
    "backslash": (lambda: packed({"..\\x.md": "x"}), "backslash", "..\\x.md"),
    "nul": (lambda: with_raw_name(b"a.md\0.png"), "control", "a.md\\x00.png"),
    "newline": (lambda: packed({"a\nb.md": "x"}), "control", "a\\nb.md"),
    "symbolic link": (lambda: packed_entry(special("a.md")), "link", "a.md"),
    "device": (lambda: packed_entry(special("a.md", stat.S_IFCHR)), "link", "a.md"),
    "fifo": (lambda: packed_entry(special("a.md", stat.S_IFIFO)), "link", "a.md"),
    "password": (encrypted, "encrypted", "S1C1.md"),
    "unusual method": (
        lambda: packed({"a.md": "x"}, zipfile.ZIP_LZMA),
        "method",
        "a.md",
    ),
    "nested zip": (lambda: packed({"a/b.zip": "x"}), "nested", "a/b.zip"),
    "nested tar": (lambda: packed({"b.tar.gz": "x"}), "nested", "b.tar.gz"),
    "nested zip in disguise": (
        lambda: packed({"a.md": packed({"b.md": "x"})}),
        "nested",
        "a.md",
    ),
    "program": (lambda: packed({"setup.exe": "x"}), "wrong-type", "setup.exe"),
    "web page": (lambda: packed({"a.md": "x", "i.html": "x"}), "wrong-type", "i.html"),
    "no ending": (lambda: packed({"LICENSE": "x"}), "wrong-type", "LICENSE"),
    "twice": (lambda: packed({"a.md": "x", "A.md": "y"}), "twice", "A.md"),
    "twice in two forms": (
        lambda: packed({"ç.md": "x", "c\u0327.md": "y"}),
        "twice",
        "ç.md",
    ),
    "file and folder": (
        lambda: packed({"a.md": "x", "a.md/b.md": "y"}),
        "twice",
        "a.md",
    ),
    "long name": (lambda: packed({f"{'a' * 300}.md": "x"}), "long-name", "aaa"),
    "long path": (
        lambda: packed({"/".join(["klasor"] * 15 + ["a" * 500]) + ".md": "x"}),
        "long-name",
        "klasor",
    ),
    "deep": (lambda: packed({"a/" * 20 + "b.md": "x"}), "too-deep", "a/a"),
    "damaged": (corrupt, "damaged", "S1C1.md"),
    "overlapping": (overlapping, "damaged", ""),
    "not a zip": (lambda: b"Merhaba", "damaged", "not a zip"),
    "empty file": (lambda: b"", "damaged", "not a zip"),
    "empty": (lambda: packed({}), "empty", "no documents"),
    "only litter": (lambda: packed({"__MACOSX/._a.md": "x"}), "empty", ""),
    "lying": (lying_about_its_size, "damaged", "a.md"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_S12_a_zip_that_breaks_a_rule_is_refused_by_name(
    case: str, tmp_path: Path
) -> None:
    make, code, name = HOSTILE[case]

    said = refused(make(), tmp_path)

    assert said.startswith(f"zip-{code}")
    assert name in said
    assert "\n" not in said


def test_S12_a_good_entry_beside_a_bad_one_is_not_kept(tmp_path: Path) -> None:
    said = refused(packed({"S1C1.md": "x", "../S1C2.md": "x"}), tmp_path)

    assert "../S1C2.md" in said


def test_S12_an_ordinary_zip_is_unpacked(tmp_path: Path) -> None:
    found = unpacked(packed({"S1C1.md": "bir", "media/a.png": b"\x89PNG"}), tmp_path)

    assert found == {"S1C1.md": b"bir", "media/a.png": b"\x89PNG"}


@pytest.mark.parametrize("entries", [10_000, 20_000])
def test_S13_too_many_entries_are_refused_before_they_are_unpacked(
    entries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({f"d/{number}.md": "x" for number in range(entries)})
    opened: list[object] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **_: opened.append(a))

    said = refused(data, tmp_path)

    assert said.startswith("zip-too-many: The zip has more than 5000 entries.")
    assert opened == []


def test_S13_a_table_of_contents_of_any_length_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({f"{'a' * 200}{number}.md": "" for number in range(10_000)})
    made: list[object] = []
    real = zipfile.ZipInfo.__init__
    monkeypatch.setattr(
        zipfile.ZipInfo,
        "__init__",
        lambda self, *a, **k: (made.append(self), real(self, *a, **k))[1],
    )

    assert refused(data, tmp_path).startswith("zip-too-many")
    assert made == []


def test_S13_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({"a.md": b"\0" * (50 * MB)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    assert refused(data, tmp_path).startswith("zip-bomb: “a.md” in the zip becomes")


# Refuse or read a zip, and say how much memory that took at most, in kB, and how many ms
# of processor time.
_COST = """
import sys, time, zipfile
from pathlib import Path
from importers.archive import ArchiveRefusedError, unpack

def peak():
    # That of this program alone; getrusage counts what ran before it.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])

before, began, said = peak(), time.process_time(), "read"
if sys.argv[1] == "unpack":
    try:
        unpack(open(sys.argv[2], "rb"), Path(sys.argv[2] + "-there"))
    except ArchiveRefusedError as error:
        said = error.finding.code
else:
    zipfile.ZipFile(sys.argv[2]).read("a.md")
print(said, peak() - before, round((time.process_time() - began) * 1000))
"""


class Cost(NamedTuple):
    """What was said about a zip, and what that took."""

    code: str
    megabytes: int
    milliseconds: int


def cost_of(order: str, path: Path) -> Cost:
    """Return what was said, and what it took of memory and processor time."""
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _COST, order, str(path)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    code, kilobytes, milliseconds = ran.stdout.split()
    return Cost(code, int(kilobytes) // KB, int(milliseconds))


def large(path: Path) -> Path:
    """Make a zip of 200 kB with one entry of 200 MB."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.md", "w") as entry,
    ):
        for _ in range(200):
            entry.write(b"\0" * MB)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of Linux")
def test_S13_a_bomb_of_200_MB_costs_no_memory_and_no_second(tmp_path: Path) -> None:
    bomb = large(tmp_path / "bomb.zip")
    assert bomb.stat().st_size < MB

    cost = cost_of("unpack", bomb)

    assert cost.code == "zip-bomb"
    assert cost.megabytes < 32
    assert cost.milliseconds < 1000
    assert list(tmp_path.iterdir()) == [bomb]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of Linux")
def test_S13_ten_thousand_entries_cost_no_memory_and_no_second(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(packed({f"{'a' * 200}{n}.md": "" for n in range(10_000)}))

    cost = cost_of("unpack", path)

    assert cost.code == "zip-too-many"
    assert cost.megabytes < 32
    assert cost.milliseconds < 1000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of Linux")
def test_S13_control_a_bomb_that_is_read_costs_memory(tmp_path: Path) -> None:
    cost = cost_of("read", large(tmp_path / "bomb.zip"))

    assert cost.code == "read"
    assert cost.megabytes >= 200


def test_S13_a_bomb_of_many_small_files_is_refused(tmp_path: Path) -> None:
    data = packed({f"{n}.md": b"\0" * (200 * KB) for n in range(50)})

    assert refused(data, tmp_path).startswith("zip-bomb: The zip becomes")


def test_S13_a_total_above_the_limit_is_refused(tmp_path: Path) -> None:
    files = {f"{n}.md": bytes(range(256)) * 4 for n in range(10)}
    limits = ArchiveLimits(total_bytes=9 * KB)

    said = refused(packed(files, zipfile.ZIP_STORED), tmp_path, limits)

    assert said.startswith("zip-too-large")


def test_S13_sizes_are_counted_again_while_unpacking(tmp_path: Path) -> None:
    """Control: the promise of the table is not what the limit rests on."""
    data = lying_about_its_size()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].file_size == 10

    assert refused(data, tmp_path).startswith("zip-damaged")


def test_a_small_file_of_blanks_is_no_bomb(tmp_path: Path) -> None:
    assert unpacked(packed({"a.md": " " * (100 * KB)}), tmp_path)


# ---- zips as people make them


def test_the_one_folder_of_a_zip_is_its_root(tmp_path: Path) -> None:
    files = {"rehber/": "", "rehber/S1C1.md": "x", "rehber/media/a.png": "y"}

    assert set(unpacked(packed(files), tmp_path)) == {"S1C1.md", "media/a.png"}


def test_several_folders_stay(tmp_path: Path) -> None:
    found = unpacked(packed({"a/S1C1.md": "x", "b/S1C1.md": "y"}), tmp_path)

    assert set(found) == {"a/S1C1.md", "b/S1C1.md"}


def test_what_macos_and_windows_add_is_passed_over(tmp_path: Path) -> None:
    files = {
        "rehber/S1C1.md": "x",
        "rehber/.DS_Store": "x",
        "__MACOSX/rehber/._S1C1.md": "x",
        "rehber/Thumbs.db": "x",
        "rehber/desktop.ini": "x",
        "rehber/~$S1C1.md": "x",
        "rehber/S1C1.md.bak": "x",
        "rehber/.git/config": "x",
    }

    assert set(unpacked(packed(files), tmp_path)) == {"S1C1.md"}


@pytest.mark.parametrize(
    "raw",
    [
        "Görüş-şığı.md".encode("cp857"),
        "Görüş-şığı.md".encode(),
        "Go\u0308ru\u0308s\u0327-s\u0327ıg\u0306ı.md".encode(),
    ],
    ids=["windows", "macos", "macos-decomposed"],
)
def test_turkish_names_of_every_system_are_read(raw: bytes, tmp_path: Path) -> None:
    assert set(unpacked(with_raw_name(raw), tmp_path)) == {"Görüş-şığı.md"}


def test_names_with_the_utf8_flag_are_read(tmp_path: Path) -> None:
    assert set(unpacked(packed({"Görüş.md": "x"}), tmp_path)) == {"Görüş.md"}


def test_a_name_in_a_field_of_its_own_is_read(tmp_path: Path) -> None:
    raw = b"Gor\x9f.md"
    name = "Görüş.md".encode()
    body = struct.pack("<BL", 1, zlib.crc32(raw)) + name
    entry = zipfile.ZipInfo("n" * len(raw))
    entry.extra = struct.pack("<HH", 0x7075, len(body)) + body
    data = packed_entry(entry).replace(b"n" * len(raw), raw)

    assert set(unpacked(data, tmp_path)) == {"Görüş.md"}


def test_the_files_are_private(tmp_path: Path) -> None:
    unpack(io.BytesIO(packed({"a/b.md": "x", "c.md": "y"})), tmp_path / "upload")

    modes = {
        stat.S_IMODE(path.stat().st_mode) & 0o077
        for path in [tmp_path / "upload", *(tmp_path / "upload").rglob("*")]
    }
    assert modes == {0}
