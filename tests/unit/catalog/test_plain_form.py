"""The short way into PO files reads what the long way reads, or leaves the file to it."""

from dataclasses import fields, replace
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidance.catalog import pofile
from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.plain_form import read_plain
from guidance.catalog.prelex import MAX_COMMENTS, MAX_REFERENCES
from guidance.catalog.syntax import PoSyntaxError
from tests.unit.catalog.po_cases import ACCEPTED, GOOD, HEADER
from tests.unit.catalog.test_pofile import catalogs

thorough = settings(max_examples=1500, deadline=None)

# Lines as they stand in PO files, and as they should not.
_LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "# Not.",
        "#  iki boşluk",
        "#",
        "#. Sayfa: Giriş",
        "#.",
        "#. son boşluk ",
        "#: guidance/q1-c1 guidance/q1-c2:7",
        "#: a.md\u00a0",
        "#:",
        "#, fuzzy",
        "#, no-wrap, fuzzy",
        "#, x:y",
        "#= fuzzy",
        '#| msgctxt "cell"',
        '#| msgid "eski"',
        '#~ msgid "a"',
        '#~ msgstr "b"',
        '#~| msgid "c"',
        'msgctxt "heading"',
        'msgctxt ""',
        'msgid "Evet."',
        'msgid "Hayır."',
        'msgid ""',
        'msgid "a\\n"',
        'msgid "\\"a\\\\"',
        'msgid "a\u2028b\x85c\td"',
        'msgid_plural "b"',
        'msgstr "Yes."',
        'msgstr ""',
        'msgstr "\\\\\\""',
        'msgstr "a\\\\n"',
        'msgstr[0] "b"',
        '"more"',
        'msgstr "Yes." ',
        'msgstr "a"b"',
    ]
)
_MESSAGES = st.sampled_from(
    [
        ['msgid "Evet."', 'msgstr "Yes."', ""],
        ['msgctxt "heading"', 'msgid "Evet."', 'msgstr "Yes."', ""],
        ["# Not.", "#. Sayfa", "#: q1", 'msgid "iki \\"iki\\""', 'msgstr ""', ""],
        ["#, fuzzy", '#| msgid "eski"', 'msgid "yeni"', 'msgstr "new"', ""],
        ["# Not.", '#~ msgctxt "x"', '#~ msgid "son"', '#~ msgstr "last"', ""],
    ]
)
_FILES = st.lists(
    _MESSAGES | _MESSAGES | _MESSAGES | _LINES.map(lambda line: [line]), max_size=8
).map(lambda parts: HEADER + "\n".join(chain.from_iterable(parts)).encode())


def outcome(data: bytes, *, short: bool) -> Catalog | tuple[int, str]:
    """Return the catalog, or the line and the reason of the refusal."""
    try:
        return pofile.parse(data) if short else pofile._parse(data)  # noqa: SLF001
    except PoSyntaxError as error:
        return error.line, error.reason


def said(read: Catalog | tuple[int, str]) -> list[object]:
    """Return all that a catalog says, also what does not count when two are compared."""
    if not isinstance(read, Catalog):
        return [*read]
    return [getattr(read, field.name) for field in fields(Catalog)]


@thorough
@given(data=_FILES | catalogs().map(pofile.render))
@example(data=GOOD)
@example(data=HEADER + b'msgid "a"\nmsgstr "b"\n\n\nmsgid "c"\nmsgstr "d"\n')
@example(data=HEADER + b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n')
@example(data=HEADER + b'#| msgid "e"\n#~ msgid "a"\n#~ msgstr "b"\n')
@example(data=HEADER + b'msgid "a"\nmsgstr "b"\n\n# the end\n')
@example(data=b"# Ay\xc5\x9fe\n" + GOOD)
@example(data=b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"))
@example(data="# Ayşe\n".encode("iso8859-9") + GOOD.replace(b"UTF-8", b"ISO-8859-9"))
def test_both_ways_say_the_same(data: bytes) -> None:
    short, long = outcome(data, short=True), outcome(data, short=False)

    assert short == long
    assert said(short) == said(long)


@pytest.mark.parametrize(("name", "data"), ACCEPTED)
def test_every_known_kind_of_file_reads_the_same(name: str, data: bytes) -> None:
    short, long = outcome(data, short=True), outcome(data, short=False)

    assert said(short) == said(long), name


def test_what_we_write_takes_the_short_way() -> None:
    entries = (
        Entry(
            msgctxt="heading",
            msgid='Giriş “ve” "son"',
            msgstr="a\\b",
            comment="Not.\nİki.",
            extracted=("page", "heading"),
            references=("guidance/q1-c1", "guidance/q2-c1"),
            fuzzy=True,
            previous_msgctxt="cell",
            previous_msgid="Eski",
        ),
        Entry(
            msgid="Çok. " * 40, references=tuple(f"guidance/q{n}" for n in range(40))
        ),
        Entry(msgid="Gitti.", msgstr="Gone.", obsolete=True),
    )
    data = pofile.render(Catalog((("Language", "en"),), "Ayşe, 2026.", entries))

    assert read_plain(data.decode()) is not None
    read = [replace(entry, line=None) for entry in pofile.parse(data).entries]
    assert read == list(entries)


@pytest.mark.parametrize(
    "message",
    [
        'msgid ""\n"a"\nmsgstr "b"\n',
        'msgid "a"\n\nmsgstr "b"\n',
        'msgid "a\\n"\nmsgstr "b"\n',
        '#, fuzzy\n#: late\nmsgid "a"\nmsgstr "b"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        'msgid "a"\nmsgstr "b"',
        "# " + "x" * 100_000 + '\nmsgid "a"\nmsgstr "b"\n',
        "# x\n" * MAX_COMMENTS + 'msgid "a"\nmsgstr "b"\n',
        "#: " + "x " * MAX_REFERENCES + 'y\nmsgid "a"\nmsgstr "b"\n',
    ],
)
def test_everything_else_is_left_to_the_long_way(message: str) -> None:
    assert read_plain(HEADER.decode() + message) is None


def test_limits_are_those_of_the_long_way() -> None:
    fits = "# x\n" * MAX_COMMENTS + 'msgid "a"\nmsgstr "b"\n'
    many = "# x\n" + fits

    assert isinstance(outcome(HEADER + fits.encode(), short=True), Catalog)
    with pytest.raises(PoSyntaxError, match="2,000"):
        pofile.parse(HEADER + many.encode())
