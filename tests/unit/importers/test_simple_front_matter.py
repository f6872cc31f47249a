"""Front matter that is read without YAML says what YAML would say."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importers.markdown import yaml_entries
from importers.markdown.yaml_entries import (
    Entry,
    FrontMatterError,
    read_entries,
    simple_entries,
)

_SIGNS = "abIıİşé019 .,;:!?()[]{}#&*-|>'\"%@`\\/’~=_<\t\u00a0😀"
values = st.one_of(
    st.text(_SIGNS, max_size=14),
    st.from_regex(r"[0-9]{1,5}", fullmatch=True),
    st.text(_SIGNS, max_size=14).map(lambda text: f'"{text}"'),
    st.sampled_from(["yes no", "No", "1:30", "2020-01-01", "null x", "<< a", "a: b"]),
)
lines = st.lists(
    st.tuples(st.sampled_from(["title", "question_id", "y", "no", "başlık"]), values),
    min_size=1,
    max_size=3,
).map(lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs))


def read_as_yaml(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Entry] | None:
    with monkeypatch.context() as patch:
        patch.setattr(yaml_entries, "simple_entries", lambda *_: None)
        try:
            return read_entries(source, 2)
        except FrontMatterError:
            return None


@settings(max_examples=1000)
@given(source=lines)
@example(source='title: "Üye \\" x"\nquestion_id: 10')
@example(source="title: Üye #1 olalım\nquestion_id: 10")
@example(source="title: yes no\nquestion_id: 010")
def test_the_short_way_agrees_with_yaml(source: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found = simple_entries(source, 2)

        assert found is None or found == read_as_yaml(source, patch)


def test_the_front_matter_that_people_write_is_read_the_short_way() -> None:
    source = (
        "title: Kamu idaresiyle dönem dönem bir araya gelip (her yıl) çalışıyoruz.\n"
        "question_id: 10\nchoice_id: 2"
    )

    found = simple_entries(source, 2)

    assert found is not None
    assert found["question_id"] == Entry("10", "typed", 3)


@pytest.mark.parametrize(
    "source",
    [
        "title: Plan",
        "title: a: b c",
        "title: Üye #1 x",
        "question_id: 010",
        'title: "a\\n"',
        "title: a b\ntitle: c d",
        "title: [a b]",
        "title: a b\n  c",
        "",
    ],
)
def test_what_yaml_may_read_otherwise_is_left_to_yaml(source: str) -> None:
    assert simple_entries(source) is None
