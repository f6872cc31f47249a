"""Compiling the interface's catalogs; tests/integration compares with msgfmt."""

import gettext
import io

import pytest

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.mofile import compile_catalog
from guidance.catalog.pofile import PoSyntaxError, render

HEADER = (
    ("Language", "tr"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
)


def translations(*entries: Entry) -> gettext.GNUTranslations:
    compiled = compile_catalog(render(Catalog(HEADER, "", entries)))
    return gettext.GNUTranslations(io.BytesIO(compiled))


def test_texts_contexts_and_plurals_are_found() -> None:
    texts = translations(
        Entry(msgid="Save", msgstr="Kaydet"),
        Entry(msgid="Save", msgstr="Biriktir", msgctxt="money"),
        Entry(
            msgid="%d page",
            msgid_plural="%d pages",
            msgstr_plural=("%d sayfa", "%d sayfalar"),
        ),
        Entry(msgid="İ", msgstr="ı\nI"),
    )

    assert texts.gettext("Save") == "Kaydet"
    assert texts.pgettext("money", "Save") == "Biriktir"
    assert texts.ngettext("%d page", "%d pages", 1) == "%d sayfa"
    assert texts.ngettext("%d page", "%d pages", 2) == "%d sayfalar"
    assert texts.gettext("İ") == "ı\nI"


@pytest.mark.parametrize(
    "entry",
    [
        Entry(msgid="a", msgstr="b", fuzzy=True),
        Entry(msgid="a", msgstr="b", obsolete=True),
        Entry(msgid="a"),
        Entry(msgid="a", msgid_plural="c", msgstr_plural=("", "")),
    ],
)
def test_what_is_not_translated_stays_out(entry: Entry) -> None:
    assert translations(entry).gettext("a") == "a"


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(PoSyntaxError, match="line 1"):
        compile_catalog(b'msgid "a\nmsgstr "b"\n')


def test_a_file_without_header_and_an_empty_one_are_compiled() -> None:
    assert gettext.GNUTranslations(io.BytesIO(compile_catalog(b""))).gettext("a") == "a"
    compiled = compile_catalog(b'msgid "a"\nmsgstr "b"\n')
    assert gettext.GNUTranslations(io.BytesIO(compiled)).gettext("a") == "b"
