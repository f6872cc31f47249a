"""Reading and writing PO files."""

import builtins
import io
import os
from dataclasses import replace
from typing import Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.catalog import pofile, prelex
from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import PoSyntaxError, parse, render, written_texts
from tests.unit.catalog.po_cases import GOOD, HEADER

# Everything but what no PO file can hold: NUL and lone surrogates.
_ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_TEXTS = st.text(_ANY, max_size=30) | st.text('a\n\\"\r\t <>&#~|,', max_size=12)
_SOME_TEXT = _TEXTS.filter(bool)
_WORDS = st.from_regex(r"[a-z0-9./:_-]{1,12}", fullmatch=True)
_LINES = st.from_regex(r"[a-zğ#~|.,:\"]( ?[a-z0-9ş#\"]){0,8}", fullmatch=True)
_PLURALS = st.none() | st.tuples(
    _SOME_TEXT, st.lists(_TEXTS, min_size=1, max_size=3).map(tuple)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    obsolete = draw(st.booleans())
    plural, forms = draw(_PLURALS) or ("", ())
    # gettext keeps neither hints nor places of what is obsolete.
    hints = st.just(()) if obsolete else st.lists(_LINES, max_size=3).map(tuple)
    places = st.just(()) if obsolete else st.lists(_WORDS, max_size=9).map(tuple)
    return Entry(
        msgid=draw(_SOME_TEXT),
        msgid_plural=plural,
        msgstr="" if plural else draw(_TEXTS),
        msgstr_plural=forms,
        msgctxt=draw(st.sampled_from(["", "heading", "q10.c2", "ş\n"])),
        fuzzy=draw(st.booleans()),
        previous_msgctxt=draw(st.sampled_from(["", "cell"])),
        previous_msgid=draw(_TEXTS),
        previous_msgid_plural=draw(_TEXTS),
        comment="\n".join(draw(st.lists(_LINES, max_size=3))),
        extracted=draw(hints),
        references=draw(places),
        flags=draw(st.sampled_from([(), ("python-format",), ("no-wrap", "x:y")])),
        obsolete=obsolete,
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    found = {entry.key: entry for entry in draw(st.lists(entries(), max_size=5))}
    ordered = sorted(found.values(), key=lambda entry: entry.obsolete)
    header = (("Language", "en"), ("Content-Type", "text/plain; charset=UTF-8"))
    return Catalog(
        draw(st.sampled_from([(), header, (*header, ("X-Generator", "ğ: x"))])),
        "\n".join(draw(st.lists(_LINES, max_size=2))),
        tuple(ordered),
    )


def without_lines(catalog: Catalog) -> Catalog:
    unplaced = (replace(entry, line=None) for entry in catalog.entries)
    return replace(catalog, entries=tuple(unplaced))


@given(catalogs(), st.booleans())
def test_what_is_written_is_read_again(catalog: Catalog, template: bool) -> None:
    data = render(catalog, template=template)

    assert without_lines(parse(data)) == catalog
    assert render(parse(data), template=template) == data


@given(
    st.binary(max_size=200)
    | st.text('msgidtrcx "\\\n#~|,=.:[0]é', max_size=90).map(str.encode)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        catalog = parse(data)
    except PoSyntaxError:
        return

    # A note may look like nothing but itself again after one more round.
    assert without_lines(parse(render(catalog))).entries == tuple(
        sorted(without_lines(catalog).entries, key=lambda entry: entry.obsolete)
    )


@given(entries())
def test_the_usual_entries_are_written_as_polib_writes_them(entry: Entry) -> None:
    written = pofile._written(entry)  # noqa: SLF001 - the short way

    assert written == str(pofile._poentry(entry).__unicode__(0))  # noqa: SLF001


def test_a_file_that_is_cut_off_never_says_less_than_was_written() -> None:
    catalog = Catalog(
        (("Language", "en"), ("Content-Type", "text/plain; charset=UTF-8")),
        "",
        (
            Entry(msgid="Görüş alın.", msgstr="Ask “them”.", references=("q1",)),
            Entry(msgid="Evet.", msgstr="Yes.", fuzzy=True, previous_msgid="Evet"),
            Entry(msgid="Eski.", msgstr="Old.", obsolete=True),
        ),
    )
    data = render(catalog)
    texts = {entry.key: entry.msgstr for entry in catalog.entries}

    for length in range(len(data)):
        try:
            read = parse(data[:length])
        except PoSyntaxError:
            continue
        for entry in read.entries:
            assert texts[entry.key] == entry.msgstr


def test_an_entry_knows_the_line_of_its_msgid() -> None:
    data = HEADER + b'# note\n#: a.md\n#, fuzzy\nmsgctxt "x"\nmsgid "a"\nmsgstr "b"\n'

    (entry,) = parse(data).entries

    assert entry.line == data.split(b"\n").index(b'msgid "a"') + 1


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    for line_end in (b"\n", b"\r\n", b"\r"):
        (entry,) = parse(GOOD.replace(b"\n", line_end)).entries
        assert entry.line == 6


def test_the_charset_of_a_file_is_gone_once_it_is_text() -> None:
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-9\\n"\n\nmsgid "\xfe"\nmsgstr "\xf0"\n'

    catalog = parse(data)

    assert catalog.entries[0].key == ("", "ş")
    assert catalog.field("Content-Type") == "text/plain; charset=UTF-8"
    assert parse(render(catalog)).entries[0].msgstr == "ğ"


def test_a_message_may_stand_on_every_page_of_a_large_site() -> None:
    references = tuple(f"guidance/q{n // 4}-c{n % 4}" for n in range(10_000))
    catalog = Catalog(entries=(Entry(msgid="Evet.", references=references),))

    (entry,) = parse(render(catalog)).entries

    assert entry.references == references


def test_a_file_that_is_too_large_is_not_even_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prelex, "MAX_BYTES", len(GOOD))

    assert parse(GOOD).entries
    with pytest.raises(PoSyntaxError, match="200 MB"):
        parse(GOOD + b"\xff")


def test_the_catalog_of_the_largest_site_fits_into_the_limits() -> None:
    messages, size, lines = 10_000 * 31, 430, 7

    assert messages * size < prelex.MAX_BYTES
    assert messages * lines < prelex.MAX_LINES


@given(catalogs())
def test_what_catalogs_share_is_written_the_same(catalog: Catalog) -> None:
    shared = catalog.entries[::2]

    assert render(catalog, written=written_texts(shared)) == render(catalog)


def test_what_catalogs_share_is_written_once() -> None:
    shared, own = Entry(msgid="a", msgstr="b"), Entry(msgid="c", msgstr="d")
    written = {id(shared): 'msgid "a"\nmsgstr "as it was written"\n'}

    data = render(Catalog(entries=(shared, own)), written=written)

    assert [entry.msgstr for entry in parse(data).entries] == ["as it was written", "d"]


def test_a_comment_cannot_become_an_entry() -> None:
    notes = 'x\rmsgid "evil"\rmsgstr "evil"\n\nmsgid "evil"\nmsgstr "evil"'
    entry = Entry(msgid="a", msgstr="b", comment=notes, extracted=(notes,))

    read = parse(render(Catalog(header_comment=notes, entries=(entry,))))

    assert [entry.msgid for entry in read.entries] == ["a"]


def test_nothing_is_opened_whatever_the_file_says(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.po"
    secret.write_bytes(HEADER + b'msgid "secret"\nmsgstr "secret"\n')

    def refuse(*args: object, **_options: object) -> None:
        pytest.fail(f"opened or looked at {args[0]!r}")

    for module, name in ((builtins, "open"), (io, "open"), (os, "open")):
        monkeypatch.setattr(module, name, refuse)

    with pytest.raises(PoSyntaxError, match="No line of a PO file"):
        parse(str(secret).encode())
    assert parse(f"# {secret}\n".encode()).entries == ()
    assert parse(GOOD).entries[0].msgstr == "Yes."


def test_polib_alone_would_open_it(tmp_path: Any) -> None:
    # The reason for the test above.
    secret = tmp_path / "secret.po"
    secret.write_bytes(HEADER + b'msgid "secret"\nmsgstr "secret"\n')

    assert polib.pofile(str(secret))[0].msgid == "secret"


def test_polib_alone_would_lose_a_letter() -> None:
    data = 'msgid "abc\nmsgstr "d"\n'

    assert polib.pofile(data)[0].msgid == "ab"
    with pytest.raises(PoSyntaxError, match="line 1"):
        parse(data.encode())


@pytest.mark.parametrize(
    "flags", ["#, fuzzy", "#,Fuzzy", "#,\tFUZZY", "#= fuzzy", "#, c-format,fuzzy , x"]
)
def test_a_fuzzy_text_is_fuzzy_however_the_mark_is_written(flags: str) -> None:
    (entry,) = parse(f'{flags}\nmsgid "a"\nmsgstr "b"\n'.encode()).entries

    assert entry.fuzzy
    assert "fuzzy" not in [flag.lower() for flag in entry.flags]


def test_a_flag_that_only_begins_like_it_is_another() -> None:
    (entry,) = parse(b'#, fuzzyish\nmsgid "a"\nmsgstr "b"\n').entries

    assert (entry.fuzzy, entry.flags) == (False, ("fuzzyish",))
