"""Slugs. Those of the catalogue: tests/unit/importers/test_slugs.py."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.slug import MAX_LENGTH, page_slug, slugify

# The title of a real document: 79 characters with its ids.
LONG = "Kamu idaresiyle dönem dönem bir araya gelip bilgi paylaşımında bulunuyoruz."


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("GİRİŞ", "giris"),
        ("STÖ'müz STÖ’müz", "stomuz-stomuz"),
        ("ve/veya -- 1.500,00", "ve-veya-1-500-00"),
        ("Harika! 🎉", "harika"),
        ("Привет, мир", "privet-mir"),
        ("Ein größeres Ziel", "ein-grosseres-ziel"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_letters_and_digits_make_the_slug(heading: str, slug: str) -> None:
    assert slugify(heading) == slug


@pytest.mark.parametrize(
    "heading", ["نجتمع بانتظام", "دليل 2024 للـ NGO", "מדריך", "指南"]
)
def test_a_heading_that_cannot_be_read_in_latin_has_no_slug(heading: str) -> None:
    assert slugify(heading) == ""
    assert page_slug(10, 2, heading) == "10-2"


def test_a_foreign_word_in_a_latin_heading_is_left_out() -> None:
    assert slugify("STÖ’ler için rehber (دليل)") == "stoler-icin-rehber"


def test_the_slug_of_a_page_begins_with_its_ids() -> None:
    assert page_slug(10, 2, LONG) == (
        "10-2-kamu-idaresiyle-donem-donem-bir-araya-gelip-bilgi-paylasiminda-bulunuyoruz"
    )


def test_a_long_slug_is_cut_between_two_words() -> None:
    assert slugify("bir iki üç", 6) == "bir"
    assert slugify("bir iki üç", 7) == "bir-iki"
    assert slugify("bir iki üç", 8) == "bir-iki"
    assert slugify("birikiüç", 3) == "bir"


@given(st.text(), st.integers(1, 9999), st.integers(1, 9999))
def test_every_page_has_a_slug_that_an_address_can_hold(
    heading: str, question: int, choice: int
) -> None:
    slug = page_slug(question, choice, heading)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slug.startswith(f"{question}-{choice}")
    assert len(slug) <= MAX_LENGTH
