"""What the checks leave out for most texts would have found nothing there."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidance.catalog.checks import characters, length, placeholders, turkish
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.text import fold as folding
from guidance.text import words as wording
from guidance.text.fold import fold
from guidance.text.words import count_letters, words

thorough = settings(max_examples=1500, deadline=None)

ALWAYS, NEVER = re.compile(""), re.compile("(?!)")
_LETTERS = "abcijIİıiüğşŞÇâéßﬁſ\u0307\u0327 .,'’“-–…123%{}$"
_UNSEEN = "\u00a0\u00ad\u200b\u200c\u202a\u202c\u202e\u2066\u2069\x07\x85\ufeff\ufffd\n"
texts = st.one_of(
    st.text(_LETTERS, max_size=20),
    st.text(_LETTERS + _UNSEEN, max_size=12),
    st.text(max_size=12),
    st.lists(st.sampled_from(["%s", "%(a)s", "${b}", "{{c}}", "{}", "d "])).map(
        "".join
    ),
)


def found(
    check: Callable[[Entry, str], Iterator[Finding]], source: str, target: str
) -> list[Finding]:
    return list(check(Entry(msgid=source, msgstr=target), "en"))


@thorough
@given(text=texts, language=st.sampled_from(["tr", "en", "az"]))
@example(text="IŞIK ve İLGİ", language="tr")
@example(text="İ", language="en")
@example(text="a  b", language="tr")
def test_simple_texts_fold_as_all_texts_do(text: str, language: str) -> None:
    short = fold(text, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_SIMPLE", NEVER)

        assert short == fold(text, language)


@thorough
@given(text=texts)
def test_a_token_of_letters_is_a_word(text: str) -> None:
    long = [wording._without_edges(token) for token in text.split()]  # noqa: SLF001

    assert words(text) == tuple(filter(None, long))


@thorough
@given(text=texts)
@example(text="“ıssız” Işık İzmir'de (ı)")
def test_only_tokens_with_a_turkish_i_have_words_with_one(text: str) -> None:
    short = list(turkish._words_with_turkish_i(text))  # noqa: SLF001

    assert short == [word for word in words(text) if re.search("[ıİ]", word)]


@thorough
@given(source=texts, target=texts)
@example(source="a" * 60, target="b" * 24)
@example(source="a" * 60, target="ş" * 150)
@example(source="“" * 60, target="a")
def test_no_length_is_usual_that_the_count_calls_suspicious(
    source: str, target: str
) -> None:
    if length._is_surely_usual(source, target, 0.4, 2.5):  # noqa: SLF001
        theirs, ours = count_letters(source), count_letters(target)

        assert 0.4 * theirs <= ours <= 2.5 * theirs


@thorough
@given(source=texts, target=texts)
@example(source="a", target="\u202aa")
@example(source="a", target="a\u200dn")
def test_without_an_unseen_character_there_is_nothing_to_find(
    source: str, target: str
) -> None:
    _compare(characters, "_UNSEEN", ALWAYS, source, target)


@thorough
@given(source=texts, target=texts)
@example(source="%s", target="")
@example(source="", target="{{a}}")
def test_without_its_mark_there_is_no_placeholder(source: str, target: str) -> None:
    _compare(placeholders, "_MARK", ALWAYS, source, target)


def _compare(
    module: Any, name: str, pattern: re.Pattern[str], source: str, target: str
) -> None:
    short = found(module.check, source, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, pattern)

        assert short == found(module.check, source, target)


def test_most_texts_do_take_the_short_ways() -> None:
    text = "Yönetim kurulu “her ay” toplanır, karar alır ve üyelere duyurur – 3 gün içinde."

    assert folding._SIMPLE.fullmatch(text)  # noqa: SLF001
    assert characters._UNSEEN.search(text) is None  # noqa: SLF001
    assert length._is_surely_usual(text, text, 0.4, 2.5)  # noqa: SLF001
