"""What changed between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.word_diff import Op, Run, word_diff

ANYTHING = st.text(st.sampled_from("ab çş.,’ \nعرَ"), max_size=60)
texts = st.lists(
    st.sampled_from(["üye", "üyeler", "ve", "toplanır.", "–", "%80"]), max_size=12
).map(" ".join)


@given(old=texts, new=texts)
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    runs = word_diff(old, new)

    assert "".join(r.text for r in runs if r.op is not Op.INSERTED) == old
    assert "".join(r.text for r in runs if r.op is not Op.DELETED) == new


@given(ANYTHING, ANYTHING)
def test_both_can_be_read_whatever_the_texts_are(old: str, new: str) -> None:
    runs = word_diff(old, new)

    assert "".join(r.text for r in runs if r.op is not Op.INSERTED) == old
    assert "".join(r.text for r in runs if r.op is not Op.DELETED) == new
    assert all(run.text for run in runs)


@given(texts)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert word_diff(text, text) == ((Run(Op.SAME, text),) if text else ())


def test_a_changed_suffix_changes_its_word() -> None:
    runs = word_diff("İş birliği yapılır.", "İş birlikleri yapılır.")

    assert [run.text for run in runs] == ["İş ", "birliği", "birlikleri", " yapılır."]


def test_a_text_of_any_length_is_compared_in_bounded_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guidance.text.word_diff.LCSseq", None)
    long = " ".join(map(str, range(10_000)))

    runs = word_diff(long, long[::-1])

    assert [run.op for run in runs] == [Op.DELETED, Op.INSERTED]
