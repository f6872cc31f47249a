"""Turkish-like texts for the benchmarks of translations: the same in every run."""

import random
import re
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
_TAG = re.compile(r"(<[^>]+>|&\w+;)")


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
    """Return a translation: the letters of each piece in reverse, tags in place.

    >>> pseudo("Bir <b>iki</b>.")
    ' riB<b>iki</b>.'
    """
    return "".join(
        piece if _TAG.fullmatch(piece) else piece[::-1] for piece in _TAG.split(text)
    )


def page_paragraphs(writer: Writer, segments: int) -> Iterator[str]:
    """Yield the HTML of the paragraphs of a page: some with bold text, some with links."""
    for number in range(segments):
        text = writer.paragraph()
        if number % 5 == 1:
            first, _, rest = text.partition(" ")
            text = f"<b>{first}</b> {rest}"
        if number % 10 == 3:
            words = text.split(" ")
            words[2] = f'<a href="https://ornek.org/{writer.place(400)}">{words[2]}</a>'
            text = " ".join(words)
        yield text


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
