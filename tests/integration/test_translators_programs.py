"""Files that went through a translator's program: what comes back is the same.

Each program is run as it is, or, where it has a window, its way of writing is repeated:
the import has to find every entry as it is stored.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from translate.storage import pypo

from guidance.catalog.pofile import parse, render
from guidance.models import Translation, TranslationChange
from guidance.translation.export import export_catalogs
from guidance.translation.take_in import gather_files
from tests.guidance_site import NOW, make_choice, make_page, prose
from tests.po_files import po, rewrite
from tests.requirements import needs

pytestmark = pytest.mark.django_db

Rewrite = Callable[[bytes, Path], bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with catalogs in which every kind of entry is."""
    choice = make_choice(10, 2, tr="Düzenli toplanıyoruz.")
    make_page(
        choice,
        prose(
            "Bu metin çok uzundur; " * 9 + "sonunda biter.",
            "Bkz. <a href='https://ornek.org/a?b=1&amp;c=2'>“rehber”</a>.".replace(
                "'", '"'
            ),
            "Satır<br/>sonu \\ ters bölü &amp; “tırnak”.",
            "Eski metin burada durur.",
            "veya",
        ),
    )
    folder = tmp_path / "locale"
    export_catalogs(["en", "ar"], folder, now=NOW)
    rewrite(
        po(folder),
        lambda entry: replace(
            entry,
            msgstr="https://ornek.org/en"
            if entry.msgctxt == "link"
            else entry.msgstr or f"EN {entry.msgid}",
            comment="Checked.\nTwice." if entry.msgid == "veya" else "",
            fuzzy=entry.msgid == "veya",
        ),
    )
    gather_files([po(folder)]).apply(now=NOW)
    make_page(
        choice,
        prose(
            "Bu metin çok uzundur; " * 9 + "sonunda biter.",
            "Bkz. <a href='https://ornek.org/a?b=1&amp;c=2'>“rehber”</a>.".replace(
                "'", '"'
            ),
            "Satır<br/>sonu \\ ters bölü &amp; “tırnak”.",
            "Yeni metin burada durur.",
            "veya",
        ),
    )
    export_catalogs(["en", "ar"], folder, now=NOW)
    return folder


def run(tool: str, *arguments: str, data: bytes = b"") -> bytes:
    done = subprocess.run(  # noqa: S603 - programs that the tests name
        [needs(tool), *arguments],
        input=data,
        capture_output=True,
        check=False,
        env={"LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout


def without_header(data: bytes, _: Path) -> bytes:
    catalog = parse(data)
    kept = [
        field for field in catalog.header if field[0] in {"Language", "Content-Type"}
    ]
    return render(replace(catalog, header=tuple(kept)))


def without_private_fields(data: bytes, _: Path) -> bytes:
    return re.sub(rb'^"X-.*\n', b"", data, flags=re.MULTILINE)


def as_poedit(data: bytes, folder: Path) -> bytes:
    """Wrap at 79, say who wrote it, keep no flag that it does not know."""
    del folder
    wrapped = run("msgcat", "--width=79", "-", data=data)
    wrapped = wrapped.replace(
        b'"X-Generator: Rehber\\n"', b'"X-Generator: Poedit 3.6\\n"'
    )
    return wrapped.replace(
        b'"Last-Translator: \\n"',
        '"Last-Translator: Ayşe <ayse@ornek.org>\\n"'.encode(),
    )


def as_weblate(data: bytes, folder: Path) -> bytes:
    del folder
    return bytes(pypo.pofile.parsestring(data))


def msgmerged(data: bytes, folder: Path) -> bytes:
    (folder / "merge.po").write_bytes(data)
    template = str(folder / "guidance.pot")
    return run("msgmerge", "--quiet", "--previous", str(folder / "merge.po"), template)


def over_xliff(data: bytes, folder: Path) -> bytes:
    """There and back: header, notes and contexts are lost on the way."""
    source, xliff, back = (folder / name for name in ("x.po", "x.xlf", "y.po"))
    source.write_bytes(data)
    for module, before, after in (
        ("translate.convert.po2xliff", source, xliff),
        ("translate.convert.xliff2po", xliff, back),
    ):
        script = f"from {module} import main; main()"
        run(sys.executable, "-c", script, "--progress=none", str(before), str(after))
    return back.read_bytes()


REWRITES: dict[str, Rewrite] = {
    "msgcat, wrapped": lambda data, _: run("msgcat", "-", data=data),
    "msgcat, 40 columns": lambda data, _: run("msgcat", "--width=40", "-", data=data),
    "msgcat, sorted": lambda data, _: run("msgcat", "--sort-output", "-", data=data),
    "msgattrib, no obsolete": lambda data, _: run(
        "msgattrib", "--no-obsolete", "-", data=data
    ),
    "msgconv": lambda data, _: run("msgconv", "--to-code=UTF-8", "-", data=data),
    "msgmerge": msgmerged,
    "Poedit": as_poedit,
    "Weblate": as_weblate,
    "no header": without_header,
    "no private fields": without_private_fields,
    "Windows": lambda data, _: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "gettext 1.0 flags": lambda data, _: data.replace(b"#, fuzzy", b"#= fuzzy"),
    "no comments": lambda data, _: re.sub(
        rb"^#[.:].*\n", b"", data, flags=re.MULTILINE
    ),
}


@pytest.mark.parametrize("program", REWRITES)
def test_R19_an_untouched_file_changes_nothing_whatever_wrote_it(
    program: str, folder: Path
) -> None:
    path = po(folder)
    before = path.read_bytes()
    path.write_bytes(REWRITES[program](before, folder))
    stored = sorted(Translation.objects.values_list("pk", "msgstr", "state", "comment"))
    changes = TranslationChange.objects.count()

    (report,) = gather_files([path]).apply(now=NOW)

    counts = report.counts()
    settled = counts["same"] + counts["empty"] + counts["obsolete"]
    assert counts["same"] >= 5
    assert settled == counts["entries"], report.as_json()
    assert TranslationChange.objects.count() == changes
    assert stored == sorted(
        Translation.objects.values_list("pk", "msgstr", "state", "comment")
    )


def test_no_context_is_needed_where_there_is_only_one(folder: Path) -> None:
    path = po(folder)
    rewrite(path, lambda each: None if each.fuzzy or each.obsolete else each)
    data = over_xliff(path.read_bytes(), folder)
    assert b"msgctxt" not in data
    path.write_bytes(data.replace(b"EN D", b"It is D").replace(b"/en", b"/en/a"))

    (report,) = gather_files([path], "en").apply(now=NOW)

    counts = report.counts()
    assert (counts["unknown"], counts["changed"]) == (0, 2), report.as_json()
    assert {
        (row.message.msgctxt, row.msgstr)
        for row in Translation.objects.select_related("message").filter(locale="en")
    } >= {("link", "https://ornek.org/en/a"), ("choice", "It is Düzenli toplanıyoruz.")}


@pytest.mark.parametrize("program", ["msgcat, wrapped", "msgmerge", "Weblate"])
def test_an_export_over_a_rewritten_file_is_the_export(
    program: str, folder: Path
) -> None:
    path = po(folder)
    before = path.read_bytes()
    path.write_bytes(REWRITES[program](before, folder))

    export_catalogs(["en"], folder, now=NOW)

    assert path.read_bytes() == before


def test_one_changed_word_is_seen_in_each_of_them(folder: Path) -> None:
    """The tests above can fail."""
    path = po(folder)
    before = path.read_bytes()
    for rewritten in REWRITES.values():
        changed = rewritten(before, folder).replace(b"EN Bkz", b"EN See")
        path.write_bytes(changed)
        (report,) = gather_files([path]).apply(now=NOW, dry_run=True)
        assert report.counts()["changed"] == 1


def test_weblate_finds_the_files_and_their_template(folder: Path) -> None:
    """As a program, not as a library: it is under the GPL."""
    found = subprocess.run(  # noqa: S603 - a module that the tests name
        [
            sys.executable,
            "-c",
            (
                "import json, sys, translation_finder as f;"
                "print(json.dumps([dict(r) for r in f.discover(sys.argv[1])]))"
            ),
            str(folder.parent),
        ],
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert '"filemask": "locale/*/LC_MESSAGES/guidance.po"' in found
    assert '"new_base": "locale/guidance.pot"' in found


def test_every_file_passes_msgfmt_and_a_part_too(folder: Path) -> None:
    for path in folder.rglob("*.po"):
        run("msgfmt", "--check", "--output-file=/dev/null", str(path))


def test_msgcat_joins_nothing(folder: Path) -> None:
    data = po(folder).read_bytes()

    assert run("msgcat", "--no-wrap", "-", data=data) == data
    assert run("msguniq", "--no-wrap", "-", data=data) == data
