"""PO files from strangers: the rows of the threat model, each by its id."""

import subprocess
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import PoSyntaxError, parse, render
from guidance.catalog.prelex import _Reader
from guidance.models import Choice, Translation, TranslationProposal
from guidance.translation.catalog_files import (
    CatalogFile,
    UploadRefusedError,
    read_bytes,
    read_catalog,
)
from guidance.translation.export import language_catalog
from guidance.translation.extract import sync_messages
from guidance.translation.publish import Order, publish_translations
from guidance.translation.sync import sync_catalogs
from guidance.translation.upload import import_catalog
from guidance.translation.upload_report import UploadReport
from tests.guidance_site import (
    NOW,
    make_choice,
    make_page,
    page_in,
    prose,
    shown_paragraphs,
)
from tests.po_files import po
from tests.requirements import needs
from tests.unit.catalog.po_cases import ACCEPTED, REFUSED

pytestmark = pytest.mark.django_db

CHOICE = "Düzenli toplanıyoruz."
PLAIN = "Kararlar tutanağa yazılır."
LINKED = "<a1>Rehberi</a1> birlikte okuruz."
ADDRESS = "https://ornek.org/tr"


@pytest.fixture
def choice() -> Choice:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(row, prose(f'<a href="{ADDRESS}">Rehberi</a> birlikte okuruz.', PLAIN))
    return row


def upload(texts: dict[str, str], language: str = "en") -> UploadReport:
    catalog = language_catalog(language, sync_messages(NOW))
    entries = tuple(
        replace(entry, msgstr=texts.get(entry.msgid, entry.msgstr))
        for entry in catalog.entries
    )
    data = render(replace(catalog, entries=entries))
    return import_catalog(read_bytes("en.po", data), now=NOW)


def publish(language: str = "en") -> None:
    publish_translations(Order(language=language, threshold=0), now=NOW)


HARM = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a1 onclick="alert(1)">x</a1>',
    "<body onload=alert(1)>",
    "<style>*{}</style>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form><button formaction=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//kotu.example>",
    "<details open ontoggle=alert(1)>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>]]>",
    "</p><script>alert(1)</script>",
    "[x](javascript:alert(1))<script>",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("payload", HARM)
def test_S03_harm_in_a_translation_is_refused_and_the_rest_is_applied(
    payload: str, choice: Choice
) -> None:
    report = upload({CHOICE: "We meet.", PLAIN: f"Written {payload} down."})
    publish()

    counts = report.counts()
    assert (counts["rejected"], counts["new"]) == (1, 1)
    (entry,) = (each for each in report.as_json()["entries"] if each["findings"])
    assert entry["findings"][0]["message"]
    page = page_in("en", choice)
    assert page is not None
    assert payload not in str(page.stream())
    assert shown_paragraphs(page)[1] == PLAIN


@pytest.mark.parametrize(
    "payload",
    [
        '<a linktype="page" id="1">x</a>',
        '<a linktype="page" id="999999">x</a>',
        '<a linktype="document" id="x">x</a>',
        '<a id="1">x</a>',
        '<embed embedtype="image" id="999999" alt="x" format="left"/>',
        '<embed embedtype="media" url="https://kotu.example/"/>',
    ],
)
def test_S05_an_embed_or_a_foreign_id_is_refused_and_the_page_opens(
    payload: str, choice: Choice
) -> None:
    report = upload({CHOICE: "We meet.", PLAIN: f"Written {payload}."})
    publish()

    assert report.counts()["rejected"] == 1
    page = page_in("en", choice)
    assert page is not None
    assert Client().get(page.get_url()).status_code == 200


@pytest.mark.parametrize(
    ("data", "is_read"),
    [(data, True) for _, data in ACCEPTED] + [(data, False) for _, data, _ in REFUSED],
    ids=[name for name, *_ in (*ACCEPTED, *REFUSED)],
)
def test_S14_exactly_the_good_files_of_the_corpus_are_read(
    data: bytes, is_read: bool
) -> None:
    try:
        parse(data)
    except PoSyntaxError:
        assert not is_read
    else:
        assert is_read


HUGE = {
    "4 MB of comments": b"# x\n" * 1_000_000 + b'msgid "a"\nmsgstr "b"\n',
    "a million continuation lines": b'msgid ""\n' + b'"a"\n' * 1_000_000,
    "16 MB of references in a line": b"#: "
    + b"a " * 8_000_000
    + b'\nmsgid "a"\nmsgstr "b"\n',
    "a million lines of references": b"#: a\n" * 1_000_000 + b'msgid "a"\nmsgstr "b"\n',
    "a million references of many messages": b"".join(
        b"#:" + b" a" * 9_000 + b'\nmsgid "%d"\nmsgstr ""\n' % number
        for number in range(120)
    ),
    "a million flags": b"#, " + b"a," * 1_000_000 + b'\nmsgid "a"\nmsgstr "b"\n',
    "one line of 4 MB": b'msgid "' + b"a" * 4_000_000 + b'"\nmsgstr ""\n',
}


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE)
def test_S15_a_file_that_is_made_to_be_slow_is_refused_early(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the clock: after a small part of its lines, and before polib sees any.

    The threat model says 0.2 s of CPU; what that time depends on is asserted instead.
    """
    monkeypatch.setattr("polib.pofile", None)
    seen = []
    read = _Reader.read
    monkeypatch.setattr(
        _Reader, "read", lambda *args: (seen.append(None), read(*args))[1]
    )
    tracemalloc.start()
    try:
        with pytest.raises(PoSyntaxError) as refused:
            parse(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(seen) == refused.value.line <= 70_000
    # Its text and its lines, once each; polib would make objects of each line.
    assert peak < 25 * len(data)


def test_S16_a_path_instead_of_a_catalog_is_refused_and_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.po"
    other.write_bytes(render(Catalog(entries=(Entry(msgid=PLAIN, msgstr="secret"),))))
    opened = []
    monkeypatch.setattr("polib.io.open", lambda *args, **_: opened.append(args))
    monkeypatch.setattr("polib.os.path.exists", opened.append)

    with pytest.raises(UploadRefusedError, match="No line of a PO file"):
        read_bytes("en.po", str(other).encode(), "en")

    assert opened == []
    assert not Translation.objects.exists()


def test_S17_a_file_for_another_language_or_site_changes_nothing(
    choice: Choice, tmp_path: Path
) -> None:
    del choice
    path = tmp_path / "locale" / "en" / "LC_MESSAGES" / "guidance.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(render(language_catalog("ar", sync_messages(NOW))))
    foreign = b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Hello"\nmsgstr "Hi"\n'

    with pytest.raises(UploadRefusedError, match="in ar, not in en"):
        read_catalog(path)
    with pytest.raises(UploadRefusedError, match="another site"):
        import_catalog(read_bytes("en.po", foreign), now=NOW)

    assert not Translation.objects.exists()


@pytest.mark.parametrize(
    ("text", "language", "outcome"),
    [
        ("Written \u202edown\u202c.", "en", "rejected"),
        ("Written \u2067down.", "en", "rejected"),
        ("تُكتب \u2068TÜSEV\u2069 القرارات.", "ar", "new"),
        ("تُكتب القرارات \u200e2020\u200e.", "ar", "new"),
    ],
)
def test_S18_overrides_are_refused_and_balanced_isolates_are_kept(
    text: str, language: str, outcome: str, choice: Choice
) -> None:
    del choice
    report = upload({PLAIN: text}, language)

    assert report.counts()[outcome] == 1


@pytest.mark.parametrize(
    "address", ["https://kotu.example/tr", "https://ornek.org.kotu.example/"]
)
def test_S19_a_link_to_another_host_waits_for_a_review(
    address: str, choice: Choice
) -> None:
    texts = {
        CHOICE: "We meet.",
        PLAIN: "Written.",
        LINKED: "We read the <a1>guide</a1>.",
    }
    report = upload({**texts, ADDRESS: address})
    publish()

    assert report.counts()["fuzzy"] == 1
    page = page_in("en", choice)
    assert page is not None
    assert address not in str(page.stream())
    assert ADDRESS in str(page.stream())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//kotu.example",
        "https://a@kotu.example",
    ],
)
def test_S19_an_address_that_is_none_is_refused(address: str, choice: Choice) -> None:
    del choice
    report = upload({ADDRESS: address})

    assert report.counts()["rejected"] == 1
    assert not Translation.objects.filter(msgstr=address).exists()


def test_S22_a_draft_is_not_in_any_export(choice: Choice, tmp_path: Path) -> None:
    del choice
    make_page(make_choice(11, 1, tr="Taslak seçenek."), prose("Gizli."), publish=False)

    call_command("export_catalogs", output=tmp_path, verbosity=0)
    call_command("export_catalogs", output=tmp_path, question=[11], verbosity=0)

    for path in tmp_path.rglob("*.po*"):
        assert "Gizli" not in path.read_text()


def test_R15_a_file_that_is_cut_off_never_erases_anything(choice: Choice) -> None:
    del choice
    texts = {CHOICE: "We meet.", PLAIN: "Written.", LINKED: "The <a1>guide</a1>."}
    upload(texts)
    data = render(language_catalog("en", sync_messages(NOW)))
    before = sorted(Translation.objects.values_list("message", "msgstr", "state"))

    for length in range(0, len(data), 3):
        try:
            file = read_bytes("en.po", data[:length], "en")
            import_catalog(file, now=NOW)
        except UploadRefusedError:
            continue
        after = sorted(Translation.objects.values_list("message", "msgstr", "state"))
        assert after == before


# Nearly as long as what people write: some of these end where a line of 79 does.
LONG = {
    number: f"Bu cümle {number} numaralıdır; "
    + "ve üyelere her yıl yazılır, " * 9
    + "o kadar."
    for number in range(2)
}


def lines_of(data: bytes) -> Iterator[bytes]:
    """Yield what is there of a file at the end of each of its lines."""
    for place, byte in enumerate(data):
        if byte == ord("\n"):
            yield data[: place + 1]


def cuts(data: bytes) -> Iterator[CatalogFile]:
    for part in lines_of(data):
        with suppress(UploadRefusedError):
            yield read_bytes("en.po", part, "en")


def wrapped(catalog: Catalog) -> bytes:
    """Return a file as gettext's tools, and Poedit, write it."""
    done = subprocess.run(  # noqa: S603 - a program that the tests name
        [needs("msgcat"), "--width=79", "-"],
        input=render(catalog),
        capture_output=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def long_texts() -> dict[str, str]:
    row = make_choice(10, 2, tr=CHOICE)
    make_page(row, prose(*LONG.values()))
    return {
        text: f"This sentence has the number {number}; "
        + "and members are written to, " * 9
        + "every year."
        for number, text in LONG.items()
    }


def stored_texts() -> dict[str, str]:
    rows = Translation.objects.filter(locale="en")
    return {row.message.msgid: row.msgstr for row in rows.select_related("message")}


@pytest.mark.parametrize("fuzzy", [False, True])
def test_R15_no_line_end_of_a_wrapped_file_lets_half_a_text_in(
    fuzzy: bool,
    long_texts: dict[str, str],
) -> None:
    """Each half of the file is a correct PO file, and each text in it is new."""
    catalog = language_catalog("en", sync_messages(NOW))
    whole = replace(
        catalog,
        entries=tuple(
            replace(entry, msgstr=long_texts.get(entry.msgid, ""), fuzzy=fuzzy)
            for entry in catalog.entries
        ),
    )
    half = set()

    for file in cuts(wrapped(whole)):
        with transaction.atomic():
            report = import_catalog(file, now=NOW)
            assert stored_texts().items() <= long_texts.items()
            half |= {
                each.entry.msgid
                for each in report.decisions
                if "cut-off" in {finding.code for finding in each.findings}
            }
            transaction.set_rollback(True)
    import_catalog(read_bytes("en.po", wrapped(whole)), now=NOW)

    assert half == set(long_texts)
    assert stored_texts() == long_texts


@pytest.mark.parametrize("is_named", [True, False])
def test_R15_no_line_end_of_a_wrapped_file_erases_half_of_a_text(
    is_named: bool,
    long_texts: dict[str, str],
) -> None:
    """Also when a tool took the header's private fields away."""
    upload(long_texts)
    catalog = language_catalog("en", sync_messages(NOW))
    if not is_named:
        kept = tuple(each for each in catalog.header if not each[0].startswith("X-R"))
        catalog = replace(catalog, header=kept)
    seen = Counter[str]()

    for file in cuts(wrapped(catalog)):
        report = import_catalog(file, now=NOW)
        seen.update(str(each.outcome) for each in report.decisions)
        assert stored_texts() == long_texts

    assert set(seen) == {"same", "empty", "rejected"}


def test_R15_half_a_file_in_a_folder_is_not_made_a_whole_one(
    long_texts: dict[str, str], tmp_path: Path
) -> None:
    """What an export keeps for the translator to mend it writes in one line."""
    upload(long_texts)
    sync_catalogs(["en"], tmp_path, now=NOW)
    data = po(tmp_path).read_bytes()
    half = wrapped(parse(data))
    po(tmp_path).write_bytes(half[: half.rindex(b"\n", 0, half.rindex(b"every"))])

    sync_catalogs(["en"], tmp_path, now=NOW)
    sync_catalogs(["en"], tmp_path, now=NOW)

    assert stored_texts() == long_texts
    assert po(tmp_path).read_bytes() == data


class TwoTranslatorsAndAnEditor(TestCase):
    """R14: nothing that went in is missing from the sum of what became of it."""

    texts = st.sampled_from(["", "We meet.", "We write it.", "<b>broken", "<empty/>"])
    steps = st.lists(
        st.tuples(st.sampled_from("ABS"), st.integers(0, 2), texts),
        min_size=1,
        max_size=6,
    )

    @given(steps)
    @settings(max_examples=25)
    def test_R14_in_is_applied_and_stale_and_conflict_and_refused(
        self, steps: list[tuple[str, int, str]]
    ) -> None:
        row = make_choice(10, 2, tr=CHOICE)
        sources = ["Her ay toplanırız.", PLAIN, "Üyelere her yıl mektup yazarız."]
        make_page(row, prose(*sources))
        copies = dict.fromkeys("AB", language_catalog("en", sync_messages(NOW)))
        written: dict[tuple[str, str], set[str]] = {}
        for who, place, text in steps:
            if who == "S":
                sources[place] = f"Bütün {sources[place].lower()}"
                make_page(row, prose(*sources))
                continue
            mine = copies[who]
            entries = list(mine.entries)
            entries[place] = replace(entries[place], msgstr=text)
            copies[who] = replace(mine, entries=tuple(entries))
            file = read_bytes(f"{who}.po", render(copies[who]))
            report = import_catalog(file, now=NOW)

            counts = report.counts()
            assert counts.pop("entries") == len(entries) == sum(counts.values())
            for decision in report.decisions:
                if decision.outcome in {"new", "changed", "fuzzy", "outdated"}:
                    assert decision.key is not None
                    written.setdefault(decision.key, set()).add(decision.entry.msgstr)
                    stored = Translation.objects.get(
                        message__msgctxt=decision.key[0],
                        message__msgid=decision.key[1],
                        locale="en",
                    )
                    assert stored.msgstr == decision.entry.msgstr
                if decision.outcome == "conflict":
                    assert TranslationProposal.objects.filter(
                        msgstr=decision.entry.msgstr
                    ).exists()


WORDS = ("", "We meet.", "We write it.", "We all write it.", "<b>broken")
ADDRESSES = (ADDRESS, "https://ornek.org/en", "https://ornek.org/a", "https://x.org/")
KEYS = ("choice", CHOICE), ("", PLAIN), ("link", ADDRESS)


@pytest.mark.slow
class NobodysTextIsLost(TestCase):
    """R14: what an export did not know stays, or is in a conflict that is recorded.

    No program here changes Last-Translator, so every file names the same translator.
    """

    steps = st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from(["export", "edit", "edit", "upload"]),
            st.integers(0, 2),
            st.integers(0, 4),
            st.booleans(),
        ),
        min_size=2,
        max_size=9,
    )

    @given(steps, st.booleans())
    # Both change the same text of the same export; one goes on after the other.
    @example([("A", "edit", 1, 1, False), ("B", "edit", 1, 2, False)], True)
    @example([("A", "edit", 1, 1, False), ("B", "edit", 1, 2, False)], False)
    @example([("A", "edit", 1, 1, True), ("B", "edit", 1, 2, False)], True)
    @example([("A", "edit", 2, 1, False), ("B", "upload", 0, 0, False)], True)
    @settings(max_examples=40)
    def test_R14_a_text_that_the_file_did_not_know_is_never_replaced(
        self,
        steps: list[tuple[str, str, int, int, bool]],
        has_accounts: bool,
    ) -> None:
        row = make_choice(10, 2, tr=CHOICE)
        make_page(row, prose(f'<a href="{ADDRESS}">Rehberi</a> okuruz.', PLAIN))
        first = language_catalog("en", sync_messages(NOW))
        header = [
            (name, "Ada <ada@ornek.org>" if name == "Last-Translator" else value)
            for name, value in first.header
        ]
        noted = replace(first, header=tuple(header), header_comment="Ada")
        import_catalog(read_bytes("first.po", render(noted)), now=NOW)
        users = {
            who: User.objects.create_user(who) if has_accounts else None for who in "AB"
        }
        copies = {who: _Copy.fresh() for who in "AB"}
        authors: dict[tuple[str, str], str] = {}
        for who, step, place, choice, fuzzy in steps:
            if step == "export":
                copies[who] = _Copy.fresh()
                continue
            if step == "edit":
                key = KEYS[place]
                texts = ADDRESSES if key[0] == "link" else WORDS
                copies[who].edit(key, texts[choice % len(texts)], fuzzy=fuzzy)
            before = _stored()
            report = import_catalog(
                read_bytes(f"{who}.po", render(copies[who].catalog)),
                now=NOW,
                user=users[who],
            )
            after = _stored()

            lost = {key for key in before if after.get(key) != before[key]}
            knew = copies[who].knew
            assert all(
                before[key] == knew.get(key) or authors[key] == who for key in lost
            )
            assert_conflicts_are_recorded(report)
            authors |= {key: who for key, _ in after.items() - before.items()}


def assert_conflicts_are_recorded(report: UploadReport) -> None:
    for each in report.decisions:
        if each.outcome == "conflict":
            proposed = TranslationProposal.objects.filter(msgstr=each.entry.msgstr)
            assert proposed.exists()


@dataclass
class _Copy:
    """A translator's file, and the texts that the export of it had."""

    catalog: Catalog
    knew: dict[tuple[str, str], str]

    @classmethod
    def fresh(cls) -> "_Copy":
        catalog = language_catalog("en", sync_messages(NOW))
        assert catalog.field("Last-Translator") == "Ada <ada@ornek.org>"
        return cls(catalog, _stored())

    def edit(self, key: tuple[str, str], text: str, *, fuzzy: bool) -> None:
        entries = tuple(
            replace(each, msgstr=text, fuzzy=fuzzy) if each.key == key else each
            for each in self.catalog.entries
        )
        self.catalog = replace(self.catalog, entries=entries)


def _stored() -> dict[tuple[str, str], str]:
    rows = Translation.objects.filter(locale="en").select_related("message")
    return {(row.message.msgctxt, row.message.msgid): row.msgstr for row in rows}


@pytest.mark.parametrize("text", ["We meet.", "<empty/>"])
def test_a_fuzzy_text_is_never_published(text: str, choice: Choice) -> None:
    catalog = language_catalog("en", sync_messages(NOW))
    entries = tuple(
        replace(
            entry,
            msgstr="We meet." if entry.msgid == CHOICE else entry.msgstr or text,
            fuzzy=entry.msgid == PLAIN,
        )
        for entry in catalog.entries
        if entry.msgid in {CHOICE, PLAIN}
    )
    data = render(replace(catalog, entries=entries))
    import_catalog(read_bytes("en.po", data), now=NOW)

    publish()

    page = page_in("en", choice)
    assert page is not None
    assert shown_paragraphs(page)[-1] == PLAIN
