"""Text in a given length."""

from hypothesis import given
from hypothesis import strategies as st

from guidance.text.shorten import shorten


def test_it_keeps_what_fits() -> None:
    assert shorten("Düzenli toplanıyoruz.", 21) == "Düzenli toplanıyoruz."


def test_it_cuts_between_two_words() -> None:
    assert shorten("Düzenli toplanıyoruz.", 20) == "Düzenli…"
    assert shorten("bir, iki", 6) == "bir…"


def test_a_word_that_is_longer_than_the_place_is_cut() -> None:
    assert shorten("Düzenlilik", 5) == "Düze…"


@given(st.text(), st.integers(1, 300))
def test_it_is_never_longer_than_the_place(text: str, length: int) -> None:
    assert len(shorten(text, length)) <= length
