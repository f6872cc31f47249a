"""Our files and the programs of others: GNU gettext and translate-toolkit."""

import gettext
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from translate.storage import pypo

from guidance.catalog.checks import check
from guidance.catalog.ending import cut_off, ending
from guidance.catalog.entry import Catalog, Entry, Key
from guidance.catalog.header import Origin, catalog_header, template_header
from guidance.catalog.merge import merge
from guidance.catalog.message import (
    Document,
    Known,
    Use,
    catalog_entries,
    document_uses,
)
from guidance.catalog.mofile import compile_catalog
from guidance.catalog.pofile import parse, render
from guidance.segments.inline import Break, Mark, Text, web_link
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from tests.requirements import needs

ORIGIN = Origin(
    project="Rehber",
    changed_at=datetime(2024, 3, 15, 9, 5, tzinfo=UTC),
    bugs_address="https://ornek.org/iletisim",
)
LANGUAGES = ("en", "ar", "de", "fr", "pt-br", "zh-hans", "ru", "ku", "fa", "az", "ga")

DOCUMENTS = tuple(
    Document(
        owner=f"q{question}.c{choice}",
        reference=f"guidance/q{question}-c{choice}",
        title="Üyelerimizin görüşünü alıyoruz.",
        leaves=(
            plain_leaf("heading", LeafKind.HEADING, f"Görüş alma, {question}. soru"),
            plain_leaf("body/1#k1", LeafKind.PARAGRAPH, "Aynı metin her yerdedir."),
            Leaf(
                "body/1#k2",
                LeafKind.ITEM,
                (
                    Text("“A & B” için "),
                    web_link("https://ornek.org/rehber?a=1&b=2", Text("rehber")),
                    Text(" kitabına\\ya da ", frozenset({Mark.BOLD})),
                    Break(),
                    web_link("mailto:bilgi@ornek.org", Text('"bize"')),
                    Text(" bakın."),
                ),
                (1, 2),
            ),
            plain_leaf("body/1#k3", LeafKind.ITEM, "veya"),
        ),
    )
    for question in (1, 2)
    for choice in range(1, 5)
)
USES: tuple[Use, ...] = tuple(
    use for document in DOCUMENTS for use in document_uses(document)
)
KNOWN: dict[Key, Known] = {
    ("", "Aynı metin her yerdedir."): Known(
        "The same text is everywhere.", comment="Checked.\n\nTwice."
    ),
    ("heading", "Görüş alma, 1. soru"): Known(
        "Asking for views", True, "heading", "Görüş alma"
    ),
    ("q1.c1", "veya"): Known("or"),
}
OBSOLETE: dict[Key, Known] = {
    ("", "Eski bir metin."): Known("An old text.", comment="Keep it."),
    ("cell", "Başka bir metin"): Known("Another text", True, "cell", "Bir metin"),
}


def translators_file(language: str = "en") -> Catalog:
    entries = catalog_entries(USES, KNOWN, OBSOLETE)
    return Catalog(
        catalog_header(ORIGIN, language, export="tr-17"), "Rehber.\n\nCC0", entries
    )


def run(tool: str, *arguments: str, data: bytes = b"") -> bytes:
    """Return what the tool writes; fail on anything that it complains about."""
    done = subprocess.run(  # noqa: S603 - programs that the tests name
        [needs(tool), *arguments],
        input=data,
        capture_output=True,
        check=False,
        env={"LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_msgfmt_has_nothing_to_complain_about(language: str) -> None:
    data = render(translators_file(language))

    run("msgfmt", "--check", "--output-file=/dev/null", "-", data=data)


def test_msgfmt_would_complain() -> None:
    wrong = replace(translators_file(), header=())

    done = subprocess.run(  # noqa: S603 - as above
        [needs("msgfmt"), "--check", "--output-file=/dev/null", "-"],
        input=render(wrong),
        capture_output=True,
        check=False,
    )

    assert done.stderr


@pytest.mark.parametrize("template", [False, True])
def test_msgcat_writes_the_same_bytes(template: bool) -> None:
    catalog = translators_file()
    if template:
        catalog = Catalog(template_header(ORIGIN), "", catalog_entries(USES, {}))
    data = render(catalog, template=template)

    assert run("msgcat", "--no-wrap", "-", data=data) == data


def test_msgcat_wraps_and_we_read_the_same() -> None:
    catalog = translators_file()

    wrapped = run("msgcat", "--width=40", "-", data=render(catalog))

    assert wrapped != render(catalog)
    assert render(parse(wrapped)) == render(catalog)


def test_msgmerge_changes_nothing_when_nothing_changed(tmp_path: Path) -> None:
    template = Catalog(template_header(ORIGIN), "", catalog_entries(USES, {}))
    po, pot = tmp_path / "en.po", tmp_path / "guidance.pot"
    po.write_bytes(render(translators_file()))
    pot.write_bytes(render(template, template=True))

    merged = run("msgmerge", "--quiet", "--no-wrap", "--previous", str(po), str(pot))

    assert merged == po.read_bytes()


def test_msgmerge_and_we_agree_on_a_changed_text(tmp_path: Path) -> None:
    old_text, new_text = "Gönüllü süreçleri vardır.", "Gönüllü süreçleri yazılıdır."
    old = [Use("body/1#k1", "", old_text, "q1.c1", reference="guidance/q1-c1")]
    new = [old[0]._replace(msgid=new_text)]
    known = {("", old_text): Known("There are processes for volunteers.")}
    po, pot = tmp_path / "en.po", tmp_path / "guidance.pot"
    po.write_bytes(
        render(Catalog(catalog_header(ORIGIN, "en"), "", catalog_entries(old, known)))
    )
    pot.write_bytes(
        render(
            Catalog(template_header(ORIGIN), "", catalog_entries(new, {})),
            template=True,
        )
    )

    ours = catalog_entries(new, merge(old, new, known).carried)

    theirs = run("msgmerge", "--quiet", "--no-wrap", "--previous", str(po), str(pot))
    assert theirs == render(Catalog(catalog_header(ORIGIN, "en"), "", ours))
    assert ours[0].fuzzy
    assert ours[0].previous_msgid == old_text


def test_msgfmt_compiles_the_same_file() -> None:
    entries = (
        Entry(msgid="Yes", msgstr="Evet"),
        Entry(msgid="Yes", msgstr="Olur", msgctxt="button"),
        Entry(msgid="one", msgid_plural="%d", msgstr_plural=("bir", "%d tane")),
        Entry(msgid="two", msgid_plural="%d", msgstr_plural=("", "%d tane")),
        Entry(msgid="No", msgstr="Belki", fuzzy=True),
        Entry(msgid="Perhaps"),
        Entry(msgid="Old", msgstr="Eski", obsolete=True),
    )
    data = render(Catalog(catalog_header(ORIGIN, "tr"), "", entries))

    compiled = compile_catalog(data)

    assert compiled == run("msgfmt", "--no-hash", "--output-file=-", "-", data=data)
    texts = gettext.GNUTranslations(io.BytesIO(compiled))
    assert texts.gettext("Yes") == "Evet"
    assert texts.pgettext("button", "Yes") == "Olur"
    assert texts.ngettext("one", "%d", 1) == "bir"
    assert texts.ngettext("one", "%d", 5) == "%d tane"
    assert [texts.gettext(text) for text in ("No", "Perhaps", "Old", "two")] == [
        "No",
        "Perhaps",
        "Old",
        "two",
    ]


def test_the_interfaces_own_catalogs_compile_as_msgfmt_compiles_them() -> None:
    root = Path(__file__).parents[2] / "locale"

    for po in sorted(root.glob("*/LC_MESSAGES/django.po")):
        data = po.read_bytes()
        theirs = run("msgfmt", "--no-hash", "--output-file=-", "-", data=data)
        assert compile_catalog(data) == theirs


def test_translate_toolkit_reads_what_we_wrote() -> None:
    catalog = translators_file()

    store = pypo.pofile.parsestring(render(catalog))

    units = [unit for unit in store.units if not unit.isheader()]
    assert [
        (unit.getcontext(), unit.source, unit.target, unit.isfuzzy(), unit.isobsolete())
        for unit in units
    ] == [
        (entry.msgctxt, entry.msgid, entry.msgstr, entry.fuzzy, entry.obsolete)
        for entry in catalog.entries
    ]


def test_we_read_what_translate_toolkit_wrote() -> None:
    catalog = translators_file()

    written = bytes(pypo.pofile.parsestring(render(catalog)))

    assert [entry.key for entry in parse(written).entries] == [
        entry.key for entry in catalog.entries
    ]
    assert [entry.msgstr for entry in parse(written).entries] == [
        entry.msgstr for entry in catalog.entries
    ]


# Texts that end with no mark, and with all that a line may end in.
TURKISH = "üyelere ve/veya bilinen iç-dış kurallara göre her yıl (taslak) yazılır – EU"
ENGLISH = "members are written to by well-known and/or (draft) rules – see the EU law"


def long_catalog() -> Catalog:
    """Return texts of two to five lines; each is as long as its source."""
    entries = [
        Entry(
            msgid=f"{number} " + _turning(TURKISH, number, 100 + 7 * number % 230),
            msgstr=f"{number} " + _turning(ENGLISH, number, 100 + 7 * number % 230),
        )
        for number in range(120)
    ]
    return Catalog(catalog_header(ORIGIN, "en"), "", tuple(entries))


def _turning(text: str, first: int, size: int) -> str:
    words = text.split()
    said = " ".join(words[(first * place) % len(words)] for place in range(2, 60))
    return f"{said[:size].rstrip(' -–/()')}n"


def as_msgcat(data: bytes) -> bytes:
    return run("msgcat", "--width=79", "-", data=data)


def as_polib(data: bytes) -> bytes:
    return str(polib.pofile(data.decode(), wrapwidth=78)).encode()


def as_translate_toolkit(data: bytes) -> bytes:
    store = pypo.pofile.parsestring(data)
    for unit in store.units:
        if not unit.isheader():
            source, target = unit.source, unit.target
            # It wraps what changes.
            unit.source, unit.target = f"{source}x", f"{target}x"
            unit.source, unit.target = source, target
    return bytes(store)


def broken_off(data: bytes) -> bool:
    """Whether the last text is called half a text; nothing is stored of it yet."""
    catalog = parse(data)
    end, last = ending(catalog), catalog.entries[-1]
    return end is not None and bool(cut_off(end, (), tuple(check(last, "en"))))


@pytest.mark.parametrize("wrap", [as_msgcat, as_polib, as_translate_toolkit])
def test_R15_half_of_the_last_text_is_seen_whatever_wrapped_it(
    wrap: Callable[[bytes], bytes],
) -> None:
    """No message is missing, and no source ends with a mark that could be missed."""
    header, *blocks = wrap(render(long_catalog())).decode().rstrip("\n").split("\n\n")
    halves, wholes = list[bool](), list[bool]()
    for number in range(80, len(blocks)):
        before = "\n\n".join([header, *blocks[number - 60 : number]])
        lines = blocks[number].split("\n")
        for length in range(lines.index('msgstr ""') + 2, len(lines) + 1):
            part = "\n".join(lines[:length])
            found = halves if length < len(lines) else wholes
            found.append(broken_off(f"{before}\n\n{part}\n".encode()))

    assert len(halves) > 60
    assert all(halves)
    # Where the last line happens to be full, nothing tells a whole text from a half one.
    assert sum(wholes) <= (0 if wrap is as_msgcat else 2)


def test_pofilter_finds_no_structural_mistake(tmp_path: Path) -> None:
    assert pofilter(translators_file(), tmp_path) == ()


def test_pofilter_would_find_one(tmp_path: Path) -> None:
    entry = Entry(msgid="<a1>Rehber</a1> var.", msgstr="There is a <a1>guide.")
    catalog = Catalog(catalog_header(ORIGIN, "en"), "", (entry,))

    assert pofilter(catalog, tmp_path) == (entry.key,)


def pofilter(catalog: Catalog, folder: Path) -> tuple[Key, ...]:
    """Return the entries that translate-toolkit's filters find fault with.

    As a program, not as a library: it is under the GPL.
    """
    checked, found = folder / "en.po", folder / "found.po"
    checked.write_bytes(render(catalog))
    names = ("escapes", "newlines", "tabs", "validchars", "xmltags", "urls", "emails")
    subprocess.run(  # noqa: S603 - our own file
        [
            sys.executable,
            "-m",
            "translate.filters.pofilter",
            "--progress=none",
            *(f"--test={name}" for name in names),
            str(checked),
            str(found),
        ],
        capture_output=True,
        check=True,
    )
    entries = parse(found.read_bytes()).entries if found.exists() else ()
    return tuple(entry.key for entry in entries)
