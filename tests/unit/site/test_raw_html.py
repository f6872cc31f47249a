import pytest

from guidance.presentation.raw_html import readable_html


@pytest.mark.parametrize(
    "unsafe",
    [
        "<script>alert(1)</script>",
        '<img src="https://ornek.org/x.png">',
        '<p onclick="x()" style="color:red" class="y">',
        '<a href="javascript:alert(1)">',
        "<iframe src=/x></iframe>",
        "<h1>Başlık</h1>",
    ],
)
def test_nothing_dangerous_or_foreign_is_shown(unsafe):
    html = readable_html(f"{unsafe}<p>Metin</p>", lambda _: None)

    assert "Metin" in html
    for sign in ("script", "img", "onclick", "style", "class", "iframe", "<h1"):
        assert sign not in html


def test_texts_in_the_source_language_are_marked_one_by_one():
    html = readable_html(
        "<dl><dt>Term</dt><dd>Tanım &amp; örnek</dd></dl>", {"t2": "tr"}.get
    )

    assert html == (
        '<dl><dt>Term</dt><dd><span lang="tr" dir="ltr">Tanım &amp; örnek</span></dd></dl>'
    )
