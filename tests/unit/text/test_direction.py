"""Writing direction by language code."""

import pytest

from guidance.text.direction import direction


@pytest.mark.parametrize(
    "language", ["ar", "ar-EG", "fa", "he", "ckb", "ur_PK", "az_Arab", "pa-Arab-PK"]
)
def test_these_run_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["tr", "en-gb", "az", "ar-Latn", "ku", "zh-hans"])
def test_these_run_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"
