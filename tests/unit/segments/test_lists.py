import pytest

from guidance.segments.lists import (
    Level,
    ListTags,
    depths_without,
    fitting,
    sibling_positions,
)

NUMBERED = True
PLAIN = False


def levels(*pairs: tuple[int, bool]) -> list[Level]:
    return [Level(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("wanted", "kept", "html"),
    [
        (
            levels((0, PLAIN), (1, PLAIN), (0, PLAIN)),
            levels((0, PLAIN), (1, PLAIN), (0, PLAIN)),
            "<ul><li>0<ul><li>1</li></ul></li><li>2</li></ul>",
        ),
        (
            levels((0, PLAIN), (1, NUMBERED), (0, PLAIN)),
            levels((0, PLAIN), (1, NUMBERED), (0, PLAIN)),
            "<ul><li>0<ol><li>1</li></ol></li></ul><ul><li>2</li></ul>",
        ),
        (
            levels((0, PLAIN), (1, NUMBERED), (2, PLAIN), (1, PLAIN)),
            levels((0, PLAIN), (1, NUMBERED), (2, PLAIN), (1, NUMBERED)),
            (
                "<ul><li>0<ol><li>1<ul><li>2</li></ul></li></ol>"
                "<ol><li>3</li></ol></li></ul>"
            ),
        ),
        (
            levels((2, NUMBERED), (4, NUMBERED)),
            levels((0, NUMBERED), (1, NUMBERED)),
            "<ol><li>0<ol><li>1</li></ol></li></ol>",
        ),
    ],
)
def test_lists_nest_as_the_editor_can_hold_them(
    wanted: list[Level], kept: list[Level], html: str
) -> None:
    tags = ListTags()

    found = list(fitting(wanted))

    written = [f"{tags.before(level)}<li>{n}" for n, level in enumerate(found)]
    assert found == kept
    assert "".join(written) + tags.end() == html


def test_positions_are_counted_among_siblings_of_one_list() -> None:
    items = levels(
        (0, PLAIN), (1, PLAIN), (1, PLAIN), (0, PLAIN), (1, PLAIN), (0, NUMBERED)
    )

    assert sibling_positions(items) == [(1, 2), (1, 2), (2, 2), (2, 2), (1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("depths", "left_out", "remaining"),
    [
        ([0, 1, 2, 0], {0}, [0, 1, 0]),
        ([0, 1, 2, 0], {0, 1}, [0, 0]),
        ([0, 1, 2, 0], {1}, [0, 1, 0]),
        ([0, 1, 1, 2], {1}, [0, 1, 2]),
        ([0, 0], {0, 1}, []),
    ],
)
def test_items_move_up_when_what_they_are_below_goes(
    depths: list[int], left_out: set[int], remaining: list[int]
) -> None:
    kept = [number not in left_out for number in range(len(depths))]

    assert depths_without(depths, kept) == remaining
