"""R18: every word of a document is on its page, in the API and in the catalogs."""

import json
import os
import random
import re
from itertools import count
from pathlib import Path

import pytest
from django.test import Client

from guidance.catalog.pofile import parse
from guidance.models import GuidancePage
from tests.commands.conftest import Run
from tests.file_tree import build
from tests.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1200)]

SEED = int(os.environ.get("REHBER_SEED", "20260301"))
# Words that no language has, so that each is found where it belongs and nowhere else.
_WORD = re.compile(r"\b(?:çöz|ığdır|şule|İnci)\d+\b")
_STEMS = ("çöz", "ığdır", "şule", "İnci")
# A piece of a document; each {} is a word of its own. A missing picture is not among
# them: until somebody delivers it, a page shows nothing in its place.
_PIECES = (
    "{} {} **{}** *{}* ~~{}~~ {}.",
    "## {} {}",
    "- {}\n- {} {}\n  - {}\n    1. {}\n    2. {}\n- {}",
    "3. {}\n4. {} **{}**",
    "> {} {}\n>\n> - {}",
    "> [!NOTE]\n> {} {}",
    "| {} | {} |\n|---|--:|\n| {} | **{}** |\n| {} | {} |",
    "[{} {}](https://ornek.org/a) ve [{}](S1C1.md) {}",
    "![{} {}](a.png)",
    "<u>{}</u> H<sub>{}</sub> <mark>{}</mark> {}<br>{}",
    "<details><summary>{}</summary>\n\n{} {}\n\n</details>",
    "<div align='center'><p>{} <b>{}</b></p></div>",
    "<table><tr><td><ul><li>{}</li></ul></td><td colspan=2>{}</td></tr></table>",
    "{}[^1] {}\n\n[^1]: {} {}",
    "{}  \n{}\\\n{}",
    "`{}` {}",
    "{}\n: {} {}",
    "- [ ] {}\n- [x] {}",
    "\\*{}\\* &amp; {} &lt;{}&gt;",
)
_CODE = "```\n{} {}\n```"


class Author:
    """Writes documents and remembers the words of each."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self._numbers = count(1)

    def write(self, question: int, choice: int) -> str:
        pieces = self._draw.sample(_PIECES, self._draw.randint(2, 7))
        if self._draw.random() < 0.2:
            pieces.append(_CODE)
        body = "\n\n".join(self._filled(piece) for piece in pieces)
        title = self._filled("{} {}")
        return (
            f"---\ntitle: {title}.\nquestion_id: {question}\nchoice_id: {choice}\n---\n"
            f"{body}\n"
        )

    def _filled(self, piece: str) -> str:
        return re.sub(r"\{\}", lambda _: self._word(), piece)

    def _word(self) -> str:
        return f"{self._draw.choice(_STEMS)}{next(self._numbers)}"


def words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def lost_words(run: Run, client: Client, folder: Path, number: int) -> list[str]:
    """Import ``number`` documents; return the words that something does not have."""
    author = Author(SEED)
    documents = {
        (n // 50 + 1, n % 50 + 1): author.write(n // 50 + 1, n % 50 + 1)
        for n in range(number)
    }
    build(
        folder,
        {
            "a.png": picture(),
            **{f"S{q}C{c}.md": text for (q, c), text in documents.items()},
        },
    )
    ran = run("import_markdown", folder)
    assert ran.status == 0, ran.out
    run("export_catalogs", "--locale", "en", "--output", folder / "locale")
    catalog = parse((folder / "locale/en/LC_MESSAGES/guidance.po").read_bytes())
    messages = words("\n".join(entry.msgid for entry in catalog.entries))
    lost = []
    pages = GuidancePage.objects.select_related("choice__question").order_by("pk")
    for page in pages:
        key = (page.choice.question.number, page.choice.number)
        wanted = words(documents[key])
        assert wanted
        shown = words(client.get(page.url).content.decode())
        answer = client.get(f"/api/v1/guidance/{key[0]}/{key[1]}/?locale=tr").json()
        told = words(json.dumps(answer, ensure_ascii=False))
        code = {
            word
            for block in page.stream()
            if block["type"] == "code"
            for word in words(block["value"]["code"])
        }
        lost += [f"{key} page: {word}" for word in wanted - shown]
        lost += [f"{key} API: {word}" for word in wanted - told]
        lost += [f"{key} PO: {word}" for word in wanted - messages - code]
    assert len(pages) == number
    return lost


@pytest.mark.usefixtures("media")
def test_R18_no_word_of_thirty_documents_is_lost(
    run: Run, client: Client, tmp_path: Path
) -> None:
    assert lost_words(run, client, tmp_path / "guidance", 30) == []


@pytest.mark.slow
@pytest.mark.usefixtures("media")
def test_R18_no_word_of_five_hundred_documents_is_lost(
    run: Run, client: Client, tmp_path: Path
) -> None:
    assert lost_words(run, client, tmp_path / "guidance", 500) == []


@pytest.mark.usefixtures("media")
def test_R18_control_a_lost_word_is_noticed(
    run: Run, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importers import prepare

    to_stream = prepare.to_stream

    def forgetful(*arguments: object, **found: object) -> object:
        stream, findings = to_stream(*arguments, **found)  # type: ignore[arg-type]
        return stream[:-1], findings

    monkeypatch.setattr(prepare, "to_stream", forgetful)

    assert lost_words(run, client, tmp_path / "guidance", 2) != []
