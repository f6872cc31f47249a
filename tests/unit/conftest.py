"""Unit tests read every rich text, also one that was written a moment ago."""

from collections.abc import Iterator

import pytest

from tests.forgetful import forgetful_rich_text


@pytest.fixture(autouse=True, scope="module")
def _forgetful() -> Iterator[None]:
    with forgetful_rich_text():
        yield
