"""A source that is changed to say something else keeps every line that it can."""

import random
import re
from difflib import unified_diff

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.markdown.file_text import read_file
from importers.markdown.front_matter_edit import new_document, with_title
from importers.markdown.likeness import without_lines
from importers.markdown.question_edit import new_question, with_question
from importers.markdown.question_file import find_question
from importers.markdown.reading import SourceText, read
from importers.markdown.render import read_blocks, render
from importers.markdown.revise import revise
from tests.unit.importers.body_strategies import documents

QUESTION_FILE = re.compile(r"S(?P<number>[1-9]\d{0,3})")
PANDOC = """\
Önce bir paragraf, [<u>bağlantı</u>](https://ornek.org/a)ndaki gibi.

1.  Birinci,

2.  İkinci [<u>bağ</u>](https://ornek.org/b),

3.  Üçüncü.

| *A* | B   |
|:----|----:|
| bir | iki |
| üç  | a\\|b |

> [!NOTE] Not
> Alıntı __kalın__ metin.

``` {.python}
x = 1
y = 2
```

<img src="./media/a.png" style="width:1.5in;height:1in" />

Dipnot[^1] ve *bir* daha.

[^1]: Dipnotun metni.
"""


def changed(before: str, after: str) -> list[str]:
    """Return the lines of a diff between a source and what ``revise`` makes of it."""
    wanted = read_blocks(after)
    result = revise(before, wanted, read_blocks)
    assert without_lines(read_blocks(result)) == without_lines(wanted)
    lines = unified_diff(before.split("\n"), result.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[:3] not in ("---", "+++", "@@ ")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("gibi", "kadar", id="a word beside a link"),
        pytest.param("ornek.org/b", "ornek.org/c", id="an address"),
        pytest.param("Birinci", "**Birinci**", id="a mark"),
        pytest.param("__kalın__ metin", "metin", id="a mark goes"),
        pytest.param("| iki |", "| beş |", id="a cell"),
        pytest.param("*A*", "*C*", id="a header"),
        pytest.param("Dipnotun metni", "Dipnotun yeni metni", id="a footnote"),
        pytest.param("y = 2", "y = 3", id="code"),
        pytest.param("[!NOTE] Not", "[!TIP] İpucu", id="a callout"),
        pytest.param('height:1in" />', 'height:1in" alt="a" />', id="alt"),
        pytest.param("media/a.png", "media/b.png", id="a path"),
    ],
)
def test_one_edit_changes_one_line_and_nothing_else_of_it(old: str, new: str) -> None:
    after = PANDOC.replace(old, new)
    (line,) = set(after.split("\n")) - set(PANDOC.split("\n"))
    (before,) = set(PANDOC.split("\n")) - set(after.split("\n"))

    # As an editor's page has it: without <u>, with other signs.
    assert changed(PANDOC, after.replace("<u>", "").replace("</u>", "")) == [
        f"-{before}",
        f"+{line}",
    ]


def test_an_item_that_comes_moves_the_numbers_behind_it() -> None:
    after = PANDOC.replace("2.  İk", "2.  Yeni,\n\n3.  İk").replace("3.  Ü", "4.  Ü")

    assert changed(PANDOC, after) == [
        "-2.  İkinci [<u>bağ</u>](https://ornek.org/b),",
        "+2.  Yeni,",
        "-3.  Üçüncü.",
        "+3.  İkinci [<u>bağ</u>](https://ornek.org/b),",
        "+",
        "+4.  Üçüncü.",
    ]


def test_a_row_that_comes_is_one_line() -> None:
    after = PANDOC.replace("| üç", "| dört | beş |\n| üç")

    assert changed(PANDOC, after) == ["+| dört | beş |"]


def test_a_paragraph_that_goes_takes_its_empty_line_along() -> None:
    after = PANDOC.replace("Dipnot[^1] ve *bir* daha.\n\n", "Dipnot[^1].\n\n")

    assert changed(PANDOC, after) == ["-Dipnot[^1] ve *bir* daha.", "+Dipnot[^1]."]
    assert changed("Bir.\n\nİki.\n\nÜç.\n", "Bir.\n\nÜç.\n") == ["-", "-İki."]


def test_headings_follow_when_the_one_of_level_1_goes() -> None:
    assert changed("# Bir\n\n## İki\n\n*a* _b_\n", "### İki\n\n*a* _b_\n") == [
        "-# Bir",
        "-",
        "-## İki",
        "+### İki",
    ]


def test_a_source_that_says_it_already_is_not_touched() -> None:
    assert changed(PANDOC, render(read_blocks(PANDOC))) == []


@settings(max_examples=40)
@given(before=documents, after=documents, seed=st.randoms(use_true_random=False))
def test_any_change_is_found(before: str, after: str, seed: random.Random) -> None:
    blocks = [block for block in read_blocks(before) if seed.random() > 0.25]
    for block in read_blocks(after.replace("kelime", "yeni")):
        if seed.random() < 0.4:
            blocks.insert(seed.randint(0, len(blocks)), block)

    result = revise(before, blocks, read_blocks)

    assert without_lines(read_blocks(result)) == without_lines(blocks)


# ---- files

LINES = st.lists(
    st.tuples(
        st.text("aşİ \x00\x0b\u2028#", max_size=4),
        st.sampled_from(["\n", "\r\n", "\r"]),
    ),
    max_size=6,
).map(lambda lines: "".join(text + end for text, end in lines))


@given(
    text=LINES,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    last=st.sampled_from(["", "son"]),
)
def test_a_file_with_its_own_text_is_the_file(
    text: str, encoding: str, last: str
) -> None:
    data = (text + last).encode(encoding)
    file = read_file(data)

    assert file is None or file.with_text(file.text) == data


@given(
    title=st.text(
        "aİş:#'\"\\-[]{}&*!|>%@`,?\u00e9 ~0123nu\U0001f600", min_size=1, max_size=30
    ).filter(str.strip)
)
def test_any_title_can_be_written_and_is_read_again(title: str) -> None:
    title = " ".join(title.split())
    text = (
        '---\n# yorum\ntitle: "Eski: bir" # not\nquestion_id: 1\nchoice_id: 2\n---\nM\n'
    )

    new = with_title(text, title)
    document = new_document({"title": title, "question_id": "1", "choice_id": "2"}, "")

    assert new is not None
    for each in (new, document):
        found = read("a.md", each.encode(), QUESTION_FILE)
        assert isinstance(found, SourceText)
        assert found.title == title
    assert new.split("\n")[:2] + new.split("\n")[3:] == [
        line for line in text.split("\n") if "Eski" not in line
    ]


@pytest.mark.parametrize(
    "title",
    [
        "title: >-\n  Eski bir\n  başlık",
        "title: 'Eski ''bir'' başlık'",
        'title:   "Eski"',
        "title: Eski\n  devamı",
    ],
)
def test_a_title_over_several_lines_is_replaced_as_a_whole(title: str) -> None:
    text = f"---\nquestion_id: 1\n{title}\nchoice_id: 2\nyazar: B. C.\n---\nMetin\n"

    new = with_title(text, "Yeni")

    assert new is not None
    assert new.replace("'Yeni'", "Yeni").replace('"Yeni"', "Yeni").replace(
        "title:   ", "title: "
    ) == ("---\nquestion_id: 1\ntitle: Yeni\nchoice_id: 2\nyazar: B. C.\n---\nMetin\n")


@given(
    question=st.text("aİş*_`#[]()<>&;\\:!? 1lt", min_size=1, max_size=30).filter(
        str.strip
    )
)
def test_any_question_that_can_be_written_is_read_again(question: str) -> None:
    question = " ".join(question.split())
    before = "<!-- x -->\n### **SORU 3:** Var mı? {#s3}\n\nMetin\n"

    for text in (with_question(before, question), new_question(question)):
        assert text is not None
        found = find_question(text)
        assert found is not None
        assert found.text == question
