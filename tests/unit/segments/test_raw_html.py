import pytest

from guidance.segments.raw_html import map_texts


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("", []),
        ("<hr><br/> \n", []),
        ("yalın metin", ["yalın metin"]),
        ("<p>a &lt; b &amp; c</p>", ["a < b & c"]),
        ("<p>İş <b>birliği</b>dir.</p>", ["İş", "birliği", "dir."]),
        ("<td title='a > b'>bir</td>", ["bir"]),
        ('<td title="<p>">bir</td>', ["bir"]),
        ("<!-- <p>yok</p> -->var", ["var"]),
        ("<style>p { color: red }</style>var", ["var"]),
        ("<SCRIPT>a < b</Script >var", ["var"]),
        ("<script>kapanmıyor", []),
        ("5 < 6 ve 7 > 2", ["5 < 6 ve 7 > 2"]),
        ("<p", []),
        ("<p>&nbsp;</p>", []),
        ('<p title="kapanmıyor>metin', []),
        ("<!doctype html>a", ["a"]),
    ],
)
def test_texts_are_what_a_reader_sees(source: str, texts: list[str]) -> None:
    found: list[str] = []

    def note(number: int, text: str) -> str:
        found.append(text)
        assert number == len(found)
        return text

    assert map_texts(source, note) == source
    assert found == texts


def test_a_new_text_is_escaped_and_keeps_the_spaces_around_it() -> None:
    changed = map_texts(
        "<p> bir\n</p>", lambda number, text: f"{text} < <b>{number}</b>"
    )

    assert changed == "<p> bir &lt; &lt;b&gt;1&lt;/b&gt;\n</p>"
