"""``export_markdown``, as the owner of a folder uses it."""

import json
import os
import resource
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Revision

from guidance.models import Choice, GuidancePage, Question
from guidance.segments.stream import Stream
from importers.answers import answer_proposal, current_conflicts, version_of
from importers.merge.outcome import Answer
from importers.models import Proposal, SourceDocument
from tests.commands.conftest import Ran, Run
from tests.guidance_site import make_choice, make_page, page_in, prose
from tests.pictures import picture

pytestmark = pytest.mark.django_db

TWIN = Path(__file__).parents[1] / "unit" / "importers" / "data" / "seed-twin.md"
FIRST = "Üyelerimizin görüşünü almıyoruz."
SECOND = "Üyelerimizin görüşünü yılda bir alıyoruz."


def document(choice: int, title: str, body: str) -> str:
    return f"---\ntitle: {title}\nquestion_id: 1\nchoice_id: {choice}\n---\n{body}\n"


@pytest.fixture
def folder(tmp_path: Path, media: Path, run: Run) -> Path:  # noqa: ARG001 - pictures go there
    """Return a folder that was imported: a question, two choices, a picture."""
    path = tmp_path / "guidance"
    (path / "media").mkdir(parents=True)
    (path / "media" / "masa.png").write_bytes(picture())
    (path / "S1.md").write_text("### SORU 1: Üyelerimizi dinliyor muyuz?\n")
    (path / "S1C1.md").write_text(
        document(
            1,
            FIRST,
            "Dinlemek *bir* anketle başlar, bkz. [<u>sonraki</u>](./S1C2.md#anket).\n\n"
            '<img src="./media/masa.png" style="width:1.5in;height:1in" />\n\n'
            "-   Kısa olsun,\n-   Sık olsun.",
        )
    )
    (path / "S1C2.md").write_text(document(2, SECOND, "Anketi __birlikte__ okuyun."))
    assert run("import_markdown", path).status == 0
    return path


Edit = Callable[..., GuidancePage]


def page(choice: int = 1, question: int = 1, language: str = "tr") -> GuidancePage:
    row = Choice.objects.get(question__number=question, number=choice)
    found = page_in(language, row)
    assert found is not None
    return found


def edit(
    change: Callable[[Stream], Stream | None], choice: int = 1, *, publish: bool = True
) -> GuidancePage:
    """Change the body of a page as an editor does."""
    row = page(choice)
    stream = row.stream()
    stream = change(stream) or stream
    row.body = GuidancePage.body.field.to_python(stream)
    revision = row.save_revision()
    if publish:
        revision.publish()
    return page(choice)


def replaced(old: str, new: str) -> Callable[[Stream], Stream]:
    def change(stream: Stream) -> Stream:
        text = json.dumps(stream, ensure_ascii=False)
        assert old in text
        changed: Stream = json.loads(text.replace(old, new))
        return changed

    return change


def with_paragraph(html: str) -> Callable[[Stream], Stream]:
    def change(stream: Stream) -> Stream:
        block = {
            "type": "text",
            "id": "5f000000-0000-4000-8000-00000000000a",
            "value": f'<p data-block-key="yeni1">{html}</p>',
        }
        return [*stream, block]

    return change


def set_text(text: str, choice: int = 1, language: str = "tr") -> None:
    row = Choice.objects.get(question__number=1, number=choice)
    row.set_text(language, text)
    row.save()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def diff(before: bytes, after: bytes) -> list[str]:
    """Return the changed lines."""
    lines = unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Callable[..., tuple[Ran, dict[str, Any]]]:
    """Return a function that exports and gives what was said, with the JSON report."""

    def export_markdown(*arguments: object) -> tuple[Ran, dict[str, Any]]:
        report = tmp_path / "export.json"
        report.unlink(missing_ok=True)
        ran = run("export_markdown", *arguments, "--report", report)
        return ran, json.loads(report.read_text()) if report.exists() else {}

    return export_markdown


Exported = Callable[..., tuple[Ran, dict[str, Any]]]


def nonzero(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["counts"].items() if count}


def codes(report: dict[str, Any], path: str) -> list[str]:
    (row,) = (row for row in report["documents"] if row["path"] == path)
    return [finding["code"] for finding in row["findings"]]


# ---- nothing was edited


def test_a_page_that_nobody_edited_comes_back_byte_for_byte(
    folder: Path, tmp_path: Path, exported: Exported
) -> None:
    ran, report = exported(tmp_path / "out")

    assert ran.status == 0
    assert files(tmp_path / "out") == files(folder)
    assert nonzero(report) == {"seen": 3, "write": 3, "pictures": 1}


@pytest.mark.usefixtures("folder")
def test_the_table_says_what_the_report_says(
    tmp_path: Path, exported: Exported
) -> None:
    ran, report = exported(tmp_path / "out")

    table = dict(
        line.split() for line in ran.out.splitlines() if len(line.split()) == 2
    )
    for name, count in report["counts"].items():
        assert table[name] == str(count)


def test_files_that_are_equal_are_not_touched(folder: Path, exported: Exported) -> None:
    for path in folder.rglob("*.*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    _, report = exported(folder)

    assert nonzero(report) == {"seen": 3, "keep": 3}
    assert {p.stat().st_mtime for p in folder.rglob("*.*")} == {1_000_000_000}


@pytest.mark.usefixtures("folder")
def test_a_dry_run_writes_nothing(tmp_path: Path, exported: Exported) -> None:
    ran, report = exported(tmp_path / "out", "--dry-run")

    assert ran.status == 0
    assert report["counts"]["write"] == 3
    assert not (tmp_path / "out").exists()


def test_nothing_is_deleted(folder: Path, exported: Exported) -> None:
    (folder / "README.md").write_text("Bu klasör rehber metinleridir.\n")

    exported(folder)

    assert (folder / "README.md").exists()


# ---- one edit


def test_only_the_edited_word_changes(folder: Path, exported: Exported) -> None:
    before = files(folder)
    edit(replaced("anketle", "toplantıyla"))

    ran, report = exported(folder)

    after = files(folder)
    assert ran.status == 0
    assert nonzero(report) == {"seen": 3, "write": 1, "keep": 2, "edited": 1}
    assert after == {
        **before,
        "S1C1.md": before["S1C1.md"].replace(b"anketle", "toplantıyla".encode()),
    }


@pytest.mark.parametrize(
    ("old", "new", "was", "becomes"),
    [
        pytest.param(
            "Kısa olsun", "Kısa olmalı", "Kısa olsun", "Kısa olmalı", id="item"
        ),
        pytest.param("<i>bir</i>", "<b>bir</b>", "*bir*", "**bir**", id="mark"),
        pytest.param("<i>bir</i> ", "", "*bir* ", "", id="a word goes"),
        pytest.param(
            ">sonraki<",
            ">önceki<",
            "<u>sonraki</u>",
            "<u>önceki</u>",
            id="text of a link",
        ),
        pytest.param(
            '"alt_text": ""',
            '"alt_text": "İki \\"masa\\""',
            'height:1in" />',
            'height:1in" alt="İki &quot;masa&quot;" />',
            id="alternative text",
        ),
        pytest.param(
            '"decorative": false',
            '"decorative": true',
            'height:1in" />',
            'height:1in" alt="" />',
            id="decoration",
        ),
    ],
)
def test_only_the_edited_place_changes(
    folder: Path, exported: Exported, old: str, new: str, was: str, becomes: str
) -> None:
    before = (folder / "S1C1.md").read_text()
    edit(replaced(old, new))

    ran, _ = exported(folder)

    assert ran.status == 0, ran.out
    assert (folder / "S1C1.md").read_text() == before.replace(was, becomes)


@pytest.mark.usefixtures("media")
def test_the_twin_of_the_real_document_keeps_its_links_as_pandoc_wrote_them(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(TWIN, folder / "S10C2.md")
    run("import_markdown", folder)
    before = (folder / "S10C2.md").read_text()
    line = next(line for line in before.splitlines() if line.count("[<u>") > 1)
    word = line.split()[-1].rstrip(".,;")
    row = page(2, 10)
    row.body = GuidancePage.body.field.to_python(
        replaced(f"{word}", "DEĞİŞTİ")(row.stream())
    )
    row.save_revision().publish()

    assert run("export_markdown", folder).status == 0

    assert (folder / "S10C2.md").read_text() == before.replace(word, "DEĞİŞTİ")


def test_an_added_item_looks_like_its_neighbors(
    folder: Path, exported: Exported
) -> None:
    before = (folder / "S1C1.md").read_bytes()
    edit(
        replaced(
            "Kısa olsun,</li>", 'Kısa olsun,</li><li data-block-key=\\"y\\">Açık,</li>'
        )
    )

    exported(folder)

    assert diff(before, (folder / "S1C1.md").read_bytes()) == ["+-   Açık,"]


def test_an_added_paragraph_is_two_lines(folder: Path, exported: Exported) -> None:
    before = (folder / "S1C1.md").read_bytes()
    edit(with_paragraph("Yeni bir <b>paragraf</b>."))

    exported(folder)

    after = (folder / "S1C1.md").read_bytes()
    assert diff(before, after) == ["+", "+Yeni bir **paragraf**."]


def test_a_title_changes_its_line_only(folder: Path, exported: Exported) -> None:
    before = (folder / "S1C2.md").read_bytes()
    set_text("Plan: “var” #1", choice=2)

    ran, _ = exported(folder)

    assert ran.status == 0
    assert diff(before, (folder / "S1C2.md").read_bytes()) == [
        f"-title: {SECOND}",
        '+title: "Plan: “var” #1"',
    ]


def test_a_question_changes_its_heading_only(folder: Path, exported: Exported) -> None:
    Question.objects.update(text_tr="Üyelerimizi *ne kadar* dinliyoruz?")

    ran, _ = exported(folder)

    assert ran.status == 0
    assert (folder / "S1.md").read_text() == (
        "### SORU 1: Üyelerimizi \\*ne kadar\\* dinliyoruz\\?\n"
    )


@pytest.mark.usefixtures("media")
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = document(1, FIRST, "Bir.\n\nİki şey.\n\nÜç.").replace("\n", "\r\n")
    before = b"\xef\xbb\xbf" + text.encode()
    (folder / "S1C1.md").write_bytes(before)
    run("import_markdown", folder)
    edit(replaced("İki şey", "Beş şey"))

    run("export_markdown", folder)

    assert (folder / "S1C1.md").read_bytes() == before.replace(
        "İki".encode(), "Beş".encode()
    )


@pytest.mark.usefixtures("media")
def test_a_file_that_is_not_utf_8_stays_in_its_encoding(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    before = document(1, FIRST, "Şubat ve kış.").encode("cp1254")
    (folder / "S1C1.md").write_bytes(before)
    run("import_markdown", folder, "--encoding", "cp1254")
    edit(replaced("kış", "güz"))

    run("export_markdown", folder)

    assert (folder / "S1C1.md").read_bytes() == before.replace(
        "kış".encode("cp1254"), "güz".encode("cp1254")
    )


# ---- the edits go in again


def test_an_import_of_exported_edits_is_no_operation(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(with_paragraph("Yeni."))
    edit(replaced("Kısa olsun", "Kısa olmalı"))
    set_text("Başka bir şey.", choice=2)
    exported(folder)
    revisions = Revision.objects.count()

    ran = run("import_markdown", folder)

    assert ran.status == 0
    assert Revision.objects.count() == revisions
    assert "conflict 0" in " ".join(ran.out.split())
    document = SourceDocument.objects.get(question=1, choice=1)
    assert bytes(document.original) == (folder / "S1C1.md").read_bytes()


def test_two_exports_with_an_edit_between_them(
    folder: Path, exported: Exported
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    exported(folder)
    edit(replaced("toplantıyla", "oylamayla"))

    ran, report = exported(folder)

    assert ran.status == 0
    assert report["counts"]["write"] == 1
    assert "oylamayla" in (folder / "S1C1.md").read_text()


def test_what_somebody_wrote_since_the_import_is_not_replaced(
    folder: Path, exported: Exported
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    path = folder / "S1C1.md"
    changed = path.read_text().replace("Sık", "Çok sık")
    path.write_text(changed)

    ran, report = exported(folder)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["changed-file"]
    assert path.read_text() == changed
    ran, _ = exported(folder, "--force")
    assert ran.status == 0
    assert "toplantıyla" in path.read_text()


# ---- pages that editors made


def test_a_page_without_a_document_gets_one_beside_the_others(
    folder: Path, exported: Exported, run: Run
) -> None:
    choice = make_choice(1, 3, tr="Her ay: evet")
    target = page(2).pk
    make_page(
        choice,
        prose(f'Bkz. <a linktype="page" id="{target}">bu</a> ve <sub>1</sub>.'),
    )
    Question.objects.create(number=2, text_tr="Yeni soru?")

    ran, _ = exported(folder)

    assert ran.status == 0, ran.out
    assert (folder / "S1C3.md").read_text() == (
        '---\ntitle: "Her ay: evet"\nquestion_id: 1\nchoice_id: 3\n---\n'
        "Bkz. [bu](./S1C2.md) ve <sub>1</sub>.\n"
    )
    assert (folder / "S2.md").read_text() == "## SORU: Yeni soru?\n"
    revisions = Revision.objects.count()
    ran = run("import_markdown", folder)
    assert ran.status == 0, ran.out
    assert Revision.objects.count() == revisions


def test_a_chosen_picture_gets_a_file(folder: Path, exported: Exported) -> None:
    image = get_image_model().objects.get()
    block = {
        "type": "image",
        "id": "5f000000-0000-4000-8000-00000000000b",
        "value": {
            "image": {"image": image.pk, "decorative": False, "alt_text": "Masa"},
            "caption": '<p data-block-key="c">Bir <b>masa</b></p>',
            "width": None,
            "height": None,
            "source": "",
        },
    }
    edit(lambda stream: [*stream, block], choice=2)

    ran, _ = exported(folder)

    assert ran.status == 0, ran.out
    (name,) = (p.name for p in (folder / "media").iterdir() if p.name != "masa.png")
    assert name == "S1C2-1.png"
    assert (folder / "media" / name).read_bytes() == picture()
    assert (
        (folder / "S1C2.md")
        .read_text()
        .endswith(
            "\n\n<figure>\n"
            f'<img src="./media/{name}" alt="Masa" />\n'
            "<figcaption>Bir <b>masa</b></figcaption>\n</figure>\n"
        )
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["NFC", "NFD"])
@pytest.mark.usefixtures("media")
def test_a_picture_is_the_same_in_either_spelling_of_its_name(
    tmp_path: Path, run: Run, exported: Exported, form: Any, named: Any
) -> None:
    """Names of files are decomposed on macOS, and addresses are percent-encoded."""
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "media").mkdir(parents=True)
    name = unicodedata.normalize(named, "görüşme.png")
    (folder / "media" / name).write_bytes(picture())
    address = quote(unicodedata.normalize(form, "media/görüşme.png"))
    text = document(1, FIRST, f"Metin.\n\n![Görüşme]({address})")
    (folder / "S1C1.md").write_text(text)
    assert run("import_markdown", folder).status == 0
    revisions = Revision.objects.count()
    row = SourceDocument.objects.get()

    ran, report = exported(out)
    there, _ = exported(folder)

    assert (ran.status, there.status) == (0, 0)
    assert nonzero(report) == {"seen": 1, "write": 1, "pictures": 1}
    assert (out / "S1C1.md").read_text() == text
    # Beside its own document nothing is written twice.
    assert [path.name for path in (folder / "media").iterdir()] == [name]
    for each in (out, folder):
        ran = run("import_markdown", each)
        assert ran.status == 0
        assert "keep 1" in " ".join(ran.out.split())
    assert Revision.objects.count() == revisions
    assert SourceDocument.objects.get().run == row.run
    assert get_image_model().objects.count() == 1


# ---- what Markdown cannot say


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<a linktype="document" id="7">dosya</a>', id="a document"),
        pytest.param('<a href="#yukari">yukarı</a>', id="an anchor"),
        pytest.param('<a linktype="page" id="9999">sayfa</a>', id="no such page"),
    ],
)
def test_a_link_that_no_document_can_have_is_told_and_nothing_is_written(
    folder: Path, exported: Exported, html: str
) -> None:
    before = files(folder)
    edit(with_paragraph(html))
    edit(replaced("birlikte", "beraber"), choice=2)

    ran, report = exported(folder)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["not-in-markdown"]
    assert report["counts"]["refuse"] == 1
    after = files(folder)
    assert after["S1C1.md"] == before["S1C1.md"]
    assert after["S1C2.md"] != before["S1C2.md"]


def test_with_force_the_text_is_written_and_the_loss_is_told(
    folder: Path, exported: Exported
) -> None:
    edit(with_paragraph('Bkz. <a href="#yukari">yukarı</a>.'))

    ran, report = exported(folder, "--force")

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["not-in-markdown"]
    assert "Bkz. yukarı.\n" in (folder / "S1C1.md").read_text()


_LIST = '<ul><li data-block-key="k%s">madde</li></ul>'
_RULE = '<p data-block-key="hr1"></p><hr/><p data-block-key="hr2"></p>'


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(
            "callout", {"kind": "tip", "title": "", "text": _RULE}, id="only a rule"
        ),
        pytest.param(
            "quote",
            _LIST % 1 + '<p data-block-key="k2"></p>' + _LIST % 3,
            id="lists around an empty paragraph",
        ),
        pytest.param(
            "quote",
            _LIST % 1 + '<p data-block-key="k2"><br/></p>' + _LIST % 3,
            id="lists around a line break",
        ),
    ],
)
def test_a_shape_that_markdown_does_not_have_is_told_and_nothing_is_written(
    folder: Path, exported: Exported, kind: str, value: object
) -> None:
    before = files(folder)
    edit(lambda stream: [*stream, {"type": kind, "value": value, "id": "x1"}])

    ran, report = exported(folder)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["not-in-markdown"]
    assert files(folder) == before


def test_html_that_no_import_reads_as_html_is_told(
    folder: Path, exported: Exported
) -> None:
    block = {"type": "raw_html", "value": "<dl><dt>a</dt></dl>", "id": "x1"}
    edit(lambda stream: [*stream, block])

    ran, report = exported(folder)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["not-in-markdown"]


def test_an_empty_paragraph_is_no_loss(folder: Path, exported: Exported) -> None:
    edit(with_paragraph(""))

    ran, _ = exported(folder)

    assert ran.status == 0


# ---- live and draft


def test_the_live_version_is_exported_and_with_draft_the_draft(
    folder: Path, exported: Exported
) -> None:
    before = files(folder)
    edit(replaced("anketle", "toplantıyla"), publish=False)

    exported(folder)
    assert files(folder) == before

    exported(folder, "--draft")
    assert "toplantıyla" in (folder / "S1C1.md").read_text()


@pytest.mark.usefixtures("folder")
def test_a_page_that_is_not_live_is_left_alone(
    tmp_path: Path, exported: Exported
) -> None:
    page(2).unpublish()

    ran, report = exported(tmp_path / "out")

    assert ran.status == 0
    assert codes(report, "S1C2.md") == ["not-live"]
    assert not (tmp_path / "out" / "S1C2.md").exists()
    exported(tmp_path / "out", "--draft")
    assert (tmp_path / "out" / "S1C2.md").exists()


def test_a_document_that_is_newer_than_its_live_page_is_not_turned_back(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("Sık olsun", "Sık sık"), publish=False)
    path = folder / "S1C1.md"
    path.write_text(path.read_text().replace("anketle", "soruyla"))
    assert "held 1" in " ".join(run("import_markdown", folder).out.split())
    before = path.read_bytes()

    ran, report = exported(folder)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["held"]
    assert path.read_bytes() == before


# ---- what waits for somebody


def change_file(path: Path, old: str, new: str) -> bytes:
    """Change a document as its owner does; return what it says then."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path.read_bytes()


OTHER_TITLE = "Üyelerimizin görüşünü hiç almıyoruz."


@pytest.mark.parametrize("arguments", [[], ["--draft"]], ids=["live", "draft"])
def test_a_title_that_an_import_held_back_stays_in_its_file(
    folder: Path, run: Run, exported: Exported, arguments: list[str]
) -> None:
    edit(replaced("Sık olsun", "Sık sık"), publish=False)
    path = folder / "S1C1.md"
    before = change_file(path, FIRST, OTHER_TITLE)
    run("import_markdown", folder)
    assert page().choice.text_tr == FIRST

    ran, report = exported(folder, *arguments)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["held"]
    edited = before.replace("Sık olsun".encode(), "Sık sık".encode())
    assert path.read_bytes() == (edited if arguments else before)


def test_a_title_that_was_held_back_goes_in_when_an_import_may_publish(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("Sık olsun", "Sık sık"), publish=False)
    path = folder / "S1C1.md"
    change_file(path, FIRST, OTHER_TITLE)
    run("import_markdown", folder)
    page().get_latest_revision().publish()

    ran, report = exported(folder)

    assert (ran.status, codes(report, "S1C1.md")) == (1, ["held"])
    assert OTHER_TITLE in path.read_text()
    assert "Sık sık" in path.read_text()
    run("import_markdown", folder)
    assert page().choice.text_tr == OTHER_TITLE
    ran, report = exported(folder)
    assert (ran.status, nonzero(report)) == (0, {"seen": 3, "keep": 3})


@pytest.mark.parametrize("arguments", [[], ["--draft"]], ids=["live", "draft"])
def test_R12_an_export_leaves_an_open_conflict_to_whoever_decides_it(
    folder: Path, run: Run, exported: Exported, arguments: list[str]
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    path = folder / "S1C1.md"
    before = change_file(path, "anketle", "mektupla")
    assert run("import_markdown", folder).status == 1

    ran, report = exported(folder, *arguments)

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["conflict"]
    assert path.read_bytes() == before
    run("import_markdown", folder)
    proposal = Proposal.objects.get()
    assert proposal.status == Proposal.Status.OPEN
    assert "mektupla" in proposal.source_text
    assert "toplantıyla" in json.dumps(page().stream(), ensure_ascii=False)


@pytest.mark.parametrize("arguments", [[], ["--draft"]], ids=["live", "draft"])
def test_an_edit_beside_an_open_conflict_is_exported(
    folder: Path, run: Run, exported: Exported, arguments: list[str]
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    path = folder / "S1C1.md"
    before = change_file(path, "anketle", "mektupla")
    run("import_markdown", folder)
    edit(replaced("Kısa olsun", "Kısa olmalı"))

    ran, report = exported(folder, *arguments)

    after = before.replace("Kısa olsun".encode(), "Kısa olmalı".encode())
    assert (ran.status, codes(report, "S1C1.md")) == (1, ["conflict"])
    assert path.read_bytes() == after
    # Before its import, and after the next edit, this file is still nobody's work.
    edit(replaced("Kısa olmalı", "Kısacık"))
    ran, report = exported(folder, *arguments)
    assert codes(report, "S1C1.md") == ["conflict"]
    assert "Kısacık" in path.read_text()
    assert run("import_markdown", folder).status == 1
    assert Proposal.objects.get().status == Proposal.Status.OPEN
    assert "Kısacık" in json.dumps(page().stream(), ensure_ascii=False)


def test_an_export_by_force_leaves_an_open_conflict_too(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    path = folder / "S1C1.md"
    before = change_file(path, "anketle", "mektupla")
    run("import_markdown", folder)

    ran, report = exported(folder, "--force")

    assert (ran.status, codes(report, "S1C1.md")) == (1, ["conflict"])
    assert path.read_bytes() == before


def test_an_export_writes_a_conflict_that_was_decided(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    path = folder / "S1C1.md"
    before = change_file(path, "anketle", "mektupla")
    run("import_markdown", folder)
    (conflict,) = current_conflicts((1, 1)).values()
    number = Proposal.objects.get().pk
    answer_proposal(number, Answer.KEEP, version=version_of(conflict), user=None)

    ran, report = exported(folder)

    assert (ran.status, codes(report, "S1C1.md")) == (0, [])
    assert path.read_bytes() == before.replace(b"mektupla", "toplantıyla".encode())


@pytest.mark.parametrize("arguments", [[], ["--draft"]], ids=["live", "draft"])
def test_a_conflict_about_the_text_of_a_question_stays_open(
    folder: Path, run: Run, exported: Exported, arguments: list[str]
) -> None:
    Question.objects.update(text_tr="Üyelerimize soruyor muyuz?")
    path = folder / "S1.md"
    before = change_file(path, "dinliyor", "anlıyor")
    assert run("import_markdown", folder).status == 1

    ran, report = exported(folder, *arguments)

    assert (ran.status, codes(report, "S1.md")) == (1, ["conflict"])
    assert path.read_bytes() == before
    run("import_markdown", folder)
    assert Proposal.objects.get().status == Proposal.Status.OPEN


@pytest.mark.parametrize("arguments", [[], ["--draft"]], ids=["live", "draft"])
def test_the_document_of_a_page_that_an_editor_made_stays_as_its_owner_wrote_it(
    folder: Path, run: Run, exported: Exported, arguments: list[str]
) -> None:
    make_page(make_choice(1, 3, tr="Her ay."), prose("Editörün metni."))
    path = folder / "S1C3.md"
    path.write_text(document(3, "Her yıl.", "Sahibin metni."))
    before = path.read_bytes()
    assert run("import_markdown", folder).status == 1

    ran, report = exported(folder, *arguments)

    assert (ran.status, set(codes(report, "S1C3.md"))) == (1, {"conflict"})
    assert path.read_bytes() == before
    run("import_markdown", folder)
    statuses = set(Proposal.objects.values_list("status", flat=True))
    assert statuses == {Proposal.Status.OPEN}


def test_an_export_into_an_empty_folder_has_the_documents_in_conflict(
    folder: Path, tmp_path: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("anketle", "toplantıyla"))
    before = change_file(folder / "S1C1.md", "anketle", "mektupla")
    run("import_markdown", folder)

    ran, _ = exported(tmp_path / "out")

    assert ran.status == 1
    assert (tmp_path / "out" / "S1C1.md").read_bytes() == before


def test_a_held_document_is_not_turned_back_after_its_next_import(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("Sık olsun", "Sık sık"), publish=False)
    path = folder / "S1C1.md"
    change_file(path, "anketle", "soruyla")
    before = change_file(path, FIRST, OTHER_TITLE)
    run("import_markdown", folder)
    run("import_markdown", folder)

    ran, report = exported(folder)

    assert (ran.status, codes(report, "S1C1.md")) == (1, ["held"])
    assert path.read_bytes() == before


def test_what_file_and_draft_both_say_is_not_turned_back_to_the_live_page(
    folder: Path, run: Run, exported: Exported
) -> None:
    edit(replaced("anketle", "soruyla"), publish=False)
    path = folder / "S1C1.md"
    before = change_file(path, "anketle", "soruyla")
    run("import_markdown", folder)

    ran, report = exported(folder)

    assert (ran.status, codes(report, "S1C1.md")) == (1, ["held"])
    assert path.read_bytes() == before


# ---- other languages


@pytest.mark.usefixtures("folder")
def test_a_translation_is_written_in_the_same_layout_and_never_imported(
    tmp_path: Path, run: Run, exported: Exported
) -> None:
    choice = Choice.objects.get(number=2)
    set_text("Once a year.", choice=2, language="en")
    choice.refresh_from_db()
    Question.objects.update(text_en="Do we listen?")
    make_page(choice, prose("Read it <b>together</b>."), language="en")
    out = tmp_path / "en"

    ran, _ = exported(out, "--locale", "en")

    assert ran.status == 0, ran.out
    assert files(out) == {
        "S1.md": b"---\ntranslation: en\n---\n## SORU: Do we listen?\n",
        "S1C2.md": (
            b"---\ntitle: Once a year.\nquestion_id: 1\nchoice_id: 2\n"
            b"translation: en\n---\nRead it **together**.\n"
        ),
    }
    before = page(2).stream()
    ran = run("import_markdown", out)
    assert ran.status == 0
    assert "skip 2" in " ".join(ran.out.split())
    assert page(2).stream() == before
    # And again, after another correction.
    make_page(choice, prose("Read it alone."), language="en")
    ran, report = exported(out, "--locale", "en")
    assert (ran.status, report["counts"]["write"]) == (0, 1)


def test_a_translation_never_replaces_a_source_document(
    folder: Path, exported: Exported
) -> None:
    before = files(folder)
    set_text("Once a year.", choice=2, language="en")
    choice = Choice.objects.get(number=2)
    make_page(choice, prose("Read it."), language="en")

    ran, report = exported(folder, "--locale", "en")

    assert ran.status == 1
    assert codes(report, "S1C2.md") == ["changed-file"]
    assert files(folder) == before


# ---- sets of documents


@pytest.mark.usefixtures("folder")
def test_only_the_documents_of_one_set(
    tmp_path: Path, run: Run, exported: Exported
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "S1C3.md").write_text(document(3, "Üç.", "Metin."))
    run("import_markdown", other, "--source", "other")

    exported(tmp_path / "out", "--source", "other")

    assert list(files(tmp_path / "out")) == ["S1C3.md"]


@pytest.mark.usefixtures("folder")
def test_two_documents_with_one_path_are_not_mixed_up(
    tmp_path: Path, exported: Exported
) -> None:
    SourceDocument.objects.filter(choice=2).update(path="S1C1.md")

    ran, report = exported(tmp_path / "out")

    assert ran.status == 1
    assert [f["code"] for row in report["documents"] for f in row["findings"]] == [
        "path-taken"
    ]


# ---- paths and disks


@pytest.mark.parametrize("path", ["../S1C2.md", "/srv/S1C2.md", "a/../../S1C2.md"])
@pytest.mark.usefixtures("folder")
def test_nothing_is_written_outside_of_the_folder(
    tmp_path: Path, exported: Exported, path: str
) -> None:
    SourceDocument.objects.filter(choice=2).update(path=path)
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "a" / "out"

    ran, report = exported(out)

    assert ran.status == 1
    assert codes(report, path) == ["unsafe-path"]
    new = set(tmp_path.rglob("*")) - before - {tmp_path / "a", tmp_path / "export.json"}
    assert all(entry.is_relative_to(out) for entry in new)


@pytest.mark.parametrize(
    "source", ["../../masa.png", "/srv/masa.png", "media/../../../m.png"]
)
@pytest.mark.usefixtures("folder")
def test_no_picture_is_written_outside_of_the_folder(
    tmp_path: Path, exported: Exported, source: str
) -> None:
    document = SourceDocument.objects.get(choice=1)
    for block in document.stream:
        if block["type"] == "image":
            block["value"]["source"] = source
    document.save()
    edit(replaced("./media/masa.png", source))
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "a" / "out"

    exported(out, "--force")

    new = set(tmp_path.rglob("*")) - before - {tmp_path / "a", tmp_path / "export.json"}
    assert all(entry.is_relative_to(out) for entry in new)


@pytest.mark.usefixtures("folder")
def test_nothing_is_written_through_a_link(tmp_path: Path, exported: Exported) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.md").write_text("gizli")
    out = tmp_path / "out"
    out.mkdir()
    (out / "media").symlink_to(elsewhere)
    (out / "S1C1.md").symlink_to(elsewhere / "secret.md")

    ran, report = exported(out, "--force")

    assert ran.status == 1
    assert codes(report, "S1C1.md") == ["not-written"]
    assert files(elsewhere) == {"secret.md": b"gizli"}


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_R05_a_full_disk_leaves_the_old_file_and_no_half_one(
    folder: Path, run: Run
) -> None:
    before = files(folder)
    edit(replaced("anketle", "toplantıyla " * 20))

    with small_disk(300):
        ran = run("export_markdown", folder)

    assert ran.status == 1
    assert "S1C1.md: error: The file could not be written" in ran.out
    assert files(folder) == before


def test_wrong_usage(folder: Path, tmp_path: Path, run: Run) -> None:
    assert run("export_markdown", folder / "S1.md").status == 2
    assert run("export_markdown", tmp_path / "out", "--locale", "de").status == 2
    missing = tmp_path / "yok"
    ran = run("export_markdown", tmp_path / "out", "--media-root", missing)
    assert ran.status == 2
    assert not (tmp_path / "out").exists()


# ---- documents that are gone


def test_a_retired_document_is_not_written_again(
    folder: Path, tmp_path: Path, run: Run, exported: Exported
) -> None:
    (folder / "S1C2.md").unlink()
    run("import_markdown", folder, "--retire", "--force")

    ran, report = exported(tmp_path / "out", "--draft")

    assert ran.status == 0
    assert codes(report, "S1C2.md") == ["retired"]
    assert not (tmp_path / "out" / "S1C2.md").exists()


def test_the_database_is_only_read(
    folder: Path, tmp_path: Path, exported: Exported
) -> None:
    get_image_model().objects.update(file_hash="")
    edit(replaced("anketle", "toplantıyla"))

    with CaptureQueriesContext(connection) as captured:
        exported(tmp_path / "out")
        exported(folder)

    verbs = {query["sql"].split()[0] for query in captured.captured_queries}
    # PRAGMA asks SQLite which columns there are.
    assert verbs <= {"SELECT", "PRAGMA"}
    assert files(tmp_path / "out")["media/masa.png"] == picture()


@pytest.mark.usefixtures("media")
def test_the_number_of_statements_does_not_depend_on_the_number_of_pages(
    tmp_path: Path, run: Run, exported: Exported
) -> None:
    def statements(count: int) -> int:
        folder = tmp_path / f"in{count}"
        folder.mkdir()
        for choice in range(1, count + 1):
            (folder / f"S1C{choice}.md").write_text(document(choice, "A.", "Metin."))
        run("import_markdown", folder)
        with CaptureQueriesContext(connection) as captured:
            exported(tmp_path / f"out{count}")
        return len(captured)

    assert statements(2) == statements(12)
