"""What changed between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from guidance.text.word_diff import Change, Run, word_diff

texts = st.lists(
    st.sampled_from(["üye", "üyeler", "ve", "toplanır.", "–", "%80"]), max_size=12
).map(" ".join)


@given(old=texts, new=texts)
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    runs = word_diff(old, new)

    assert "".join(r.text for r in runs if r.change is not Change.INSERTED) == old
    assert "".join(r.text for r in runs if r.change is not Change.DELETED) == new


@given(texts)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert word_diff(text, text) == ((Run(Change.SAME, text),) if text else ())


def test_a_changed_suffix_changes_its_word() -> None:
    runs = word_diff("İş birliği yapılır.", "İş birlikleri yapılır.")

    assert [run.text for run in runs] == ["İş ", "birliği", "birlikleri", " yapılır."]
