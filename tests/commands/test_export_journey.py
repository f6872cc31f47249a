"""Import → export → import is no operation, for every folder that there is to try."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pytest
from wagtail.models import Revision

from guidance.models import GuidancePage
from importers.markdown.reading import SourceText, read
from importers.models import SourceDocument
from tests.commands.conftest import Run
from tests.requirements import needs, shared_path
from tests.unit.importers.body_words import (
    lost_words,
    rendered_words,
    stream_words,
)
from tests.unit.importers.catalogue import Case, cases

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "tests" / "corpus"
EDGE_CASES = CORPUS / "edge-cases"
# Public content by others: data beside the repository, never in it.
PUBLIC = (
    "opensource.guide",
    "semver",
    "contributor-covenant",
    "standard-for-public-code",
)
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\s*\n.*?\n\1\s*\n", re.DOTALL)


def edge_case_folders() -> list[Path]:
    folders = [EDGE_CASES / "body"]
    for folder in sorted((EDGE_CASES / "dirs").iterdir()):
        if folder.is_dir():
            versions = sorted(folder.glob("v[0-9]"))
            folders += versions or [folder]
    return folders


def imported_front_matter() -> list[Case]:
    """Return the cases that an import takes; all have the same ids."""
    pattern = re.compile(r"S(?P<number>[1-9]\d{0,3})")
    return [
        case
        for case in cases("front-matter")
        if isinstance(read(Path(case.file).name, case.data, pattern), SourceText)
    ]


def with_ids(source: Path, folder: Path) -> Path:
    """Copy a folder of public content and give each document a title and ids."""
    shutil.copytree(source, folder)
    for number, path in enumerate(sorted(folder.rglob("*.md")), 1):
        body = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8-sig"))
        keys = f"---\ntitle: Belge {number}\nquestion_id: {number}\nchoice_id: 1\n---\n"
        path.write_text(keys + body, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        normalize("NFC", path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def git(folder: Path, *arguments: str) -> str:
    command = [needs("git"), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    done = subprocess.run(  # noqa: S603
        [*command, *arguments], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout


def assert_no_operation(folder: Path, out: Path, run: Run, *options: object) -> None:
    """Import, export into an empty folder and into the original, and import again."""
    run("import_markdown", folder, *options)
    documents = list(SourceDocument.objects.order_by("path"))
    before = files(folder)
    revisions = Revision.objects.count()

    ran = run("export_markdown", out)

    assert ran.status == 0, ran.out
    written = files(out)
    assert documents
    for document in documents:
        assert written[document.path] == before[document.path]
    again = run("import_markdown", out, *options)
    assert Revision.objects.count() == revisions
    assert counts(again.out)["keep"] == GuidancePage.objects.filter(live=True).count()

    git(folder, "init", "-q")
    git(folder, "-c", "core.autocrlf=false", "add", "-A")
    git(folder, "commit", "-qm", "as it was")
    ran = run("export_markdown", folder, *options)
    assert ran.status == 0, ran.out
    assert git(folder, "status", "--porcelain") == ""


def counts(out: str) -> Counter[str]:
    pairs = (line.split() for line in out.splitlines() if len(line.split()) == 2)
    return Counter({name: int(n) for name, n in pairs if n.isdigit()})


@pytest.fixture
def out(tmp_path: Path, media: Path) -> Path:  # noqa: ARG001 - pictures go there
    return tmp_path / "out"


def test_the_example(tmp_path: Path, out: Path, run: Run) -> None:
    folder = shutil.copytree(
        ROOT / "importers" / "example" / "guidance", tmp_path / "in"
    )

    assert_no_operation(folder, out, run)


def test_a_folder_with_its_pictures_elsewhere(
    tmp_path: Path, out: Path, run: Run
) -> None:
    folder = shutil.copytree(CORPUS / "ornek-sto" / "answer_texts", tmp_path / "in")
    root = CORPUS / "ornek-sto" / "static"

    assert_no_operation(folder, out, run, "--media-root", root)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", edge_case_folders(), ids=lambda path: str(path.relative_to(EDGE_CASES))
)
def test_the_edge_cases(source: Path, tmp_path: Path, out: Path, run: Run) -> None:
    folder = shutil.copytree(source, tmp_path / "in")

    assert_no_operation(folder, out, run)


@pytest.mark.slow
@pytest.mark.parametrize("case", imported_front_matter(), ids=lambda case: case.id)
def test_each_front_matter(case: Case, tmp_path: Path, out: Path, run: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(EDGE_CASES / case.file, folder)

    assert_no_operation(folder, out, run)


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLIC)
def test_public_content(name: str, tmp_path: Path, out: Path, run: Run) -> None:
    folder = with_ids(shared_path(f"corpus/{name}"), tmp_path / "in")

    assert_no_operation(folder, out, run)

    assert lost_in_pages(folder) == {}


def lost_in_pages(folder: Path) -> dict[str, list[str]]:
    """Return the words of each document that its page does not have."""
    pages = {
        page.choice.question.number: page.stream()
        for page in GuidancePage.objects.select_related("choice__question")
    }
    lost = {}
    for document in SourceDocument.objects.all():
        body = _FRONT_MATTER.sub("", (folder / document.path).read_text("utf-8"))
        words = stream_words(pages[document.question])
        if missing := lost_words(rendered_words(body), words):
            lost[document.path] = missing
    return lost


def test_the_seed(tmp_path: Path, out: Path, run: Run) -> None:
    seed = next(shared_path("seed").glob("*.txt"))
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(seed, folder / "S10C2.md")

    assert_no_operation(folder, out, run)
