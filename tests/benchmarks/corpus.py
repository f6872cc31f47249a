"""A folder of guidance documents of any size, the same in every run.

Each document is about 4.8 KB of Turkish Markdown in 12 blocks (headings, paragraphs
with bold text and underlined links, loose lists, one picture of its own), which is what
the real ones are like. With ``variety`` every fifth document has what is rarer too.
"""

import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

_WHO = (
    "Dernek", "Yönetim kurulu", "Genel sekreter", "Gönüllü koordinatörü", "Sayman",
    "Proje ekibi", "Üye", "Denetleme kurulu", "İletişim sorumlusu", "Şube temsilcisi",
)  # fmt: skip
_WHEN = (
    "her yıl ocak ayında", "toplantıdan on gün önce", "ilk görüşmede", "dönem sonunda",
    "üç ayda bir", "gecikmeden", "bütçe onaylandıktan sonra", "çağrı yayımlanınca",
)  # fmt: skip
_WHAT = (
    "faaliyet raporunu", "gönüllü sözleşmesini", "bütçe taslağını", "üye kayıtlarını",
    "risk çizelgesini", "iletişim planını", "ölçme göstergelerini", "karar defterini",
    "gizlilik bildirimini", "paydaş listesini", "eğitim programını",
)  # fmt: skip
_WHERE = (
    "genel kurulda", "ortak klasörde", "ilçe temsilciliğinde", "çevrimiçi toplantıda",
    "açık çağrı sayfasında", "dernek merkezinde", "yıllık değerlendirmede",
)  # fmt: skip
_DOES = (
    "günceller", "görüşe açar", "yazılı olarak paylaşır", "birlikte gözden geçirir",
    "onaya sunar", "sadeleştirir", "arşivler ve duyurur", "ölçülebilir hale getirir",
)  # fmt: skip

_BLOCKS = 12


def make_corpus(folder: Path, size: int, *, variety: bool = False) -> list[Path]:
    """Write ``size`` documents below ``folder``; return their paths in order."""
    return [write_document(folder, number, variety) for number in range(1, size + 1)]


def write_document(folder: Path, number: int, variety: bool, edition: int = 1) -> Path:
    """Write one document with its picture; another ``edition`` has other sentences."""
    home = folder / f"belge-{number:05d}"
    home.mkdir(parents=True, exist_ok=True)
    path = home / "belge.md"
    path.write_text(document(number, variety, edition), encoding="utf-8")
    (home / "resim.png").write_bytes(picture(number))
    return path


def key(number: int) -> tuple[int, int]:
    """Return the question and the choice of a document."""
    return 1 + (number - 1) // 4, 1 + (number - 1) % 4


def document(number: int, variety: bool = False, edition: int = 1) -> str:
    """Return the text of a document."""
    dice = random.Random(f"rehber {number} {edition}")  # noqa: S311 -- no secret
    question, choice = key(number)
    blocks = list(_blocks(number, dice))
    if variety and number % 5 == 0:
        blocks[3:3] = _rare(number, dice)
    body = "\n\n".join(blocks)
    title = f"{_pick(dice, _WHO)} {_pick(dice, _WHAT)} nasıl hazırlar? {number}"
    front = f'title: "{title}"\nquestion_id: {question}\nchoice_id: {choice}\n'
    return f"---\n{front}---\n\n{body}\n"


def picture(number: int) -> bytes:
    """Return a small PNG that no other document has."""
    width, height = 31, 24
    dice = random.Random(f"resim {number}")  # noqa: S311 -- no secret
    colors = [dice.randbytes(3) for _ in range(2)]
    rows = b"".join(
        b"\0" + b"".join(colors[(x // 4 + y // 4) % 2] for x in range(width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def _blocks(number: int, dice: random.Random) -> Iterator[str]:
    yield f"## {_pick(dice, _WHO)} için ilk adımlar {number}"
    place = dice.randint(2, _BLOCKS - 3)
    for block in range(1, _BLOCKS):
        if block == place:
            yield '<img src="./resim.png" style="width:1.55in;height:1.19in" />'
        elif block % 3 == 2:
            yield _list(dice)
        else:
            yield _paragraph(dice)


def _rare(number: int, dice: random.Random) -> list[str]:
    return [
        f"### Çizelge {number}",
        f"| Kim | Ne zaman |\n|---|:-:|\n| {_pick(dice, _WHO)} | {_pick(dice, _WHEN)} |",
        f"> {_sentence(dice)}",
        f"3. {_sentence(dice)}\n4. {_sentence(dice)}\n\n   {_sentence(dice)}",
        "```python\nprint(1 < 2)\n```",
        f"Önce [bunu](../belge-{max(number - 1, 1):05d}/belge.md) okuyun.",
        f"Sonra [şunu](../belge-{number + 1:05d}/belge.md) okuyun.",
        f"> [!NOTE]\n> {_sentence(dice)}",
    ]


def _list(dice: random.Random) -> str:
    items = (
        _sentence(dice) + (f" {_link(dice)}" if dice.random() < 0.25 else "")
        for _ in range(dice.randint(3, 5))
    )
    return "\n\n".join(f"- {item}" for item in items)


def _paragraph(dice: random.Random) -> str:
    sentences = [_sentence(dice) for _ in range(dice.randint(3, 5))]
    if dice.random() < 0.5:
        sentences.insert(1, f"Ayrıntı için {_link(dice)} sayfasına bakın.")
    if dice.random() < 0.3:
        sentences.append(f"**Önemli:** {_sentence(dice)}")
    return " ".join(sentences)


def _sentence(dice: random.Random) -> str:
    words = (_pick(dice, each) for each in (_WHO, _WHEN, _WHAT, _WHERE, _DOES))
    return f"{' '.join(words)} ({dice.randint(1, 9999)})."


def _link(dice: random.Random) -> str:
    number = dice.randint(1000, 9999)
    address = f"https://ornek.example/rehber/{number}?dil=tr"
    return f"[<u>{_pick(dice, _WHERE)} {number}</u>]({address})"


def _pick(dice: random.Random, words: tuple[str, ...]) -> str:
    return dice.choice(words)
