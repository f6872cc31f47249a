"""Text without a sign is text, whatever rule looks at it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importers.markdown import parse


def spans(text: str) -> list[tuple[str, str, str]]:
    tokens = parse._PARSER.parse(text, {})  # noqa: SLF001 - what markdown-it answers
    return [
        (child.type, child.content, child.markup)
        for token in tokens
        if token.type == "inline"
        for child in token.children or ()
    ]


@settings(max_examples=1000)
@given(text=st.text("ab1 .,;:()'\"@/-+=#|?%$^*_`~[]!<>&\\\n\u00a0ş", max_size=12))
@example(text="https://ornek.org (bkz. 3) — www.ornek.org a@b.c :) +1 #2 $x$ %20 {0}")
@example(text="a ^[not] b")
def test_the_short_way_gives_what_markdown_it_gives(text: str) -> None:
    quick = spans(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "_SIGNS", parse.re.compile(""))  # every text has signs

        assert quick == spans(text)
