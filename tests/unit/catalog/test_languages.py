"""Language codes and plural forms."""

import gettext

import pytest

from guidance.catalog.languages import (
    base_language,
    gettext_code,
    is_same_language,
    plural_forms,
    wagtail_code,
)

CODES = [
    ("tr", "tr"),
    ("pt-br", "pt_BR"),
    ("zh-hans", "zh_Hans"),
    ("sr-latn", "sr_Latn"),
    ("es-419", "es_419"),
    ("ca-valencia", "ca_valencia"),
]


@pytest.mark.parametrize(("wagtail", "code"), CODES)
def test_codes_go_to_gettext_and_back(wagtail: str, code: str) -> None:
    assert gettext_code(wagtail) == code
    assert wagtail_code(code) == wagtail


@pytest.mark.parametrize(
    ("code", "wagtail"),
    [
        ("de_DE.UTF-8", "de-de"),
        ("sr@latin", "sr-latn"),
        ("uz@cyrillic", "uz-cyrl"),
        ("ca@valencia", "ca-valencia"),
        (" EN ", "en"),
        ("", ""),
    ],
)
def test_what_other_programs_write_is_understood(code: str, wagtail: str) -> None:
    assert wagtail_code(code) == wagtail


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en_US", True),
        ("zh_Hans", "zh-hans", True),
        ("zh_Hans", "zh-hant", False),
        ("tr", "en", False),
        ("e", "en", False),
    ],
)
def test_a_country_more_or_less_is_the_same_language(
    one: str, other: str, same: bool
) -> None:
    assert is_same_language(one, other) is same
    assert is_same_language(other, one) is same


@pytest.mark.parametrize(
    ("language", "examples"),
    [
        ("tr", {0: 1, 1: 0, 2: 1}),
        ("en", {0: 1, 1: 0, 2: 1}),
        ("fr", {0: 0, 1: 0, 2: 1}),
        ("fa", {0: 0, 1: 0, 2: 1}),
        ("pt-br", {0: 0, 1: 0, 2: 1}),
        ("pt-pt", {0: 1, 1: 0}),
        ("ja", {0: 0, 1: 0, 2: 0}),
        ("zh-hans", {1: 0, 5: 0}),
        ("ru", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 112: 2}),
        ("pl", {1: 0, 2: 1, 5: 2, 21: 2, 22: 1}),
        ("cs", {1: 0, 3: 1, 5: 2}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5, 103: 3}),
        ("ga", {1: 0, 2: 1, 3: 2, 7: 3, 11: 4}),
        ("sl", {1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 101: 0}),
        ("lv", {0: 2, 1: 0, 5: 1, 21: 0}),
    ],
)
def test_a_language_counts_as_its_speakers_do(
    language: str, examples: dict[int, int]
) -> None:
    forms = plural_forms(language)

    count = int(forms.partition("nplurals=")[2].partition(";")[0])
    form_of = gettext.c2py(forms.partition("plural=")[2].rstrip(";"))

    assert {number: form_of(number) for number in examples} == examples
    assert {form_of(number) for number in range(1000)} == set(range(count))


def test_an_unknown_language_has_no_plural_forms() -> None:
    assert plural_forms("tlh") == ""


def test_the_base_language_has_neither_country_nor_script() -> None:
    assert [base_language(code) for code in ("pt-BR", "sr@latin", "zh_Hans")] == [
        "pt",
        "sr",
        "zh",
    ]
