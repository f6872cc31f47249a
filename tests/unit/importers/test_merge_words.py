"""Two changes of one text: joined by words, or not at all."""

import pytest

from guidance.segments.inline import (
    Break,
    Inline,
    Link,
    Mark,
    Text,
    page_link,
    web_link,
)
from importers.merge.words import merge_inline, merge_text

BOLD = frozenset({Mark.BOLD})
BASE = "Derneğin üyeleri her ay bir araya gelir ve kararları birlikte alır."

# What the editor and the source made of the text, and what comes of it.
TEXTS = {
    "far apart": (
        BASE.replace("Derneğin", "Vakfın"),
        BASE.replace("birlikte alır", "oylar"),
        "Vakfın üyeleri her ay bir araya gelir ve kararları oylar.",
    ),
    "the same change": (
        BASE.replace("her ay", "her hafta"),
        BASE.replace("her ay", "her hafta"),
        BASE.replace("her ay", "her hafta"),
    ),
    "the same change and another": (
        BASE.replace("her ay", "her hafta"),
        BASE.replace("her ay", "her hafta").replace("alır", "verir"),
        BASE.replace("her ay", "her hafta").replace("alır", "verir"),
    ),
    "an insertion and a deletion": (
        BASE.replace("üyeleri", "bütün üyeleri"),
        BASE.replace(" birlikte", ""),
        "Derneğin bütün üyeleri her ay bir araya gelir ve kararları alır.",
    ),
    "only a suffix each": (
        BASE.replace("üyeleri", "üyelerinin"),
        BASE.replace("kararları", "kararlarını"),
        BASE.replace("üyeleri", "üyelerinin").replace("kararları", "kararlarını"),
    ),
    "only a capital each: İ and ı are letters of their own": (
        BASE.replace("bir", "BİR", 1),
        BASE.replace("alır", "ALIR"),
        BASE.replace("bir", "BİR", 1).replace("alır", "ALIR"),
    ),
    "the same word": (
        BASE.replace("ay", "hafta"),
        BASE.replace("ay", "yıl"),
        None,
    ),
    "neighboring words": (
        BASE.replace("her", "üç"),
        BASE.replace("ay", "ayda"),
        None,
    ),
    "a word and the comma after it": (
        BASE.replace("gelir", "gelir,"),
        BASE.replace("gelir", "toplanır"),
        None,
    ),
    "insertions at the same place": (
        BASE.replace("her", "yazın her"),
        BASE.replace("her", "kışın her"),
        None,
    ),
    "insertions at the end": (f"{BASE} Bu iyidir.", f"{BASE} Bu yeterlidir.", None),
    "a rewritten text and a corrected word": (
        "Kararları vakfın kurulu tek başına, ayda bir ve gizli oyla alır.",
        BASE.replace("Derneğin", "Vakfın"),
        None,
    ),
    "a deleted text and a corrected word": (
        "",
        BASE.replace("Derneğin", "Vakfın"),
        None,
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "expected"), TEXTS.values(), ids=TEXTS)
def test_two_changes_of_a_text(ours: str, theirs: str, expected: str | None) -> None:
    assert merge_text(BASE, ours, theirs) == expected
    assert merge_text(BASE, theirs, ours) == expected


def test_a_text_of_more_words_than_anybody_writes_is_a_conflict() -> None:
    long = "kelime " * 6_000

    assert merge_text(f"a {long}b", f"A {long}b", f"a {long}B") is None


# ---- marks and links


def link(words: str, to: str = "https://ornek.org/a") -> Link:
    return web_link(to, Text(words))


def text(*parts: Inline | str) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


GUIDE = text("Ayrıntılar için ", link("üyelik rehberine"), " bakın, sonra bize yazın.")


def test_marks_of_one_side_and_words_of_the_other() -> None:
    bold = text(
        *("Ayrıntılar için ", link("üyelik rehberine"), " bakın, sonra "),
        Text("bize yazın", BOLD),
        ".",
    )
    words = text("Bilgi için ", *GUIDE[1:])

    assert merge_inline(GUIDE, words, bold) == text("Bilgi için ", *bold[1:])


def test_a_mark_and_another_word_in_its_place_are_a_conflict() -> None:
    bold = text(*GUIDE[:2], " bakın, sonra bize ", Text("yazın", BOLD), ".")
    words = text(*GUIDE[:2], " bakın, sonra bize sorun.")

    assert merge_inline(GUIDE, words, bold) is None


def test_the_address_of_one_side_and_the_words_of_the_other() -> None:
    corrected = text(GUIDE[0], link("üyelik kılavuzuna"), GUIDE[2])
    moved = text(GUIDE[0], link("üyelik rehberine", "https://ornek.org/b"), GUIDE[2])

    expected = text(
        GUIDE[0], link("üyelik kılavuzuna", "https://ornek.org/b"), GUIDE[2]
    )
    assert merge_inline(GUIDE, corrected, moved) == expected
    assert merge_inline(GUIDE, moved, corrected) == expected


def test_a_link_to_a_file_that_becomes_one_to_a_page() -> None:
    page = text(GUIDE[0], page_link(7, Text("üyelik rehberine")), GUIDE[2])
    words = text(*GUIDE[:2], " bakın, sonra bize sorun.")

    assert merge_inline(GUIDE, words, page) == text(*page[:2], words[2])


def test_two_new_addresses_are_a_conflict() -> None:
    one, other = (
        text(GUIDE[0], link("üyelik rehberine", f"https://ornek.org/{name}"), GUIDE[2])
        for name in "bc"
    )

    assert merge_inline(GUIDE, one, other) is None


def test_a_link_that_is_taken_away_and_corrected_is_a_conflict() -> None:
    plain = text("Ayrıntılar için üyelik rehberine bakın, sonra bize yazın.")
    moved = text(GUIDE[0], link("üyelik rehberine", "https://ornek.org/b"), GUIDE[2])

    assert merge_inline(GUIDE, plain, moved) is None


def test_links_keep_their_addresses_when_another_one_comes_before_them() -> None:
    linked = text(link("Ayrıntılar", "https://ornek.org/yeni"), " için ", *GUIDE[1:])
    words = text(*GUIDE[:2], " bakın, sonra bize sorun.")

    assert merge_inline(GUIDE, words, linked) == text(*linked[:3], words[2])


def test_line_breaks_stay() -> None:
    base = text("Bir satır burada biter", Break(), "ve ikinci satır burada başlar")
    ours = text("Her satır burada biter", Break(), base[2])
    theirs = text(base[0], Break(), "ve ikinci satır burada sürer")

    assert merge_inline(base, ours, theirs) == text(ours[0], Break(), theirs[2])
