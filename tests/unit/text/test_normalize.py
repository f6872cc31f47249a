"""What is stored: NFC, nothing invisible, every visible character kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.normalize import (
    CONTROLS,
    INVISIBLE,
    SEPARATORS,
    collapse,
    is_composed,
    is_usual,
    normalize,
    one_line,
)

# Letters, marks and invisible characters that meet in real Turkish files.
TURKISH = st.text(
    alphabet="iıİIşğçü \n\t\u0307\u0308\u0323\u0301\u200b\u00ad\ufeff\u2028"
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Gu\u0308c\u0327lu\u0308", "Güçlü"),
        ("I\u0307ş birliği", "İş birliği"),
        ("i\u0307yi örnek", "iyi örnek"),
        ("ı\u0307", "i"),
        ("ör\u00adgüt\u200b \ufeffnotu", "örgüt notu"),
        ("Bir\u2028iki\x85üç\vdört\fbeş\u2029altı", "Bir iki üç dört beş altı"),
        ("Bir\x00iki \x01üç \x1b[31mdört\x9f", "Biriki üç [31mdört"),
        ("bir\r\niki\rüç", "bir\niki\nüç"),
        ("\ud800\uffff", ""),
    ],
)
def test_it_writes_text_in_its_one_spelling(written: str, stored: str) -> None:
    assert normalize(written) == stored


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian needs the non-joiner
        "👩\u200d👩\u200d👧",  # the joiner makes one family of three people
        "20\u00a0üye, %\u202f50",
        "\u2067عربي\u2069",
        "“düz” ‘tek’ – … (c) ½ ﬁ",
        "  iki  boşluk\tsekme\n",
    ],
)
def test_it_keeps_what_means_something(text: str) -> None:
    assert normalize(text) == text


@given(st.text() | TURKISH)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(st.characters(exclude_categories=["Cs"])) | TURKISH)
def test_equal_texts_become_equal(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_no_visible_character_is_lost(text: str) -> None:
    assert normalize(text) == unicodedata.normalize("NFC", text)


@given(st.text() | TURKISH)
def test_what_is_printable_and_composed_is_stored_as_it_is(text: str) -> None:
    assert not (text.isprintable() and is_composed(text)) or normalize(text) == text


@given(st.text() | TURKISH)
def test_a_usual_text_has_nothing_to_clean(text: str) -> None:
    unusual = any(each.search(text) for each in (CONTROLS, INVISIBLE, SEPARATORS))

    assert not (is_usual(text) and (unusual or "\r" in text or "\u0307" in text))


def test_collapsing_keeps_no_break_spaces_and_a_space_at_either_end() -> None:
    assert collapse(" bir \n\t iki\u00a0 üç ") == " bir iki\u00a0 üç "


@given(st.text() | TURKISH)
def test_a_title_is_one_line_of_single_plain_spaces(text: str) -> None:
    line = one_line(text)

    assert line == " ".join(line.split())
    assert one_line(line) == line
