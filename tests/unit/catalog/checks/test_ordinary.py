"""Most texts are ordinary: what is left out for them would have found nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidance.catalog import checks
from guidance.catalog.checks import check
from guidance.catalog.checks.ordinary import is_ordinary
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from tests.unit.catalog.checks.correct_translations import CORRECT
from tests.unit.catalog.checks.wrong_translations import ERRORS, WARNINGS

_LETTERS = st.text(
    "aAbğıİşßſŉÿżñ 07%{}<>&@:/.,;!?()*_-#'\"“”«»…\u200b\u202e\u00ad\n\t٣م،؟？年",
    max_size=40,
)
# What the checks look at, and what they need not.
_WORDS = st.sampled_from(
    [
        "Üyeler",
        "üyeler",
        "members",
        "Members",
        "toplantıda",
        "toplanır",
        "meeting",
        "meetings",
        "no",
        "bkz",
        "vb",
        "s",
        "a.ş",
        "ve",
        "Ve",
        "için",
        "bir",
        "daha",
        "that",
        "had",
        "the",
        "The",
        "el",
        "İş",
        "ış",
        "don't",
        "'ın",
        "www.ornek.org",
        "ist",
        "ſt",
        "ß",
        "ss",
        "data:",
        "javascript:x",
        "-",
        "–",
        "“ve”",
        "(«no»)",
        "12",
        "5",
        "2020",
        "2020’de",
        "(1)",
        "10 000",
        "18.000",
        "2020-2021",
        "10:30",
        "milyon",
        "Million",
        "thousand",
        "pm",
        "م",
        "ألف",
        "٥",
        "و21",
        "şöyle:",
        "note:",
        "data:x/y",
        "حدّ",
        "سؤالًا،",
        "&amp;",
        "&",
        "<",
        "الأعضاء",
        "في",
        "واحد",
        "و؟",
        "Ελλάδα",
        "ｆｕｌｌ",
    ]
)
_TAGS = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a1>",
        "</a1>",
        "<a2>",
        "</a2>",
        "<br/>",
        "<empty/>",
        "<code>",
    ]
)
_MARKED = st.sampled_from(
    [
        "{}",
        "{}",
        "<b>{}</b>",
        "<a1>{}</a1>",
        "<a1>{}</a1> <i>x</i>",
        "<i>x</i> <a1>{}</a1>",
        "<a1></a1>{}",
        "<a2>{}</a2>",
        "<b>{}",
        "<b><i>{}</b></i>",
        "{} ",
        " {}",
        "- {}",
    ]
)
_ENDS = st.sampled_from(
    [
        "",
        "",
        ".",
        ".",
        "?",
        "؟",
        ":",
        ";",
        ",",
        "،",
        "…",
        " .",
        '."',
        "”.",
        " ",
        " 5",
        ")",
    ]
)
_PAIRS = [
    ("Üyelere sorulur", "Members are asked"),
    ("Üyelere sorulur mu?", "Are the members asked?"),
    (
        "<a1>Üyeler</a1> <b>her ay</b> toplanır.",
        "<a1>Members</a1> <b>meet</b> monthly.",
    ),
    ("Onlara <i>liste</i> verilir:", "They get <i>a list</i> of it:"),
    ("2020’de 20 üyeye: <a1>kim</a1> <b>ne</b>", "<b>What</b>: by 20 <a1>in</a1> 2020"),
]
_ADDED = st.one_of(
    st.text(max_size=2), _LETTERS, _WORDS, _WORDS.map(" {} ".format), _TAGS
)
_LANGUAGES = st.sampled_from(["en", "en", "ar", "de", "tr", "az", "el", "lo", "ja"])
_CASES = [
    *CORRECT,
    *((language, *rest) for _, language, *rest in (*ERRORS, *WARNINGS)),
]


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    words = draw(
        st.lists(st.one_of(_WORDS, _WORDS, _WORDS, _TAGS), min_size=1, max_size=14)
    )
    return draw(_MARKED).format(" ".join(words)) + draw(_ENDS)


def every_check(entry: Entry, language: str) -> tuple[Finding, ...]:
    """Return what is found when no text is ordinary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "is_ordinary", lambda _entry, _language: False)

        return check(entry, language)


@pytest.mark.parametrize(("language", "msgctxt", "msgid", "msgstr"), _CASES)
def test_every_check_would_find_the_same(
    language: str, msgctxt: str, msgid: str, msgstr: str
) -> None:
    entry = Entry(msgctxt=msgctxt, msgid=msgid, msgstr=msgstr)

    assert check(entry, language) == every_check(entry, language)


@settings(max_examples=3000, deadline=None)
@given(_sentences(), _sentences(), _LANGUAGES)
@example("Üyelere sorulur.", "They say no.", "en")
@example("Üyelere sorulur.", "Of that they they say.", "en")
@example("Üyelere sorulur.", "<a1></a1>They are asked.", "en")
@example("Üyelere sorulur ve yazılır.", "Üyelere sorulur ve yazılır.", "en")
@example("www.ornek.org adresinde", "there", "en")
@example("Toplantı 5 pm saatinde.", "The meeting is 5 there.", "en")
@example("Toplantıda 2 bin kişi vardı.", "There were 2 people at the meeting.", "en")
@example("Toplantıda 10 000 kişi vardı.", "There were 000 people of 10 at it.", "en")
@example("Toplantı 2020 yılında.", "The meeting is in 2021.", "en")
def test_of_sentences(msgid: str, msgstr: str, language: str) -> None:
    entry = Entry(msgid=msgid, msgstr=msgstr)

    if is_ordinary(entry, language):
        assert every_check(entry, language) == ()


@settings(max_examples=1500, deadline=None)
@given(_sentences(), _MARKED, _LANGUAGES, _ENDS)
def test_of_sentences_that_are_alike(
    text: str, marked: str, language: str, end: str
) -> None:
    words = " ".join(word for word in text.split() if word.isalpha())
    entry = Entry(
        msgid=marked.format(f"Bütün {words}{end}"),
        msgstr=marked.format(f"Whatever {words}{end}"),
    )

    if is_ordinary(entry, language):
        assert every_check(entry, language) == ()


@settings(max_examples=3000, deadline=None)
@given(st.sampled_from(_PAIRS), st.booleans(), st.integers(0, 60), _ADDED)
@example(("Üyelere sorulur", "Members are asked"), True, 60, " ")
def test_of_ordinary_texts_with_something_added(
    pair: tuple[str, str], is_target: bool, place: int, added: str
) -> None:
    texts = list(pair)
    changed = texts[is_target]
    texts[is_target] = changed[:place] + added + changed[place:]
    entry = Entry(msgid=texts[0], msgstr=texts[1])

    assert check(entry, "en") == every_check(entry, "en")


@settings(max_examples=1500, deadline=None)
@given(_LETTERS.filter(bool), _LETTERS, _LANGUAGES)
def test_of_any_text(msgid: str, msgstr: str, language: str) -> None:
    entry = Entry(msgid=msgid, msgstr=msgstr)

    assert check(entry, language) == every_check(entry, language)


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        (
            "en",
            "Yönetim kurulu <b>her ay</b> toplanır (ve karar alır).",
            "The board <b>meets</b> “every month”, and decides (alone) together.",
        ),
        ("ar", "Üyelere sorulur mu?", "هل يُسأل الأعضاء؟"),
        ("de", "<a1>Rehber</a1> şunları anlatır:", "<a1>Das Heft</a1> erzählt davon:"),
        (
            "en",
            "2020’de 20 üye (yarısı) geldi.",
            "In 2020, 20 members came, half of them.",
        ),
        (
            "en",
            "Bizim için: <b>Üye</b> herkestir;",
            "For us: anybody is <b>a member</b>,",
        ),
        (
            "ar",
            "<a1>Rehber</a1> <b>üyelere</b> 3 yol önerir:",
            "تقترح <b>على الأعضاء</b> 3 طرق في <a1>الدليل</a1>:",
        ),
    ],
)
def test_what_translators_mostly_write_is_ordinary(
    language: str, msgid: str, msgstr: str
) -> None:
    assert is_ordinary(Entry(msgid=msgid, msgstr=msgstr), language)


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Üyelere sorulur.", "Members are asked"),
        ("Üyelere sorulur.", "Members members are asked."),
        ("Üyelere sorulur.", "Members are asked ve told."),
        ("Üyelere sorulur.", "Members are asked 3 times."),
        ("Üyelere 5 kez sorulur.", "Members are asked 3 times."),
        ("Üyelere 10 000 kez sorulur.", "Members are asked 10 000 times."),
        ("Üyelere 2 bin kez sorulur.", "Members are asked 2 times or more."),
        ("Üyelere 2020-2021’de sorulur.", "Members are asked in 2020-2021."),
        ("Üyelere sorulur;", "Members are asked."),
        ("<b>Üyelere</b> <i>sorulur</i>.", "<b>Members <i>are</b> asked</i>."),
        ("<b>Üyelere</b> sorulur.", "Members are asked."),
        ("<a1>Üyelere</a1> sorulur.", "<a1></a1>Members are asked."),
        ("Üyelere", "Üyelere"),
    ],
)
def test_what_a_check_may_find_is_not(msgid: str, msgstr: str) -> None:
    assert not is_ordinary(Entry(msgid=msgid, msgstr=msgstr), "en")


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code"),
    [
        (" Üyeler", "Members", "edge-space"),
        ("Üyeler", "Members ", "edge-space"),
        (
            "Onlara <a1>liste</a1> verilir.",
            "They get için<a1>list</a1> this.",
            "remaining-turkish",
        ),
        (
            "Onlara <b>bu</b> <i>liste</i> verilir.",
            "The içi<b>n</b><i>list</i> is it.",
            "remaining-turkish",
        ),
    ],
)
def test_what_stands_at_an_edge_is_found(msgid: str, msgstr: str, code: str) -> None:
    findings = check(Entry(msgid=msgid, msgstr=msgstr), "en")

    assert [each.code for each in findings] == [code]


def test_a_dense_language_in_latin_letters_is_looked_at_by_all_checks() -> None:
    entry = Entry(
        msgid="Üyelerimiz yılda bir toplanır.", msgstr="Huiyuan mei nian kai hui."
    )

    assert is_ordinary(entry, "en")
    assert not is_ordinary(entry, "zh-Latn")


@pytest.mark.parametrize(
    ("msgid", "msgstr"), [("Üyeler;", "meli;"), ("Üye:", "melos;")]
)
def test_a_semicolon_asks_in_greek_in_latin_letters_too(
    msgid: str, msgstr: str
) -> None:
    entry = Entry(msgid=msgid, msgstr=msgstr)

    assert is_ordinary(entry, "en")
    assert [each.code for each in check(entry, "el-Latn")] == ["end-punctuation"]


def test_a_text_of_many_colons_is_as_long_as_it_is() -> None:
    entry = Entry(msgid="Üye", msgstr="member: board: " * 70 + "member")

    assert [each.code for each in check(entry, "en")] == ["too-long"]
