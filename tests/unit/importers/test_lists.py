"""Lists: nesting, numbers, and what an item cannot hold."""

import pytest

from tests.unit.importers.stream_shapes import codes_of, shape_of

SHAPES = {
    "nested lists of one type": (
        "- a\n  - b\n    - c\n- d",
        ["text <ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"],
    ),
    "nested lists of two types": (
        "1. a\n   - b\n2. c",
        ["list 1: [1 1. a] [2 - b] [1 1. c]"],
    ),
    "another start": ("0. a\n1. b", ["list 0: [1 1. a] [1 1. b]"]),
    "always the same number": (
        "1. a\n1. b\n1. c",
        ["text <ol><li>a</li><li>b</li><li>c</li></ol>"],
    ),
    "two types that follow each other": (
        "- a\n\n1. b",
        ["text <ul><li>a</li></ul><ol><li>b</li></ol>"],
    ),
    "two lists of one type": (
        "- a\n\n* b",
        ["text <ul><li>a</li></ul>", "text <ul><li>b</li></ul>"],
    ),
    "lists with a paragraph between": (
        "- a\n\nb\n\n- c",
        ["text <ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>"],
    ),
    "pandoc's split of numbers that go on": (
        "1. a\n\n<!-- -->\n\n2. b",
        ["text <ol><li>a</li><li>b</li></ol>"],
    ),
    "pandoc's split of numbers that begin anew": (
        "1. a\n\n<!-- -->\n\n1. b",
        ["text <ol><li>a</li></ol>", "text <ol><li>b</li></ol>"],
    ),
    "a comment that says something parts lists": (
        "- a\n\n<!-- x -->\n\n- b",
        ["text <ul><li>a</li></ul>", "text <ul><li>b</li></ul>"],
    ),
    "a split between other things": ("a\n\n<!-- -->\n\nb", ["text <p>a</p><p>b</p>"]),
    "two paragraphs in an item": (
        "- a\n\n  b\n- c",
        ["list 1: [1 - <p>a</p><p>b</p>] [1 - c]"],
    ),
    "a picture in an item": (
        "1. a\n\n   ![x](y.png)\n\n   b\n2. c",
        [
            "text <ol><li>a</li></ol>",
            "image y.png “x”",
            "text <p>b</p>",
            "list 2: [1 1. c]",
        ],
    ),
    "a picture as an item": (
        "- a\n- ![x](y.png)\n- b",
        ["text <ul><li>a</li></ul>", "image y.png “x”", "text <ul><li>b</li></ul>"],
    ),
    "a picture before the text of an item": (
        "1. a\n2. ![x](y.png)\n\n   b",
        ["text <ol><li>a</li></ol>", "image y.png “x”", "list 2: [1 1. b]"],
    ),
    "code in an item": (
        "1. a\n   ```\n   x\n   ```\n2. b",
        ["text <ol><li>a</li></ol>", "code -: x", "list 2: [1 1. b]"],
    ),
    "a picture in a nested item": (
        "- a\n  - b\n\n    ![x](y.png)\n  - c\n- d",
        [
            "text <ul><li>a<ul><li>b</li></ul></li></ul>",
            "image y.png “x”",
            "text <ul><li>c</li></ul>",
            "text <ul><li>d</li></ul>",
        ],
    ),
    "text behind a nested list": (
        "- a\n  - b\n\n  c\n- d",
        ["text <ul><li>a<ul><li>b</li></ul></li></ul><p>c</p><ul><li>d</li></ul>"],
    ),
    "an item that is only a list": (
        "- - a\n  - b\n- c",
        ["text <ul><li>a</li><li>b</li><li>c</li></ul>"],
    ),
    "an item that is only a list of another type": (
        "- 1. a\n- b",
        ["text <ol><li>a</li></ol><ul><li>b</li></ul>"],
    ),
    "html": (
        "<ol start=3><li>a<li><p>b</p><ul><li>c</ul></ol>",
        ["list 3: [1 1. a] [1 1. b] [2 - c]"],
    ),
    "html with text between items": (
        "<ul><li>a</li>b<li>c</li></ul>",
        ["list 1: [1 - <p>a</p><p>b</p>] [1 - c]"],
    ),
    "a nested list beside its item": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        ["text <ul><li>a<ul><li>b</li></ul></li></ul>"],
    ),
    "an item without a list": ("<li>a</li>", ["text <ul><li>a</li></ul>"]),
    "years": (
        "1998. yılda kuruldu.\n1999. yılda büyüdü.\n2005. yılda taşındı.",
        [
            (
                "text <p>1998. yılda kuruldu.</p><p>1999. yılda büyüdü.</p>"
                "<p>2005. yılda taşındı.</p>"
            )
        ],
    ),
    "one year": (
        "2020. yılda tüzük değişti.",
        ["text <p>2020. yılda tüzük değişti.</p>"],
    ),
    "one year in brackets": ("2020) değişti.", ["text <p>2020) değişti.</p>"]),
    "a number that leads a picture": (
        "1. ![x](y.png)\n3. a",
        ["text <p>1.</p>", "image y.png “x”", "text <p>3. a</p>"],
    ),
}


@pytest.mark.parametrize(("markdown", "found"), SHAPES.values(), ids=SHAPES.keys())
def test_a_list_becomes_what_a_page_can_hold(markdown: str, found: list[str]) -> None:
    assert shape_of(markdown) == found


CODES = {
    "simple": ("- a\n- b", []),
    "nested": ("- a\n  1. b", []),
    "two paragraphs": ("- a\n\n  b", []),
    "quote": ("- a\n\n  > b", ["complex-list-item"]),
    "table": ("- a\n\n  | b |\n  |---|\n", ["complex-list-item"]),
    "empty": ("- a\n-\n- b", ["empty-item"]),
    "start": ("4. a", ["list-start-lost"]),
    "start that goes on": ("1. a\n\nb\n\n2. c", []),
    "start that leaves one out": ("1. a\n\nb\n\n3. c", ["list-start-lost"]),
    "nested start": ("- a\n\n  4. b", ["list-start-lost"]),
    "number missing": ("1. a\n2. b\n4. c", ["suspicious-ordered-list"]),
    "year": ("2020. yıl", ["suspicious-ordered-list"]),
    "below a paragraph": ("a\n- b", ["list-interrupts-paragraph"]),
    "two items below a paragraph": ("a\n- b\n- c", []),
    "nested below its item": ("- a\n  - b", []),
    "only a list": ("- - a", ["complex-list-item"]),
    "seven levels": (
        "\n".join("  " * level + "- a" for level in range(7)),
        ["nested-too-deep"],
    ),
}


@pytest.mark.parametrize(("markdown", "codes"), CODES.values(), ids=CODES.keys())
def test_a_list_is_reported_when_something_is_odd(
    markdown: str, codes: list[str]
) -> None:
    assert [code for code, _ in codes_of(markdown)] == codes


def test_levels_deeper_than_a_page_has_become_the_deepest() -> None:
    lines = [f"{'  ' * level}- madde{level}" for level in range(8)]

    (shown,) = shape_of("\n".join(lines))

    assert "[6 - madde5] [6 - madde6] [6 - madde7]" in shown
