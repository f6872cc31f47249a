"""Where front matter begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.markdown.front_matter import (
    MAX_LENGTH,
    other_format,
    parse_front_matter,
)
from importers.markdown.yaml_entries import FrontMatterError


def _refusal(text: str) -> tuple[str, int | None]:
    with pytest.raises(FrontMatterError) as caught:
        parse_front_matter(text)
    return caught.value.finding.code, caught.value.finding.line


@pytest.mark.parametrize(
    "text",
    [
        "---\na: b\n---\nGövde\n",
        "--- \na: b\n---\t\nGövde\n",
        "---\u00a0\na: b\n---\u00a0\nGövde\n",
        "---\na: b\n...\nGövde\n",
        "---\na: b\n---\nGövde\n\n---\n\nSonra\n",
        "---\na: b\n---\n\n\n    girintili\n",
        "---\na: b\n---\nson satır",
        "---\na: b\n---\n",
        "---\na: b\n---",
        "\n \n---\na: b\n---\nGövde\n",
        "---\r\na: b\r\n---\r\nGövde\r\n",
    ],
)
def test_the_first_two_fences_are_the_front_matter_and_the_rest_is_the_body(
    text: str,
) -> None:
    front = parse_front_matter(text)

    assert front is not None
    assert front.entries["a"].text == "b"
    assert "\n".join(text.split("\n")[front.body_line - 1 :]) == front.body


def test_lines_are_those_of_the_file() -> None:
    front = parse_front_matter("\n\n---\n# açıklama\n\na: b\n---\n\nGövde")

    assert front is not None
    assert (front.line, front.entries["a"].line, front.body_line) == (3, 6, 8)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Metin",
        "----\na: b\n----\n",
        " ---\na: b\n---\n",
        "--- a\n---\n",
        "--\n",
    ],
)
def test_a_file_without_an_opening_fence_has_no_front_matter(text: str) -> None:
    assert parse_front_matter(text) is None


@pytest.mark.parametrize("text", ["---", "---\n", "---\na: b\n", "\n---\na: b\n----\n"])
def test_a_fence_that_is_never_closed_is_an_error_in_its_line(text: str) -> None:
    assert _refusal(text) == ("unclosed-front-matter", 2 if text[0] == "\n" else 1)


@pytest.mark.parametrize("text", ["---\n---\n", "---\n\n---\n", "---\n# yok\n---\n"])
def test_front_matter_can_say_nothing(text: str) -> None:
    front = parse_front_matter(text)

    assert front is not None
    assert front.entries == {}


def test_front_matter_that_is_too_long_is_not_given_to_yaml(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("frontmatter.parse", lambda *_, **__: ({}, ""))
    room = MAX_LENGTH - len("a: \n")

    assert parse_front_matter(f"---\na: {'b' * room}\n---\n") is not None
    assert _refusal(f"---\na: {'b' * (room + 1)}\n---\n") == (
        "front-matter-too-long",
        1,
    )


def test_an_error_of_yaml_is_in_the_line_of_the_file() -> None:
    assert _refusal("---\na: b\nc: d: e\n---\n") == ("yaml-error", 3)
    assert _refusal("\n\n---\na: b\nc: d: e\n---\n") == ("yaml-error", 5)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('+++\ntitle = "A"\n+++\n', "TOML"),
        ('\n+++ \ntitle = "A"\n', "TOML"),
        ('{"title": "A"}\n', "JSON"),
        ('{\n  "title": "A"\n}\n', "JSON"),
        ("{{ sayfa }}\n", None),
        ("{: .ozet}\n", None),
        ("++++\n", None),
        ("Metin\n+++\n", None),
        ("", None),
    ],
)
def test_other_formats_are_known_by_their_first_line(
    text: str, name: str | None
) -> None:
    assert other_format(text) == name


@given(st.text(st.sampled_from("-.\n a:")), st.text(st.sampled_from("-.\n ab")))
def test_the_body_is_the_rest_of_the_file_whatever_it_is(above: str, body: str) -> None:
    text = f"---\n{above}\n---\n{body}"

    try:
        front = parse_front_matter(text)
    except FrontMatterError:
        return

    assert front is not None
    assert text.endswith(front.body)
    assert front.body.endswith(body)
    assert "\n".join(text.split("\n")[front.body_line - 1 :]) == front.body
