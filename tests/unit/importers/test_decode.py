"""From bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.findings import Severity
from guidance.text.normalize import CONTROLS
from importers.markdown.decode import ENCODINGS, MAX_BYTES, decode

TURKISH = "---\ntitle: Işık\n---\nÇalışma, örgüt, ığdır, İSTANBUL, “tırnak” – çizgi.\n"


@pytest.mark.parametrize(
    "data",
    [
        TURKISH.encode(),
        TURKISH.encode("utf-8-sig"),
        b"\xef\xbb\xbf" + TURKISH.encode("utf-8-sig"),
        TURKISH.replace("\n", "\r\n").encode(),
        TURKISH.replace("\n", "\r").encode(),
        TURKISH.replace("\n", "\r\n", 2).encode(),
    ],
    ids=["plain", "bom", "two boms", "crlf", "cr", "mixed"],
)
def test_marks_and_line_ends_make_no_difference(data: bytes) -> None:
    decoded = decode(data)

    assert decoded.text == TURKISH
    assert decoded.findings == ()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TURKISH.encode("cp1254"), "cp1254"),
        (TURKISH.encode("utf-16"), "utf-16"),
        (TURKISH.encode(), "cp1254"),
        (TURKISH.encode(), "utf-16"),
    ],
    ids=["cp1254", "utf-16", "utf-8 beside cp1254", "utf-8 beside utf-16"],
)
def test_an_encoding_that_somebody_names_is_read_and_never_hurts_utf_8(
    data: bytes, encoding: str
) -> None:
    assert decode(data, encoding).text == TURKISH


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (TURKISH.encode("cp1254"), "--encoding cp1254"),
        (TURKISH.encode("utf-16"), "--encoding utf-16"),
        (TURKISH.encode("utf-16-be"), "--encoding utf-16"),
        (TURKISH.encode("utf-16-le"), "--encoding utf-16"),
        (("\ufeff" + TURKISH).encode("utf-16-be"), "--encoding utf-16"),
        (TURKISH.encode("utf-16")[:-1], "--encoding utf-16"),
    ],
)
def test_another_encoding_is_refused_with_what_to_do(data: bytes, hint: str) -> None:
    decoded = decode(data)

    assert decoded.text is None
    (finding,) = decoded.findings
    assert finding.code == "bad-encoding"
    assert finding.severity is Severity.ERROR
    assert hint in str(finding)


@pytest.mark.parametrize(
    ("data", "byte", "offset", "line"),
    [
        ("Yaş".encode()[:-1], "0xc5", 2, 1),
        ("İş\nYaş".encode()[:-1], "0xc5", 7, 2),
        ("İş\n".encode() + b"a\xffb\n", "0xff", 6, 2),
        (b"a\x81", "0x81", 1, 1),
    ],
    ids=["cut short", "cut short on line 2", "damaged", "no letter in any encoding"],
)
def test_a_damaged_file_is_refused_with_the_place(
    data: bytes, byte: str, offset: int, line: int
) -> None:
    decoded = decode(data)

    (finding,) = decoded.findings
    assert decoded.text is None
    assert finding.line == line
    assert finding.values == {"byte": byte, "offset": offset}
    assert "--encoding" not in str(finding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_naming_an_encoding_does_not_make_text_of_everything(encoding: str) -> None:
    for data in (b"\xff\xfe\x00\xd8", b"a\x81", "aç".encode("utf-16-le")):
        assert decode(data, encoding).findings[0].code == "bad-encoding"


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert decode(b"a" * MAX_BYTES).text is not None

    decoded = decode(b"\xff" * (MAX_BYTES + 1))

    assert decoded.text is None
    assert [finding.code for finding in decoded.findings] == ["file-too-large"]


def test_control_characters_go_and_are_reported_once_with_their_line() -> None:
    decoded = decode(b"Bir\nBir\x00iki \x01\xc3\xbc\xc3\xa7 \x1b[31md\xc3\xb6rt\x7f")

    assert decoded.text == "Bir\nBiriki üç [31mdört"
    (finding,) = decoded.findings
    assert (finding.code, finding.severity) == ("invisible-chars", Severity.WARNING)
    assert finding.line == 2
    assert finding.values == {"character": "U+0000"}


def test_tabs_separators_and_joiners_are_left_to_those_who_know_what_they_mean() -> (
    None
):
    text = "a\tb\u2028c\u200dd\u00ade\u200bf\x85g\vh\f"

    decoded = decode(text.encode())

    assert decoded.text == text
    assert decoded.findings == ()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("word", ["ığdır", "İŞ", "Çalışma", "öğün", "hâlâ", "STÖ’ler"])
def test_letters_that_were_mangled_before_are_reported(
    word: str, encoding: str
) -> None:
    decoded = decode(f"Bir\n{word.encode().decode(encoding)}\n".encode())

    found = {finding.code: finding for finding in decoded.findings}
    assert found["mojibake"].severity is Severity.WARNING
    assert found["mojibake"].line == 2


def test_a_letter_that_is_lost_is_reported() -> None:
    assert decode("ka\ufffdıt".encode()).findings[0].code == "mojibake"


@pytest.mark.parametrize(
    "text",
    ["Ä Ö Ü ß Å Ø", "São Paulo, Ñandú", "Ağrı’da 5 °C – ½", "نجتمع", "Привет", "指南"],
)
def test_letters_of_other_languages_are_not_mangled_ones(text: str) -> None:
    assert decode(text.encode()).findings == ()


@given(st.binary() | st.text().map(str.encode), st.sampled_from(["utf-8", *ENCODINGS]))
def test_any_bytes_are_text_without_controls_or_an_error(
    data: bytes, encoding: str
) -> None:
    decoded = decode(data, encoding)

    if decoded.text is None:
        assert decoded.findings[-1].severity is Severity.ERROR
    else:
        assert "\r" not in decoded.text
        assert not CONTROLS.search(decoded.text)
        assert not decoded.text.startswith("\ufeff")
        decoded.text.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_text_in_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text.lstrip("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1254"])
def test_a_program_is_no_text_and_not_called_utf_16(encoding: str) -> None:
    program = (
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00>\x00\x01\x00\x00\x00\xd0" * 40
    )

    decoded = decode(program, encoding)

    assert decoded.text is None
    assert [str(each) for each in decoded.findings] == [
        "This is no text file. Give Markdown files only."
    ]
