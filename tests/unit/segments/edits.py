"""Random edits of a document, with the truth about what became of each of its leaves."""

import random
from dataclasses import dataclass, field, replace

from guidance.segments.inline import Text, plain_text
from guidance.segments.leaf import Leaf, LeafKind

_SUBJECTS = (
    *("Derneğin yönetim kurulu", "Gönüllüler", "Üyelerin çoğu", "Denetim kurulu"),
    *("Yerel yönetim", "Kamu kurumları", "Vakfın çalışanları", "Genel kurul"),
    *("Proje ortakları", "Bağışçılar", "İl müdürlüğü", "Platform bileşenleri"),
    *("Katılımcılar", "Sözcü", "Muhasebe birimi", "Gençlik çalışma grubu"),
)
_TIMES = (
    *(
        "her ayın ilk haftasında",
        "yılda en az iki kez",
        "toplantıdan önce",
        "gerektiğinde",
    ),
    *("bütçe dönemi başında", "etkinlik bittikten sonra", "olağanüstü durumlarda"),
    *("seçimlerden önce", "üç ayda bir", "yeni üyeler geldiğinde", "çevrim içi olarak"),
)
_OBJECTS = (
    *("karar defterini", "üyelik kayıtlarını", "etki raporunu", "bilgi notlarını"),
    *("ortak çalışma ilkelerini", "iletişim planını", "çıkar çatışması beyanlarını"),
    *("saha ziyaretlerinin sonuçlarını", "denetim bulgularını", "eğitim ihtiyacını"),
    *("gelir gider tablosunu", "gönüllü sözleşmelerini", "kurumsal hafızayı"),
)
_VERBS = (
    *(
        "gözden geçirir",
        "üyelerle paylaşır",
        "yazılı olarak onaylar",
        "arşive kaldırır",
    ),
    *("kamuoyuna duyurur", "ilgili kurumlara iletir", "güncelleyip yayımlar"),
    *("karşılaştırmalı biçimde değerlendirir", "tartışmaya açar", "imza altına alır"),
)
_FRAGMENTS = (
    "veya",
    "ve",
    "verilebilir.",
    "Evet",
    "Hayır",
    "Örnekler:",
    "bağış",
    "rapor",
)
_KINDS = (LeafKind.PARAGRAPH, LeafKind.PARAGRAPH, LeafKind.ITEM, LeafKind.HEADING)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a leaf is edited, moved, and so on; ``words`` is the share of words."""

    edited: float
    moved: float
    words: float

    @property
    def other(self) -> float:
        """Of each of: inserted, deleted, split, merged."""
        return self.edited / 5


LIGHT = Rates(0.05, 0.01, 0.3)
MEDIUM = Rates(0.15, 0.03, 0.4)
HEAVY = Rates(0.40, 0.06, 0.6)


@dataclass(slots=True)
class Edited:
    """A new version; ``truth`` names the old place whose id each new leaf has to keep."""

    leaves: list[Leaf] = field(default_factory=list)
    truth: list[int | None] = field(default_factory=list)


class Editor:
    """Writes and edits documents, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def document(self, length: int) -> list[Leaf]:
        return [self._leaf() for _ in range(length)]

    def edit(self, old: list[Leaf], rates: Rates) -> Edited:
        new = Edited()
        place = 0
        while place < len(old):
            place += self._edit_one(old, place, new, rates)
        return self._moved(new, rates.moved)

    def _edit_one(self, old: list[Leaf], place: int, new: Edited, rates: Rates) -> int:
        """Add what becomes of the leaf at ``place``; return how many leaves it took."""
        leaf = old[place]
        chance = self._random.random()
        edges = [rates.other * step for step in (1, 2, 3, 4)]
        if chance < edges[0]:
            _add(new, self._leaf(), None)
        elif chance < edges[1]:
            return 1
        elif chance < edges[2] and _count_words(leaf) > 8:
            self._split(leaf, place, new)
            return 1
        elif chance < edges[3] and _can_merge(old, place):
            self._merge(old, place, new)
            return 2
        if self._random.random() < rates.edited:
            leaf = self._reworded(leaf, rates.words)
        _add(new, leaf, place)
        return 1

    def _split(self, leaf: Leaf, place: int, new: Edited) -> None:
        words = plain_text(leaf.inline).split()
        middle = len(words) * 2 // 5
        _add(new, _with_text(leaf, " ".join(words[:middle])), None)
        _add(new, _with_text(leaf, " ".join(words[middle:])), place)

    def _merge(self, old: list[Leaf], place: int, new: Edited) -> None:
        first, second = (plain_text(leaf.inline) for leaf in old[place : place + 2])
        kept = place if len(first) >= len(second) else place + 1
        _add(new, _with_text(old[place], f"{first} {second}"), kept)

    def _moved(self, new: Edited, rate: float) -> Edited:
        pairs = list(zip(new.leaves, new.truth, strict=True))
        for _ in range(round(len(pairs) * rate)):
            pair = pairs.pop(self._random.randrange(len(pairs)))
            pairs.insert(self._random.randrange(len(pairs) + 1), pair)
        return Edited([leaf for leaf, _ in pairs], [place for _, place in pairs])

    def _reworded(self, leaf: Leaf, most: float) -> Leaf:
        words = plain_text(leaf.inline).split()
        times = max(1, round(len(words) * self._random.uniform(0, most)))
        for _ in range(times):
            where = self._random.randrange(len(words))
            words[where] = self._random.choice(self._sentence().split())
        return _with_text(leaf, " ".join(words))

    def _leaf(self) -> Leaf:
        kind = self._random.choice(_KINDS)
        if self._random.random() < 0.15:
            text = self._random.choice(_FRAGMENTS)
        elif kind is LeafKind.PARAGRAPH:
            sentences = self._random.randrange(1, 4)
            text = " ".join(self._sentence() for _ in range(sentences))
        else:
            text = self._sentence()
        return Leaf("", kind, (Text(text),))

    def _sentence(self) -> str:
        parts = (_SUBJECTS, _TIMES, _OBJECTS, _VERBS)
        return " ".join(self._random.choice(part) for part in parts) + "."


def _add(new: Edited, leaf: Leaf, place: int | None) -> None:
    new.leaves.append(leaf)
    new.truth.append(place)


def _with_text(leaf: Leaf, text: str) -> Leaf:
    return replace(leaf, inline=(Text(text),))


def _count_words(leaf: Leaf) -> int:
    return len(plain_text(leaf.inline).split())


def _can_merge(old: list[Leaf], place: int) -> bool:
    return place + 1 < len(old) and old[place].kind == old[place + 1].kind
