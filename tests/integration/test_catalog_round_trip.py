"""R19: an export that comes back as it went out changes nothing, whatever it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.catalog.entry import Entry
from guidance.models import CatalogUpload, Translation, TranslationChange
from guidance.segments.segment import EMPTY
from guidance.translation.export import export_catalogs
from guidance.translation.take_in import gather_files
from tests.guidance_site import NOW, make_choice, make_page, prose
from tests.po_files import po, rewrite

pytestmark = pytest.mark.django_db

# What PO, XML, printf and regular expressions treat in their own way, and three scripts.
WORDS = st.text('aıİşçĞ1٣عر"\\%{}<>&#~|’–', min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
LINKED = '<a href="https://ornek.org/tr?a=1&amp;b=2">Rehberi</a> birlikte okuruz.'
PARAGRAPHS = st.lists(TEXTS, min_size=1, max_size=4)
DEEDS = ("translated", "fuzzy", "left out", "untranslated", "with a note")
# One is held for a review, and two are the source's own.
ADDRESSES = {
    "translated": "https://ornek.org/en",
    "fuzzy": "https://ornek.org/en",
    "left out": "https://ornek.org/tr?a=1&b=2",
    "untranslated": "",
    "with a note": "https://baska.example/en",
}


def translated(entry: Entry, deed: str) -> Entry:
    """Do to an entry what a translator may have done."""
    text = f"EN {entry.msgid}"
    if entry.msgctxt == "link":
        return replace(entry, msgstr=ADDRESSES[deed], fuzzy=deed == "fuzzy")
    match deed:
        case "translated":
            return replace(entry, msgstr=text)
        case "fuzzy":
            return replace(entry, msgstr=text, fuzzy=True)
        case "left out":
            return replace(entry, msgstr=EMPTY)
        case "with a note":
            return replace(
                entry, msgstr=text, comment="See the law, “§ 5”.\n\n#, no flag"
            )
    return entry


@contextmanager
def undone() -> Iterator[None]:
    """Take back at the end what the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored() -> list[tuple[object, ...]]:
    return sorted(
        Translation.objects.values_list(
            "locale", "message__digest", "msgstr", "state", "comment", "origin"
        )
    )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs=PARAGRAPHS, deeds=st.lists(st.sampled_from(DEEDS), min_size=1))
def test_R19_a_round_trip_changes_nothing_whatever_the_texts_are(
    paragraphs: list[str], deeds: list[str]
) -> None:
    with undone(), TemporaryDirectory() as name:
        first, folder = Path(name, "first"), Path(name, "second")
        choice = make_choice(1, 1, tr="Düzenli toplanıyoruz.")
        make_page(
            choice, prose(LINKED, *(escape(text, quote=False) for text in paragraphs))
        )
        export_catalogs(["en"], first, now=NOW)
        done = iter(deeds * 99)
        rewrite(po(first), lambda entry: translated(entry, next(done)))
        gather_files([po(first)]).apply(now=NOW)
        # Elsewhere: what was rejected stays in the file, and would be rejected again.
        export_catalogs(["en"], folder, now=NOW)
        went_out, before = po(folder).read_bytes(), stored()
        changes = TranslationChange.objects.count()
        uploads = CatalogUpload.objects.count()

        (report,) = gather_files([po(folder)]).apply(now=NOW)
        export_catalogs(["en"], folder, now=NOW)

        counts = report.counts()
        settled = counts["same"] + counts["empty"] + counts["obsolete"]
        assert settled == counts["entries"], report.as_json()
        assert stored() == before
        assert TranslationChange.objects.count() == changes
        assert CatalogUpload.objects.count() == uploads
        assert po(folder).read_bytes() == went_out
