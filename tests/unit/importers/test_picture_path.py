"""What the address of a picture means, without a disk."""

import posixpath
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.picture_path import (
    Names,
    Pick,
    PictureAddress,
    Refusal,
    read_address,
)

Form = Literal["NFC", "NFD"]


def first(source: str, folder: tuple[str, ...] = ()) -> str | None:
    """Return the path that an address means before all others."""
    address = read_address(source)
    assert isinstance(address, PictureAddress)
    paths = address.below(folder)
    return "/".join(paths[0]) if paths else None


def all_paths(source: str) -> list[str]:
    address = read_address(source)
    assert isinstance(address, PictureAddress)
    return ["/".join(parts) for parts in address.below() or ()]


# ---- what is a file


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("a.png", "a.png"),
        ("./media/a.png", "media/a.png"),
        (" ./media/a.png\n", "media/a.png"),
        ("media//./a.png", "media/a.png"),
        ("media/../a.png", "a.png"),
        (r"media\image1.png", "media/image1.png"),
        (r".\media\image1.png", "media/image1.png"),
        ("./media/g%C3%B6rsel%20bir.png", "media/görsel bir.png"),
        ("media%2fa.png", "media/a.png"),
        ("media/şekil 1: süreç.png", "media/şekil 1: süreç.png"),
        ("~/a.png", "~/a.png"),
        ("$HOME/a.png", "$HOME/a.png"),
        ("...png", "...png"),
        (".../a.png", ".../a.png"),
    ],
)
def test_an_address_means_a_path_below_the_folder(source: str, path: str) -> None:
    assert first(source) == path


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("a.png?raw=true", ["a.png?raw=true", "a.png"]),
        ("a.png#sol", ["a.png#sol", "a.png"]),
        ("C# giriş.png", ["C# giriş.png", "C"]),
        ("yüzde%20.png", ["yüzde .png", "yüzde%20.png"]),
        ("a%3Fb.png?v=2", ["a?b.png?v=2", "a%3Fb.png?v=2", "a?b.png", "a%3Fb.png"]),
        ("%10 artış.png", ["%10 artış.png"]),
        ("%20 artış.png", ["  artış.png", "%20 artış.png"]),
        ("bozuk%E7.png", ["bozuk%E7.png"]),
        ("%2525.png", ["%25.png", "%2525.png"]),
    ],
)
def test_every_reading_of_an_address_is_tried_the_whole_one_first(
    source: str, paths: list[str]
) -> None:
    assert all_paths(source) == paths


def test_an_address_is_relative_to_the_folder_of_its_document() -> None:
    assert first("./media/a.png", ("tr", "10")) == "tr/10/media/a.png"
    assert first("../media/a.png", ("tr", "10")) == "tr/media/a.png"
    assert first("../../a.png", ("tr", "10")) == "a.png"


@pytest.mark.parametrize("source", ["", " ", ".", "./", "#", "#bolum", "?a=b#c"])
def test_an_address_without_a_path_means_nothing_or_a_name(source: str) -> None:
    address = read_address(source)

    assert isinstance(address, PictureAddress)
    paths = address.below()
    assert paths is not None
    assert all(path and ".." not in path for path in paths)


# ---- what is none


@pytest.mark.parametrize(
    "source",
    [
        "https://ornek.org/x.png",
        "HTTP://ornek.org/x.png",
        " https://ornek.org/x.png",
        "//ornek.org/y.png",
        "ftp://ornek.org/x.png",
        "data:image/png;base64,AAAA",
        "data:" + "A" * 100_000,
        "cid:resim1@ornek.org",
        "javascript:alert(1)",
        "http:x.png",
    ],
)
def test_B076_B077_nothing_is_fetched(source: str) -> None:
    assert read_address(source) is Refusal.REMOTE


@pytest.mark.parametrize(
    "source",
    [
        "/etc/hostname",
        "/",
        "%2fetc%2fpasswd",
        "file:///etc/passwd",
        "FILE:a.png",
        "\\\\sunucu\\pay\\x.png",
        "\\etc\\passwd",
        "%5c%5csunucu%5cx.png",
        r"C:\resim\a.png",
        "c:a.png",
        "C%3A/resim/a.png",
        "a.png\0.md",
        "a%00.png",
        "a\nb.png",
        "a\x1b[2J.png",
        "\ud800.png",
        "a/" * 2000 + "b.png",
    ],
)
def test_S09_absolute_and_broken_addresses_are_unsafe(source: str) -> None:
    assert read_address(source) is Refusal.UNSAFE


@pytest.mark.parametrize(
    "source",
    [
        "../a.png",
        "../../../../../../etc/passwd",
        "media/../../a.png",
        "..",
        r"..\..\gizli.png",
        r"media\..\..\gizli.png",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/a.png",
        "%2E%2E%2Fa.png",
        "..%5ca.png",
        "./../a.png?raw=1",
        "x/../../y.png#../z",
    ],
)
def test_S09_an_address_that_climbs_out_means_nothing(source: str) -> None:
    address = read_address(source)

    assert isinstance(address, PictureAddress)
    assert address.below() is None


def test_what_is_encoded_twice_is_decoded_once() -> None:
    assert "%2e%2e/%2e%2e/a.png" in all_paths("%252e%252e/%252e%252e/a.png")
    assert ".." not in all_paths("%252e%252e/a.png")


_PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "%2e", "%2F", "%5c", "%00", "a", "ş", "?", "#", ":", "%25"]
)


@given(
    st.lists(_PIECES, max_size=12).map("".join) | st.text(),
    st.lists(st.sampled_from(["a", "b"]), max_size=3).map(tuple),
)
def test_S09_no_address_ever_leads_out_of_the_root(
    source: str, folder: tuple[str, ...]
) -> None:
    address = read_address(source)
    if isinstance(address, Refusal):
        return

    for parts in address.below(folder) or ():
        joined = posixpath.normpath(posixpath.join("/root", *parts))
        assert joined.startswith("/root/")
        assert not {"", ".", ".."} & set(parts)
        assert "/" not in "".join(parts)
        assert "\0" not in joined


# ---- which entry of a folder


def test_B080_another_case_is_found_and_told() -> None:
    names = Names(["ornek.png", "Kapak.JPG"])

    assert names.pick("ornek.png") == Pick("ornek.png", exact=True)
    assert names.pick("ORNEK.PNG") == Pick("ornek.png", exact=False)
    assert names.pick("kapak.jpg") == Pick("Kapak.JPG", exact=False)
    assert names.pick("ornek") is None


def test_two_names_that_differ_by_case_only_are_not_guessed() -> None:
    names = Names(["Ornek.png", "ornek.PNG"])

    assert names.pick("ORNEK.png") is None
    assert names.pick("ornek.PNG") == Pick("ornek.PNG", exact=True)


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_D11_a_name_is_found_in_every_spelling(on_disk: Form, written: Form) -> None:
    name, wanted = (
        unicodedata.normalize(form, "şekil ÇĞ.png") for form in (on_disk, written)
    )

    assert Names([name]).pick(wanted) == Pick(name, exact=True)
    assert Names([name]).pick(wanted.upper()) == Pick(name, exact=False)


def test_of_two_spellings_the_one_written_is_taken() -> None:
    both = [
        unicodedata.normalize("NFC", "ş.png"),
        unicodedata.normalize("NFD", "ş.png"),
    ]

    for name in both:
        assert Names(both).pick(name) == Pick(name, exact=True)
    assert Names(both).pick("Ş.png") is not None


@given(st.lists(st.text(min_size=1), max_size=6), st.text(min_size=1))
def test_a_pick_is_an_entry_and_entries_find_themselves(
    names: list[str], wanted: str
) -> None:
    entries = Names(names)

    pick = entries.pick(wanted)

    assert pick is None or pick.name in names
    for name in names:
        assert entries.pick(name) == Pick(name, exact=True)
