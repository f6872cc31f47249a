"""The corpus of good and bad PO files: exactly these are read."""

import pytest

from guidance.catalog.pofile import PoSyntaxError, parse
from tests.unit.catalog.po_cases import ACCEPTED, REFUSED


@pytest.mark.parametrize(
    "data", [data for _, data in ACCEPTED], ids=[name for name, _ in ACCEPTED]
)
def test_what_gettext_or_an_editor_writes_is_read(data: bytes) -> None:
    parse(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(data, reason) for _, data, reason in REFUSED],
    ids=[name for name, *_ in REFUSED],
)
def test_anything_else_is_refused_with_a_line_and_a_reason(
    data: bytes, reason: str
) -> None:
    with pytest.raises(PoSyntaxError) as refused:
        parse(data)

    assert reason in str(refused.value)
    assert str(refused.value).startswith(f"line {refused.value.line}: ")
    assert 1 <= refused.value.line <= data.count(b"\n") + 1


def test_the_corpus_is_as_large_as_the_threat_model_asks() -> None:
    assert len(ACCEPTED) + len(REFUSED) >= 56
