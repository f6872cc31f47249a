"""The header of the files that we write, and what files say about themselves."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from guidance.catalog.entry import Catalog
from guidance.catalog.header import (
    Origin,
    catalog_header,
    is_for_language,
    po_date,
    template_header,
)
from guidance.catalog.pofile import parse, render

ORIGIN = Origin(project="Rehber", changed_at=datetime(2024, 3, 15, 9, 5, tzinfo=UTC))


def test_a_new_catalog_has_all_that_gettext_asks_for() -> None:
    assert catalog_header(ORIGIN, "pt-br") == (
        ("Project-Id-Version", "Rehber"),
        ("POT-Creation-Date", "2024-03-15 09:05+0000"),
        ("PO-Revision-Date", "2024-03-15 09:05+0000"),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", "pt_BR"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
        ("X-Generator", "Rehber"),
        ("X-Source-Language", "tr"),
    )


def test_what_the_translators_program_wrote_is_given_back() -> None:
    theirs = (
        ("Last-Translator", "Ada <ada@ornek.org>"),
        ("PO-Revision-Date", "2024-04-01 10:00+0300"),
        ("X-Generator", "Poedit 3.4"),
        ("X-Poedit-Bookmarks", "1,2"),
        ("Language", "xx"),
        ("Content-Type", "text/plain; charset=ISO-8859-9"),
    )

    header = dict(catalog_header(ORIGIN, "en", kept=theirs, export="17"))

    assert header["Last-Translator"] == "Ada <ada@ornek.org>"
    assert header["PO-Revision-Date"] == "2024-04-01 10:00+0300"
    assert header["X-Generator"] == "Poedit 3.4"
    assert header["X-Poedit-Bookmarks"] == "1,2"
    assert header["Language"] == "en"
    assert header["Content-Type"] == "text/plain; charset=UTF-8"
    assert header["X-Rehber-Export"] == "17"
    assert "X-Rehber-Messages" not in header


def test_a_header_that_comes_back_is_written_again_byte_for_byte() -> None:
    data = render(Catalog(catalog_header(ORIGIN, "en", export="17", messages=3)))

    kept = parse(data).header

    again = catalog_header(ORIGIN, "en", kept, export="17", messages=3)
    assert render(Catalog(again)) == data
    assert parse(data).field("X-Rehber-Messages") == "3"


def test_a_template_is_in_no_language() -> None:
    header = dict(template_header(ORIGIN))

    assert header["Language"] == ""
    assert "Plural-Forms" not in header
    assert header["POT-Creation-Date"] == "2024-03-15 09:05+0000"


def test_dates_have_their_zone() -> None:
    istanbul = timezone(timedelta(hours=3))

    assert (
        po_date(datetime(2024, 3, 5, 7, 1, tzinfo=istanbul)) == "2024-03-05 07:01+0300"
    )


@pytest.mark.parametrize(
    ("declared", "language", "fits"),
    [
        ("en", "en", True),
        ("en_GB", "en", True),
        ("", "en", True),
        ("ar", "en", False),
        ("tr", "en", False),
        ("pt_PT", "pt-br", False),
    ],
)
def test_a_file_for_another_language_is_recognized(
    declared: str, language: str, fits: bool
) -> None:
    catalog = Catalog((("Language", declared),))

    assert is_for_language(catalog, language) is fits


def test_a_file_without_header_may_be_for_any_language() -> None:
    assert is_for_language(Catalog(), "en")
