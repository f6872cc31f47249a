"""The house is in order: what README, docs, locks and Makefile say is so."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if not path.name.startswith(".")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# ---- links

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def links_of(text: str) -> list[str]:
    """Return the targets of a page's links and pictures, without those in examples."""
    return _LINK.findall(re.sub(r"`[^`\n]+`", "", _FENCE.sub("", text)))


def anchors_of(text: str) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


def broken_links(page: Path, text: str) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    broken = []
    for link in links_of(text):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (page.parent / path) if path else page
        other = text if target == page else ""
        if target.suffix == ".md" and target.is_file() and target != page:
            other = target.read_text(encoding="utf-8")
        if not target.exists() or (anchor and anchor not in anchors_of(other)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_found_out() -> None:
    text = "# One\n[a](#one) [b](#two) [c](gone.md) [d](docs/gone.md#x) `[e](f.md)`"

    broken = broken_links(ROOT / "README.md", text)

    assert broken == ["#two", "gone.md", "docs/gone.md#x"]


# ---- commands

_MANAGE = re.compile(r"(?:manage\.py|^manage)[ ]([a-z_]+)([^`|\n]*)", re.MULTILINE)
_MAKE = re.compile(r"(?:^|`)make[ ]([a-z-]+)", re.MULTILINE)


def unknown_commands(text: str) -> list[str]:
    """Return the management commands and options of a page that do not exist."""
    unknown = []
    for name, rest in _MANAGE.findall(text):
        app = get_commands().get(name)
        if app is None:
            unknown.append(name)
            continue
        command = load_command_class(app, name) if isinstance(app, str) else app
        options = command.create_parser("manage.py", name).format_help()
        arguments = rest.split("#")[0].split(" && ")[0]
        unknown += [
            f"{name} {option}"
            for option in re.findall(r"(?<!\S)--[a-z-]+", arguments)
            if not re.search(rf"{option}\b", options)
        ]
    return unknown


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_a_page_names_exists_with_its_options(page: Path) -> None:
    assert unknown_commands(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    named = set(_MAKE.findall(page.read_text(encoding="utf-8")))

    assert named <= make_targets()


def test_a_command_that_does_not_exist_is_found_out() -> None:
    text = "manage migrate --fake\n`manage.py migrate --gone` manage.py no_such_thing"

    assert unknown_commands(text) == ["migrate --gone", "no_such_thing"]


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert _MAKE.findall(readme)[:2] == ["demo", "test"]
    assert readme.index("make demo") < readme.index("## ")


# ---- settings


def read_variables(sources: Iterator[str]) -> set[str]:
    """Return the names of the environment variables that settings modules read."""
    pattern = re.compile(
        r"\w(?<!setdefault)\(\s*\"([A-Z0-9_]{3,})\"|environ\[\"([A-Z0-9_]+)\"\]"
    )
    return {
        first or second for text in sources for first, second in pattern.findall(text)
    }


def read_settings(sources: Iterator[str]) -> set[str]:
    """Return the names of the GUIDANCE_* settings that the apps read."""
    return {
        name
        for text in sources
        for name in re.findall(r"settings,\s*\"(GUIDANCE_[A-Z_]+)\"", text)
    }


def table_of(page: str, heading: str) -> dict[str, str]:
    """Return {name: row} of the table below a heading; one row may have several names."""
    text = (ROOT / page).read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \|(.*)$", section, re.MULTILINE)
    return {
        name: rest for names, rest in rows for name in re.findall(r"`([^`]+)`", names)
    }


def texts(*patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            yield path.read_text(encoding="utf-8")


def test_the_table_of_variables_names_what_the_settings_read() -> None:
    documented = set(table_of("docs/settings.md", "Environment variables"))

    assert documented == read_variables(texts("cms/settings/*.py"))


def test_the_table_of_settings_names_what_the_apps_read() -> None:
    documented = set(table_of("docs/settings.md", "Django settings"))

    assert documented == read_settings(texts("guidance/**/*.py", "importers/**/*.py"))


def test_variables_and_settings_are_found_in_code() -> None:
    code = 'A = env.str(\n    "ONE", default="")\nos.environ["TWO"]\nx = "THREE"\nswitch("FOUR")'

    assert read_variables(iter([code])) == {"ONE", "TWO", "FOUR"}
    assert read_settings(iter(['getattr(settings, "GUIDANCE_X", 1)'])) == {"GUIDANCE_X"}


# ---- modules

_MOST_LINES = 500


def long_modules(root: Path) -> set[str]:
    """Return the modules of the apps that are too long to answer one question."""
    return {
        path.relative_to(root).as_posix()
        for app in ("cms", "guidance", "importers")
        for path in root.glob(f"{app}/**/*.py")
        if "migrations" not in path.parts
        and len(path.read_bytes().splitlines()) > _MOST_LINES
    }


def test_modules_stay_short() -> None:
    assert long_modules(ROOT) == set()
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"a test refuses more than {_MOST_LINES}" in contributing


def test_a_module_that_is_too_long_is_found_out(tmp_path: Path) -> None:
    for name, lines in (("long", _MOST_LINES + 1), ("short", _MOST_LINES)):
        path = tmp_path / "guidance" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("pass\n" * lines)

    assert long_modules(tmp_path) == {"guidance/long.py"}


# ---- patterns

# (?:…)*+ and its like: right from Python 3.11.5 on. In 3.11.0 to 3.11.4, which Debian 12
# has, a round that fails half-way still counts as read (gh-106052): text would be lost.
# (?>(?:…)*) is right everywhere, and so is a sign, as [a-z]*+.
_POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")


def possessive_groups(text: str) -> list[str]:
    """Return the lines of a module that repeat a group of a pattern possessively."""
    return [line for line in text.splitlines() if _POSSESSIVE_GROUP.search(line)]


def test_no_pattern_needs_a_later_python_3_11() -> None:
    found = [
        line
        for text in texts("cms/**/*.py", "guidance/**/*.py", "importers/**/*.py")
        for line in possessive_groups(text)
    ]

    assert found == []


def test_a_pattern_that_needs_a_later_python_is_found_out() -> None:
    wrong = ['r"(?:ab?c)*+"', 'r"(?:ab?c)++d"', 'r"(a){2,}+"']
    right = ['r"(?>(?:ab?c)*)[a-z]++"', r'r"\)++"', "f(a) + b"]

    assert possessive_groups("\n".join([*wrong, *right])) == wrong


# ---- findings

# Written like a code of a finding in the documentation, and something else.
_NO_CODES = frozenset({"data-block-key"})
_CODE = re.compile(r"`([a-z]+(?:-[a-z]+)+)`|\"code\": \"([a-z-]+)\"")


def named_codes(text: str) -> set[str]:
    """Return what a page of the documentation calls the code of a finding."""
    return {first or second for first, second in _CODE.findall(text)} - _NO_CODES


def known_codes(sources: Iterator[str]) -> set[str]:
    """Return all hyphenated words that code has as a string of its own."""
    return {
        word for text in sources for word in re.findall(r"\"([a-z]+(?:-[a-z]+)+)", text)
    }


def test_documentation_names_codes_that_findings_have() -> None:
    known = known_codes(texts("importers/**/*.py", "guidance/**/*.py"))
    pages = (*ROOT.glob("docs/*.md"), ROOT / "README.md")

    wrong = {
        f"{page.name}: {code}"
        for page in pages
        if page.name != "dependencies.md"
        for code in named_codes(page.read_text(encoding="utf-8")) - known
    }

    assert wrong == set()


def test_a_code_that_no_finding_has_is_found_out() -> None:
    named = named_codes('`missing-picture` {"code": "missing-art"} `missing-media`')

    assert named - known_codes(texts("importers/**/*.py")) == {
        "missing-picture",
        "missing-art",
    }


# ---- dependencies


@pytest.mark.parametrize(
    ("heading", "requirements"), [("To run", RUN), ("To work on it", DEV)]
)
def test_the_page_of_dependencies_names_each_of_them_once(
    heading: str, requirements: list[Requirement]
) -> None:
    documented = table_of("docs/dependencies.md", heading)

    assert set(documented) == {requirement.name for requirement in requirements}


def locked_versions(name: str) -> dict[str, str]:
    """Return {canonical name: version} of a lock file; the first of several."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", text, re.MULTILINE)
    for package, version in pins:
        found.setdefault(canonicalize_name(package), version)
    return found


@pytest.mark.parametrize(
    ("name", "requirements"),
    [("requirements.txt", RUN), ("requirements-dev.txt", RUN + DEV)],
)
def test_the_locks_hold_what_the_project_asks_for(
    name: str, requirements: list[Requirement]
) -> None:
    locked = locked_versions(name)

    for requirement in requirements:
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_the_tests_run_with_the_versions_that_the_site_runs_with() -> None:
    run, dev = (
        locked_versions(name) for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_locks_hold_names_versions_and_hashes_only(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()

    comment = re.compile(r"# .*|#    make lock")
    package = re.compile(r"[\w.\[\],-]+==[\w.]+( ; [\w .'=<>!()]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    for line in lines:
        assert (
            comment.fullmatch(line) or package.fullmatch(line) or digest.fullmatch(line)
        )
    assert not [line for line in lines if "://" in line]


# ---- the environment


def run_environment(folder: Path, python: Path | str) -> tuple[int, str]:
    """Run ``.ci/environment`` in a copy of the house; return its status and words."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "environment", folder / ".ci")
    shutil.copy(ROOT / "requirements.txt", folder)
    done = subprocess.run(  # noqa: S603
        [folder / ".ci" / "environment", "requirements.txt"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def fake_python(folder: Path, version: str, imports: str) -> Path:
    """Make a Python that says its version and can, or cannot, make environments."""
    path = folder / "python"
    path.write_text(
        "#!/bin/sh\n"
        'case "$2" in\n'
        f"  *print*) echo {version} ;;\n"
        f"  *exit*) [ {version} != 3.10.12 ] ;;\n"
        f"  *ensurepip*) {imports} ;;\n"
        "  *) exit 9 ;;\n"
        "esac\n"
    )
    path.chmod(0o755)
    return path


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    python = fake_python(tmp_path, "3.11.2", imports="false")

    status, said = run_environment(tmp_path, python)

    assert status == 1
    assert said.splitlines()[-1].strip() == "apt install python3-venv"
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_named_with_its_version(tmp_path: Path) -> None:
    python = fake_python(tmp_path, "3.10.12", imports="true")

    status, said = run_environment(tmp_path, python)

    assert status == 1
    assert "needs Python 3.11 or newer" in said
    assert "3.10.12" in said


def test_a_python_that_is_not_there_is_said(tmp_path: Path) -> None:
    status, said = run_environment(tmp_path, "python-of-nowhere")

    assert status == 1
    assert "There is no Python here by the name of python-of-nowhere." in said
