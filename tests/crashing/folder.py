"""The documents that crash tests import: pictures, links both ways, a question, a table."""

from pathlib import Path

from tests.file_tree import build
from tests.pictures import noise, saved

DOCUMENTS = 12
PICTURES = 4


def build_folder(folder: Path) -> Path:
    """Make a folder of twelve documents, a question file and four pictures."""
    tree: dict[str, str | bytes] = {
        "S1.md": "## SORU: Üyelerimizi dinliyor muyuz?\n",
        **{f"S1C{number}.md": _document(number) for number in range(1, DOCUMENTS + 1)},
    }
    pictures = {
        f"{number}.png": saved(noise((60 + number, 60)), "PNG")
        for number in range(PICTURES)
    }
    return build(folder, {**tree, "media": pictures})


def change(folder: Path, number: int) -> None:
    """Change the text of a document."""
    path = folder / f"S1C{number}.md"
    path.write_text(path.read_text().replace("Metin", "Yeni metin"))


def _document(number: int) -> str:
    forward = f"S1C{number % DOCUMENTS + 1}.md"
    lines = [
        f"---\ntitle: Seçenek {number}.\nquestion_id: 1\nchoice_id: {number}\n---",
        f"Metin {number}: [sonraki]({forward}) adım burada.",
        f"- Madde *{number}*,\n- İkinci madde.",
    ]
    if number % 2:
        lines.append(f"![Resim](media/{number % PICTURES}.png)")
    if number % 5 == 0:
        lines.append("![Gelecek](media/gelecek.png)")
    if number % 3 == 0:
        lines.append("| a | b |\n|---|---|\n| 1 | 2 |")
    return "\n\n".join(lines) + "\n"
