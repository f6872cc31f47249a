"""What holds for every merge: laws of the method, tried on random edits."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.rich_text import prove
from guidance.segments.adopt import adopt_ids
from guidance.segments.stream import Stream
from importers.merge.outcome import Answer
from importers.merge.page import Merged, merge, same_content
from tests.unit.importers.merge_edits import Person, said_words, words_in
from tests.unit.segments.strategies import streams

versions = streams().map(lambda stream: adopt_ids([], stream))
thorough = settings(max_examples=300, deadline=None)


@thorough
@given(base=versions, side=versions)
def test_what_only_one_side_did_is_taken_as_it_is(base: Stream, side: Stream) -> None:
    side = adopt_ids(base, side)

    assert same_content(merge(base, side, base).stream, side)
    assert same_content(merge(base, base, side).stream, side)
    assert same_content(merge(base, side, side).stream, side)
    assert not merge(base, side, side).conflicts


@dataclass(frozen=True)
class Story:
    """A document, two people's versions of it, and what only they can have written."""

    base: Stream
    ours: Stream
    theirs: Stream
    editor: Person
    owner: Person

    def merged(self) -> Merged:
        return merge(self.base, self.ours, self.theirs)


def tell(seed: int) -> Story:
    dice = random.Random(seed)  # noqa: S311 - the same story each time
    base = Person("taban", dice).document()
    editor, owner = Person("bizim", dice), Person("kaynak", dice)
    return Story(base, editor.edit(base), owner.edit(base), editor, owner)


stories = st.integers(0, 1_000_000).map(tell)


@thorough
@given(stories)
def test_R08_no_word_of_the_editor_is_lost(story: Story) -> None:
    merged = story.merged()

    mine = said_words(story.ours) & story.editor.written
    assert mine <= said_words(merged.stream)


@thorough
@given(stories)
def test_R08_every_word_of_the_source_is_in_the_page_or_in_a_proposal(
    story: Story,
) -> None:
    merged = story.merged()

    proposed = {
        word for conflict in merged.conflicts for word in words_in(conflict.theirs)
    }
    new = said_words(story.theirs) & story.owner.written
    assert new <= said_words(merged.stream) | proposed


@thorough
@given(stories)
def test_what_nobody_deleted_is_there_and_what_both_deleted_is_not(
    story: Story,
) -> None:
    merged = story.merged()

    before, ours, theirs = map(said_words, (story.base, story.ours, story.theirs))
    said = said_words(merged.stream)
    assert before & ours & theirs <= said
    assert not said & (before - ours - theirs)


@thorough
@given(stories)
def test_the_result_may_be_stored(story: Story) -> None:
    prove(story.merged().stream)


@thorough
@given(stories)
def test_the_same_merge_again_changes_nothing(story: Story) -> None:
    first = story.merged()

    again = merge(first.base, first.stream, story.theirs)

    assert again == first


@thorough
@given(stories)
def test_without_a_conflict_the_next_base_is_the_source(story: Story) -> None:
    merged = story.merged()

    if not merged.conflicts:
        assert merged.base is not None
        assert same_content(merged.base, story.theirs)


@thorough
@given(stories, st.sampled_from(Answer))
def test_answers_to_all_conflicts_settle_the_page(story: Story, answer: Answer) -> None:
    first = story.merged()
    answers = {conflict.place: answer for conflict in first.conflicts}

    settled = merge(first.base, first.stream, story.theirs, answers)

    assert not settled.conflicts
    assert settled.base is not None
    assert same_content(settled.base, story.theirs)
    if answer is Answer.KEEP:
        assert settled.stream == first.stream
    else:
        new = said_words(story.theirs) & story.owner.written
        assert new <= said_words(settled.stream)


@thorough
@given(stories)
def test_ids_stay_unique(story: Story) -> None:
    merged = story.merged()

    ids = [block["id"] for block in merged.stream]
    assert len(set(ids)) == len(ids)


def test_the_stories_have_conflicts_and_merges_in_them() -> None:
    told = [tell(seed) for seed in range(300)]

    conflicts = sum(bool(story.merged().conflicts) for story in told)
    woven = sum(
        not same_content(story.merged().stream, side)
        for story in told
        for side in (story.ours,)
        if not story.merged().conflicts
    )
    assert conflicts > 30
    assert woven > 100


@pytest.mark.slow
def test_two_thousand_stories() -> None:
    for seed in range(2_000):
        story = tell(seed)
        test_R08_no_word_of_the_editor_is_lost.hypothesis.inner_test(story)
        test_the_same_merge_again_changes_nothing.hypothesis.inner_test(story)
