"""Turkish-like texts for the benchmarks of translations: the same in every run."""

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_ONSETS = ["", "b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "y", "ç", "ş", "h"]
_BACK, _FRONT = "aıou", "eiöü"
_CODAS = ["", "", "", "l", "n", "r", "k", "m", "ş"]
_SUFFIXES = [
    ("", ""),
    ("lar", "ler"),
    ("ların", "lerin"),
    ("ımız", "imiz"),
    ("da", "de"),
]
_VOCABULARY = 6000
# Segments of a section of a page, with its heading.
_SECTION = 6
# What every translation keeps as it is.
_KEPT = re.compile(r"(<[^>]+>|&\w+;|https?://\S+)")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]+")
# One text in so many has a slip.
_SLIP = 50
_VOCABULARY_OF_TRANSLATION = """
a
as at by if in it no of on or so to up we
all and any are ask can day for her his how its let may new not our out own put say see
set she the them use was way who why yes you
also area away been board book both case each even ever fact form from full give goal
good have help here hold into just keep kind know last less like list look made make
many more most much must name need next note only open over page part plan same seen
team than that then they this time used very want were what when will with work
about above after again agree allow asked basis below built carry check cover daily
doing every final given goals group guide ideas issue known later learn level local
makes means meets money month needs notes offer often other paper parts people place
plans point quite ready right rules share since small staff state steps still table
taken tasks their there these thing those today topic trust under until users value
where which while whole words works would write years
accept action advice agreed always annual answer around become before behind better
budget change choice choose clause closed common copies course create decide define
detail during effect either enough ensure events expect follow formal future having
income inform leader longer making manage matter measure member method minute modern
number office others parent period person policy public reason record reduce result
review rights season select should simple single source status strong submit supply
though toward update values vision volume within worked yearly
account achieve address against airport already another approve arrange balance because
between brought capital central certain chapter clearly collect comment company compare
consult contact context control council country decided deliver develop discuss example
explain express feature finance forward founded general greater however improve include
involve keeping leaders listing meeting members mention network nothing observe
outline partner payment perform planned prepare present problem process produce project
promote provide publish purpose quality receive regular related request require respect
respond results science section service several similar society special subject success
support through trained usually village website without workers written
activity addition advocacy although analysis annually approach approval assembly
campaign capacity carrying children citizens complete consider continue contract covering
decision describe document economic employee evaluate evidence external facility feedback
followed guidance identify included increase informal interest internal involved language
learning location maintain majority managing material meetings minister national normally
objected official overview participate personal planning policies position possible
practice prepared priority proposal provided purposes question realized received regional
relation reported required research resource schedule security separate services standard
strategy strength suitable supports together training transfer whatever workshop
according agreement available beginning certainly community complaint completed condition
continued decisions described developed different direction discussed documents education
effective employees establish executive financial following important including increased
indicator influence interests introduce knowledge meanwhile necessary objective operation
otherwise ourselves political practices principle procedure processes programs
published questions reference reporting resources sometimes statement structure supported
transport treatment undertake volunteer
accessible accounting activities additional agreements applicable beneficial circulated
collection commission committees completely conditions connection considered continuous
democratic department determined discussion efficiency evaluation everything explaining
government immediately importance individual information innovation management membership
monitoring objectives operations organizing particular permission priorities procedures
protection reasonable regulation relevances reliability responses satisfying strategies
sufficient throughout understand volunteers
accordingly achievement appropriate association certificate cooperation declaration
description development distributed environment established explanation fundraising
improvement independent institution involvement maintenance measurement
negotiation opportunity participant performance preparation publication recognition
replacement requirement responsible significant stakeholder sustainable transparent
accessibility accountability accompanying administrative appropriately beneficiaries
collaboration communication comprehensive confirmation considerations contributions
documentation effectiveness establishment implementation improvements independently
organization organizations participation possibilities professional recommendation
relationships representative requirements responsibility significantly
stakeholders sustainability transparency understanding
"""
_ENGLISH = {
    length: tuple(
        word for word in _VOCABULARY_OF_TRANSLATION.split() if len(word) == length
    )
    for length in range(1, 15)
}


class Writer:
    """Writes sentences; frequent words are frequent, as in real texts."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing secret
        chooser = random.Random(1)  # noqa: S311
        self._words = [_word(chooser) for _ in range(_VOCABULARY)]
        self._weights = [1 / (place + 8) for place in range(_VOCABULARY)]

    def words(self, count: int) -> list[str]:
        return self._random.choices(self._words, self._weights, k=count)

    def sentence(self, least: int = 8, most: int = 18) -> str:
        text = " ".join(self.words(self._random.randint(least, most)))
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self) -> str:
        count = self._random.choices((1, 2, 3), (5, 4, 1))[0]
        return " ".join(self.sentence() for _ in range(count))

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def place(self, length: int) -> int:
        return self._random.randrange(length)


def _word(chooser: random.Random) -> str:
    front = chooser.random() < 0.5
    vowels = _FRONT if front else _BACK
    stem = "".join(
        chooser.choice(_ONSETS) + chooser.choice(vowels) + chooser.choice(_CODAS)
        for _ in range(chooser.choice((1, 2, 2, 3)))
    )
    return stem + chooser.choice(_SUFFIXES)[front]


def pseudo(text: str) -> str:
    """Return a translation that a translator might have written, the same in every run.

    Each word becomes an English one of about its length. Punctuation, numbers, addresses
    and tags stay, and so do capitals. Two texts in a hundred have a slip that a check
    warns of: no full stop at the end, or a word twice.

    >>> pseudo("Bir <b>iki</b>, 2030.")
    'No <b>to</b>, 2030.'
    """
    last = ""

    def english(word: re.Match[str]) -> str:
        nonlocal last
        last = _english(word[0], last)
        return last.capitalize() if word[0][0].isupper() else last

    translated = "".join(
        piece if _KEPT.fullmatch(piece) else _WORD.sub(english, piece)
        for piece in _KEPT.split(text)
    )
    # Each side has tags of its own; what is said has to have the same slips.
    number = zlib.crc32(_TAG.sub("", text).encode())
    return translated if number % _SLIP else _slip(translated, number)


def _english(word: str, before: str) -> str:
    """Return an English word for another one; never the same twice running."""
    number = zlib.crc32(word.lower().encode())
    # A letter less, as many, or one more.
    alike = _ENGLISH[min(max(len(word) + number % 3 - 1, 2), max(_ENGLISH))]
    place = number // 3 % len(alike)
    return alike[place] if alike[place] != before else alike[place - 1]


def _slip(text: str, number: int) -> str:
    if text.endswith(".") and number % (2 * _SLIP):
        return text.removesuffix(".")
    words, _, last = text.rpartition(" ")
    return f"{words} {last.removesuffix('.')} {last}"


def page_paragraphs(writer: Writer, segments: int) -> Iterator[str]:
    """Yield the HTML of the paragraphs of a page.

    Some have bold text, some a link; every third one has a year or a colon, and one in
    ten a share in per cent, which all checks look at.
    """
    for number in range(segments):
        text = writer.paragraph()
        if number % 3 == 2:
            words = text.split(" ")
            place = writer.place(len(words) - 1)
            year = str(2000 + writer.place(50))
            words[place:place] = [year] if number % 2 else [f"{words.pop(place)}:"]
            text = " ".join(words)
        if number % 10 == 7:
            words = text.split(" ")
            words[2:2] = [f"%{writer.place(90) + 10}"]
            text = " ".join(words)
        if number % 5 == 1:
            first, _, rest = text.partition(" ")
            text = f"<b>{first}</b> {rest}"
        if number % 10 == 3:
            words = text.split(" ")
            words[2] = f'<a href="https://ornek.org/{writer.place(400)}">{words[2]}</a>'
            text = " ".join(words)
        yield text


def page_texts(
    writer: Writer, segments: int
) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return the title of a page and its sections, so many segments in all."""
    title = writer.sentence(4, 7)
    return title, list(page_sections(writer, segments - 1))


def page_sections(writer: Writer, segments: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the sections of a page, a heading and its paragraphs, of so many segments."""
    paragraphs = list(page_paragraphs(writer, segments - segments // _SECTION))
    for start in range(0, len(paragraphs), _SECTION - 1):
        heading = writer.sentence(3, 5).removesuffix(".")
        yield heading, paragraphs[start : start + _SECTION - 1]


@dataclass(frozen=True, slots=True)
class Edit:
    """A text of the second version, and the old text that it was made from, if any."""

    document: int
    leaf: str
    text: str
    before: str | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """Two versions of the same documents, and which new text comes from which old one."""

    old: tuple[Edit, ...]
    new: tuple[Edit, ...]

    def truth(self) -> dict[str, str | None]:
        """Return {changed or new text: the old one it was made from, None for none}."""
        there = {edit.text for edit in self.old}
        return {
            edit.text: edit.before
            for edit in self.new
            if edit.is_changed and edit.text not in there
        }


def editions(documents: int, leaves: int, changed: int, *, keep_ids: bool) -> Edition:
    """Return documents and what editors made of them.

    Of the changed texts 12 in 100 are new, the others edited: words exchanged, sentences
    added or taken away, links, some rewritten by half, some moved within the document or
    to another one. Without ``keep_ids`` every changed text has a new leaf.
    """
    writer = Writer(7)
    old = [
        Edit(number, f"k{place}", writer.paragraph())
        for number in range(documents)
        for place in range(leaves)
    ]
    step = max(1, len(old) // changed)
    new = [
        _edited(writer, edit, keep_ids=keep_ids) if place % step == 0 else edit
        for place, edit in enumerate(old)
    ]
    return Edition(tuple(old), tuple(new))


def _edited(writer: Writer, edit: Edit, *, keep_ids: bool) -> Edit:
    leaf = edit.leaf if keep_ids else f"{edit.leaf}x"
    if writer.chance(0.12):
        return Edit(edit.document, f"{edit.leaf}n", writer.paragraph(), None, True)
    words = edit.text.split(" ")
    kind = writer.place(10)
    if kind < 5:
        for _ in range(max(1, len(words) // 12)):
            words[writer.place(len(words))] = writer.words(1)[0]
        text = " ".join(words)
    elif kind < 7:
        text = f"{edit.text} {writer.sentence(5, 9)}"
    elif kind < 8:
        place = writer.place(len(words))
        words[place] = f"<a1>{words[place]}</a1>"
        text = " ".join(words)
    elif kind < 9:
        half = len(words) // 2
        text = " ".join(words[:-half] + writer.words(half))
    else:
        # Moved to another document, where no leaf knows it.
        text = " ".join(words[1:])
        return Edit(edit.document + 1, f"{edit.leaf}m", text, edit.text, True)
    return Edit(edit.document, leaf, text, edit.text, True)
