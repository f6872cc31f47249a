"""Words, letters and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.words import (
    count_letters,
    ends_sentence,
    has_words,
    pieces,
    starts_with_capital,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“STÖ’ler” – %80 hazır.", ("STÖ’ler", "80", "hazır")),
        ("ve/veya (üye)", ("ve/veya", "üye")),
        ("نجتمعُ بانتظامٍ.", ("نجتمعُ", "بانتظامٍ")),
        ("… – !", ()),
        ("", ()),
    ],
)
def test_a_word_has_a_letter_or_a_digit(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.text())
def test_pieces_are_the_words_and_all_that_is_between_them(text: str) -> None:
    found = pieces(text)

    assert "".join(found) == text
    assert tuple(piece for piece in found if has_words(piece)) == words(text)


def test_letters_count_in_every_script() -> None:
    assert count_letters("Bir 2, üç!") == 5
    assert count_letters("عربي") == 4


@given(st.text())
def test_there_are_words_where_there_is_a_letter_or_a_digit(text: str) -> None:
    assert bool(words(text)) == has_words(text)


@given(st.text())
def test_no_letter_is_lost_between_words(text: str) -> None:
    assert count_letters("".join(words(text))) == count_letters(text)


@pytest.mark.parametrize("text", ["İlk", "Iğdır", "“Şimdi", "(Ek)", "…Sonra", "نعم"])
def test_these_can_begin_a_sentence(text: str) -> None:
    assert starts_with_capital(text)


@pytest.mark.parametrize("text", ["ilk", "ığdır", "“şimdi", "80 kişi", "", "–"])
def test_these_cannot_begin_a_sentence(text: str) -> None:
    assert not starts_with_capital(text)


@pytest.mark.parametrize(
    "text",
    ["Oldu.", "Oldu!", "mı?", "ve…", "Oldu.”", "(Oldu.) ", "Oldu.'", "نعم؟", "ہے۔"],
)
def test_these_end_a_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["bir,", "bir;", "örnek:", "ve", "", "”", "a.b"])
def test_these_do_not_end_a_sentence(text: str) -> None:
    assert not ends_sentence(text)
