"""Comparison keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.fold import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İŞ BİRLİĞİ", "iş birliği"),
        ("IĞDIR", "ığdır"),
        ("Kâr Amacı", "KÂR AMACI"),
        ("i\u0307yi", "İYİ"),
        ("MİLLÎ", "millî"),
        ("Güçlü\u00a0 iş", unicodedata.normalize("NFD", "güçlü iş")),
    ],
)
def test_texts_that_differ_in_case_or_spacing_have_one_key(
    one: str, other: str
) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ılık", "ilik"), ("oldu", "öldü")])
def test_different_letters_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_capital_i_belongs_to_the_language() -> None:
    assert fold("INTERNET", "en") == fold("internet", "en")
    assert fold("INTERNET", "tr-TR") == fold("ınternet", "tr-TR")
    assert fold("İstanbul", "en") == fold("istanbul", "en")


def test_python_alone_gets_it_wrong() -> None:
    # The reason for this module: neither lower() nor casefold() knows the language.
    assert "IĞDIR".casefold() != "ığdır".casefold()
    assert "İŞ".lower() != "iş"


@given(st.text(), st.sampled_from(["tr", "en", "ar", "az_Latn"]))
def test_the_key_of_a_key_is_the_key(text: str, language: str) -> None:
    assert fold(fold(text, language), language) == fold(text, language)


@given(st.text(alphabet="abcçdefgğhıijklmnoöprsştuüvyzâîû "))
def test_turkish_capitals_have_the_key_of_their_small_letters(text: str) -> None:
    capitals = text.replace("i", "İ").replace("ı", "I").upper()

    assert fold(capitals) == fold(text)
