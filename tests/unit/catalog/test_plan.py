"""What an uploaded file changes, and what it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.catalog.entry import Catalog, Entry, Key
from guidance.catalog.message import Known, Use, catalog_entries
from guidance.catalog.plan import (
    WRITTEN,
    Decision,
    Outcome,
    Stored,
    plan_upload,
)
from guidance.catalog.pofile import parse, render

MSGID = "Üyelerimizi dinleriz."
YES, WE, OUR = (
    "We listen to members.",
    "We listen to our members.",
    "We hear our members.",
)


def decide(entry: Entry, stored: Stored, language: str = "en") -> Decision:
    (decision,) = plan_upload([entry], {("", MSGID): stored}, language)
    return decision


@pytest.mark.parametrize(
    ("uploaded", "fuzzy", "stored", "outcome"),
    [
        # There was nothing.
        (YES, False, Stored(), Outcome.NEW),
        (YES, True, Stored(), Outcome.FUZZY),
        ("", False, Stored(), Outcome.EMPTY),
        ("<empty/>", False, Stored(), Outcome.NEW),
        ("  ", False, Stored(), Outcome.REJECTED),
        ("We <script>listen.", False, Stored(), Outcome.REJECTED),
        # There is the same.
        (YES, False, Stored(YES), Outcome.SAME),
        (YES, True, Stored(YES, fuzzy=True), Outcome.SAME),
        # Nothing is ever erased, and nothing taken from the readers.
        ("", False, Stored(YES), Outcome.EMPTY),
        ("", False, Stored(YES, fuzzy=True), Outcome.EMPTY),
        (YES, True, Stored(YES), Outcome.STALE),
        (WE, True, Stored(YES), Outcome.CONFLICT),
        # A fuzzy one is looked at, or worked on.
        (YES, False, Stored(YES, fuzzy=True), Outcome.CHANGED),
        (WE, False, Stored(YES, fuzzy=True), Outcome.CHANGED),
        (WE, True, Stored(YES, fuzzy=True), Outcome.FUZZY),
        ("We <b>listen.", True, Stored(YES, fuzzy=True), Outcome.FUZZY),
        # The file does not say which export it comes from.
        (WE, False, Stored(YES), Outcome.CHANGED),
        (WE, False, Stored(YES, older={WE}), Outcome.STALE),
        (WE, False, Stored(YES, by_editor=True), Outcome.CONFLICT),
        (WE, False, Stored(YES, older={WE}, by_editor=True), Outcome.STALE),
        (MSGID, False, Stored(YES), Outcome.CONFLICT),
        (MSGID, False, Stored(YES, fuzzy=True), Outcome.CHANGED),
        (MSGID, False, Stored(), Outcome.NEW),
        # It does, and nobody changed anything since.
        (MSGID, False, Stored(YES, exported=YES), Outcome.CHANGED),
        (WE, False, Stored(YES, exported=YES), Outcome.CHANGED),
        (WE, False, Stored(YES, exported=YES, by_editor=True), Outcome.CHANGED),
        (WE, False, Stored(YES, older={WE}, exported=YES), Outcome.CHANGED),
        # It does, and somebody did.
        (WE, False, Stored(YES, exported=WE), Outcome.STALE),
        (WE, False, Stored(YES, exported=OUR), Outcome.CONFLICT),
        (WE, False, Stored(YES, exported=""), Outcome.CONFLICT),
        (WE, False, Stored(YES, older={WE}, exported=OUR), Outcome.STALE),
        (WE, False, Stored(YES, fuzzy=True, exported=""), Outcome.CONFLICT),
        (WE, True, Stored(YES, fuzzy=True, exported=OUR), Outcome.CONFLICT),
        # The file says "needs editing" of what is still as it was exported.
        (YES, True, Stored(YES, exported=YES), Outcome.FUZZY),
        (WE, True, Stored(YES, exported=YES), Outcome.FUZZY),
        (YES, True, Stored(YES, exported=YES, exported_fuzzy=True), Outcome.STALE),
        (WE, True, Stored(YES, exported=YES, exported_fuzzy=True), Outcome.CONFLICT),
        (YES, True, Stored(YES, exported=""), Outcome.STALE),
        (YES, True, Stored(YES, exported=OUR), Outcome.STALE),
        (WE, True, Stored(YES, exported=OUR), Outcome.CONFLICT),
        # It says that a fuzzy one is right, or knows nothing of the mark.
        (
            YES,
            False,
            Stored(YES, fuzzy=True, exported=YES, exported_fuzzy=True),
            Outcome.CHANGED,
        ),
        (YES, False, Stored(YES, fuzzy=True, exported=YES), Outcome.STALE),
        (YES, False, Stored(YES, fuzzy=True, exported=""), Outcome.CHANGED),
        # It was taken back, and is uploaded again.
        (WE, False, Stored("", older={WE}), Outcome.NEW),
        (WE, False, Stored("", exported=""), Outcome.NEW),
        # It was taken back, and the file has it from an export before that.
        (WE, False, Stored("", exported=WE), Outcome.STALE),
        (YES, False, Stored("", exported=WE), Outcome.NEW),
        # Wrong in itself, whatever is stored.
        ("We <b>listen.", False, Stored(YES, exported=OUR), Outcome.REJECTED),
    ],
)
def test_the_outcome_follows_from_what_is_stored(
    uploaded: str, fuzzy: bool, stored: Stored, outcome: Outcome
) -> None:
    entry = Entry(msgid=MSGID, msgstr=uploaded, fuzzy=fuzzy, line=7)

    decision = decide(entry, stored)

    assert (decision.outcome, decision.line) == (outcome, 7)


def test_a_rejected_entry_says_why() -> None:
    decision = decide(Entry(msgid=MSGID, msgstr="We <script>listen."), Stored())

    assert [finding.code for finding in decision.findings] == ["foreign-markup"]


def test_a_warning_comes_along_and_stops_nothing() -> None:
    decision = decide(Entry(msgid=MSGID, msgstr="We listen to members"), Stored())

    assert decision.outcome is Outcome.NEW
    assert [finding.code for finding in decision.findings] == ["end-punctuation"]


def test_what_changes_nothing_is_not_checked_again() -> None:
    wrong = "We <b>listen."

    assert decide(Entry(msgid=MSGID, msgstr=wrong), Stored(wrong)).findings == ()


def test_a_message_that_no_page_has_is_unknown() -> None:
    (decision,) = plan_upload([Entry(msgid="Yok.", msgstr="None.")], {}, "en")

    assert (decision.outcome, decision.key) == (Outcome.UNKNOWN, None)


@pytest.mark.parametrize(
    ("uploaded", "fuzzy", "former", "outcome"),
    [
        (YES, False, Stored(), Outcome.OUTDATED),
        (YES, False, Stored(WE), Outcome.OUTDATED),
        (YES, False, Stored(YES), Outcome.UNKNOWN),
        (YES, False, Stored(WE, older={YES}), Outcome.UNKNOWN),
        (YES, False, Stored(WE, exported=OUR), Outcome.UNKNOWN),
        (YES, True, Stored(), Outcome.UNKNOWN),
        ("", False, Stored(), Outcome.UNKNOWN),
        ("We <b>listen.", False, Stored(), Outcome.UNKNOWN),
    ],
)
def test_a_text_that_the_source_had_is_kept_when_its_translation_is_new(
    uploaded: str, fuzzy: bool, former: Stored, outcome: Outcome
) -> None:
    entry = Entry(msgid=MSGID, msgstr=uploaded, fuzzy=fuzzy)

    (decision,) = plan_upload([entry], {}, "en", former={("", MSGID): former})

    assert decision.outcome is outcome
    assert (decision.key is None) == (outcome is Outcome.UNKNOWN)


def test_a_message_with_plural_forms_is_none_of_ours() -> None:
    entry = Entry(msgid=MSGID, msgid_plural="x", msgstr_plural=("a", "b"))

    assert decide(entry, Stored()).outcome is Outcome.UNKNOWN


def test_what_the_file_calls_obsolete_is_left_alone() -> None:
    entry = Entry(msgid=MSGID, msgstr=YES, obsolete=True)

    assert decide(entry, Stored()).outcome is Outcome.OBSOLETE


def test_a_context_that_got_lost_or_changed_means_the_text_without_context() -> None:
    stored = {("", MSGID): Stored(), ("heading", MSGID): Stored()}
    entries = [Entry(msgid=MSGID, msgctxt="q1.c1", msgstr=YES)]

    (decision,) = plan_upload(entries, stored, "en")

    assert (decision.key, decision.outcome) == (("", MSGID), Outcome.NEW)


def test_the_exact_context_wins_and_each_message_is_meant_once() -> None:
    stored = {("", MSGID): Stored()}
    entries = [
        Entry(msgid=MSGID, msgctxt="q1.c1", msgstr=OUR),
        Entry(msgid=MSGID, msgctxt="q2.c1", msgstr=WE),
        Entry(msgid=MSGID, msgstr=YES),
    ]

    exact = plan_upload(entries, stored, "en")
    guessed = plan_upload(entries[:2], stored, "en")

    assert [each.key for each in exact] == [None, None, ("", MSGID)]
    assert [each.key for each in guessed] == [("", MSGID), None]


def test_a_text_that_lost_its_context_means_the_only_one() -> None:
    stored = {("choice", MSGID): Stored(), ("heading", "Giriş"): Stored("Start")}
    entries = [Entry(msgid=MSGID, msgstr=YES), Entry(msgid="Giriş", msgstr="Start")]

    changed, same = plan_upload(entries, stored, "en")

    assert (changed.key, changed.outcome) == (("choice", MSGID), Outcome.NEW)
    assert [(each.code, each.severity) for each in changed.findings] == [
        ("lost-context", "warning")
    ]
    assert (same.key, same.outcome, same.findings) == (
        ("heading", "Giriş"),
        Outcome.SAME,
        (),
    )


@pytest.mark.parametrize(
    ("keys", "others"),
    [
        # Nobody knows which of the two.
        ([("choice", MSGID), ("heading", MSGID)], []),
        # It is in the file by itself.
        ([("choice", MSGID)], [Entry(msgid=MSGID, msgctxt="choice", msgstr=WE)]),
        ([("choice", "Başka bir metin.")], []),
    ],
)
def test_a_text_that_lost_its_context_means_none_where_there_is_a_choice(
    keys: list[Key], others: list[Entry]
) -> None:
    entries = [*others, Entry(msgid=MSGID, msgstr=YES)]

    *_, decision = plan_upload(entries, dict.fromkeys(keys, Stored()), "en")

    assert (decision.key, decision.outcome) == (None, Outcome.UNKNOWN)


def test_a_text_that_lost_its_context_is_checked_as_what_it_is() -> None:
    stored = {("link", ADDRESS): Stored()}

    (decision,) = plan_upload(
        [Entry(msgid=ADDRESS, msgstr="javascript:alert(1)")], stored, "en"
    )

    assert decision.outcome is Outcome.REJECTED


def test_the_checks_know_the_context_of_the_message_not_of_the_file() -> None:
    entry = Entry(msgid=MSGID, msgctxt="choice", msgstr="We <b>listen</b> to members.")

    decision = decide(entry, Stored())

    assert decision.outcome is Outcome.NEW
    assert [finding.code for finding in decision.findings] == ["different-marks"]


ADDRESS = "https://ornek.org/rehber"


@pytest.mark.parametrize(
    ("uploaded", "stored", "outcome"),
    [
        (ADDRESS, Stored(), Outcome.SAME),
        ("https://ornek.org/en", Stored(), Outcome.NEW),
        ("https://baska.org/en", Stored(), Outcome.NEW),
        ("https://kotu.example/", Stored(), Outcome.FUZZY),
        (
            "https://kotu.example/",
            Stored("https://kotu.example/", fuzzy=True),
            Outcome.SAME,
        ),
        ("https://kotu.example/", Stored("https://ornek.org/en"), Outcome.CONFLICT),
        (
            "https://en.wiki.example/b",
            Stored("https://en.wiki.example/a"),
            Outcome.CHANGED,
        ),
        ("javascript:alert(1)", Stored(), Outcome.REJECTED),
        # The address of the source, with which every older file is filled in.
        (ADDRESS, Stored("https://ornek.org/en"), Outcome.STALE),
        (ADDRESS, Stored("https://ornek.org/en", exported=""), Outcome.STALE),
        (
            ADDRESS,
            Stored("https://ornek.org/en", exported="https://ornek.org/old"),
            Outcome.STALE,
        ),
        (
            ADDRESS,
            Stored(
                "https://ornek.org/en", exported="https://ornek.org/en", continued=True
            ),
            Outcome.STALE,
        ),
        (ADDRESS, Stored("https://kotu.example/", fuzzy=True), Outcome.STALE),
        (
            ADDRESS,
            Stored("https://kotu.example/", fuzzy=True, exported=""),
            Outcome.STALE,
        ),
        # The file had the translated one: somebody took it out.
        (
            ADDRESS,
            Stored("https://ornek.org/en", exported="https://ornek.org/en"),
            Outcome.CHANGED,
        ),
        (
            "https://kotu.example/",
            Stored("https://ornek.org/en", exported="https://ornek.org/en"),
            Outcome.CONFLICT,
        ),
    ],
)
def test_an_address_on_a_host_that_nobody_knows_waits_for_a_review(
    uploaded: str, stored: Stored, outcome: Outcome
) -> None:
    entry = Entry(msgctxt="link", msgid=ADDRESS, msgstr=uploaded)

    (decision,) = plan_upload([entry], {entry.key: stored}, "en", {"baska.org"})

    assert decision.outcome is outcome


_KEYS = st.tuples(
    st.sampled_from(["", "heading", "q1.c1", "link"]),
    st.sampled_from([MSGID, "veya", ADDRESS, "<a1>Rehberi</a1> okuyun."]),
)
_KNOWN = st.builds(
    Known,
    st.sampled_from(
        ["", YES, ADDRESS, "<empty/>", "Read the <a1>guide</a1>.", "a\nb "]
    ),
    st.booleans(),
    comment=st.sampled_from(["", "A note."]),
)


@given(
    st.lists(_KEYS, unique=True),
    st.dictionaries(_KEYS, _KNOWN),
    st.dictionaries(_KEYS, _KNOWN),
)
def test_an_export_that_comes_back_untouched_changes_nothing(
    keys: list[Key], known: dict[Key, Known], obsolete: dict[Key, Known]
) -> None:
    uses = [Use(f"k{place}", *key) for place, key in enumerate(keys)]
    data = render(Catalog((), "", catalog_entries(uses, known, obsolete)))
    stored = {
        key: Stored(value.msgstr, value.fuzzy and bool(value.msgstr))
        for key in keys
        for value in [known.get(key, Known(""))]
    }

    decisions = plan_upload(parse(data).entries, stored, "en")

    unchanged = {Outcome.SAME, Outcome.EMPTY, Outcome.OBSOLETE}
    assert {decision.outcome for decision in decisions} <= unchanged


_TEXTS = st.sampled_from(["", YES, WE, OUR, "<empty/>", "We <b>listen."])
_STORED = st.builds(
    Stored,
    msgstr=_TEXTS,
    fuzzy=st.booleans(),
    older=st.sets(_TEXTS),
    exported=st.none() | _TEXTS,
    exported_fuzzy=st.booleans(),
    continued=st.booleans(),
    by_editor=st.booleans(),
)


@given(_TEXTS, st.booleans(), _STORED)
def test_uploading_what_was_just_stored_changes_nothing(
    text: str, fuzzy: bool, stored: Stored
) -> None:
    decision = decide(Entry(msgid=MSGID, msgstr=text, fuzzy=fuzzy), stored)
    if decision.outcome not in WRITTEN:
        return

    is_fuzzy = decision.outcome is Outcome.FUZZY
    written = Stored(text, is_fuzzy, {*stored.older, stored.msgstr}, stored.exported)
    again = decide(Entry(msgid=MSGID, msgstr=text, fuzzy=fuzzy), written)

    assert again.outcome is Outcome.SAME


@given(_TEXTS, st.booleans(), _STORED)
def test_a_published_translation_only_gives_way_to_who_knew_it_or_can_be_published(
    text: str, fuzzy: bool, stored: Stored
) -> None:
    decision = decide(Entry(msgid=MSGID, msgstr=text, fuzzy=fuzzy), stored)

    if stored.msgstr and not stored.fuzzy and decision.outcome in WRITTEN:
        assert text
        if fuzzy:
            known = (stored.exported, stored.exported_fuzzy)
            assert (known, decision.outcome) == ((stored.msgstr, False), Outcome.FUZZY)
        else:
            assert decision.outcome is Outcome.CHANGED
            assert not any(each.severity == "error" for each in decision.findings)


@given(_TEXTS, st.booleans(), _STORED)
def test_a_text_that_the_export_did_not_have_is_never_replaced(
    text: str, fuzzy: bool, stored: Stored
) -> None:
    decision = decide(Entry(msgid=MSGID, msgstr=text, fuzzy=fuzzy), stored)

    is_news = stored.exported is not None and stored.exported != stored.msgstr
    if stored.msgstr and is_news and text != stored.msgstr:
        assert decision.outcome not in WRITTEN
