"""What translations become when source texts change."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from guidance.catalog.entry import Key
from guidance.catalog.merge import merge, predecessors
from guidance.catalog.message import Known, Use

OLD = "Gönüllü süreçleri vardır ve bilinir."
NEW = "Gönüllü süreçleri yazılıdır ve bilinir."
DONE = Known("There are processes for volunteers.", comment="Seen.")


def use(leaf: str, msgid: str, msgctxt: str = "", owner: str = "q10.c2") -> Use:
    return Use(leaf, msgctxt, msgid, owner)


def test_a_changed_text_keeps_its_translation_fuzzy_with_the_old_text() -> None:
    merged = merge([use("k1", OLD)], [use("k1", NEW)], {("", OLD): DONE})

    assert merged.carried == {("", NEW): Known(DONE.msgstr, True, "", OLD, "Seen.")}
    assert merged.obsolete == (("", OLD),)


def test_even_a_text_that_is_quite_another_if_its_place_is_the_same() -> None:
    merged = merge([use("k1", OLD)], [use("k1", "Evet.")], {("", OLD): DONE})

    assert merged.carried[("", "Evet.")].previous_msgid == OLD


def test_a_text_that_only_got_another_context_stays_translated() -> None:
    merged = merge([use("k1", OLD)], [use("k9", OLD, "heading")], {("", OLD): DONE})

    assert merged.carried == {("heading", OLD): DONE}


def test_a_fuzzy_translation_that_moves_stays_fuzzy() -> None:
    fuzzy = Known("There are.", True, "", "Vardır.")

    merged = merge([use("k1", OLD)], [use("k1", OLD, "cell")], {("", OLD): fuzzy})

    assert merged.carried == {("cell", OLD): fuzzy}


def test_a_text_that_changes_twice_still_has_the_text_it_was_translated_from() -> None:
    fuzzy = Known("There are.", True, "heading", "Süreçler")

    merged = merge([use("k1", OLD)], [use("k1", NEW)], {("", OLD): fuzzy})

    assert merged.carried[("", NEW)] == fuzzy


def test_a_new_leaf_is_compared_with_what_disappeared_from_its_document() -> None:
    old = [use("k1", OLD), use("k2", "Bambaşka bir konu da burada anlatılır.")]
    new = [use("k7", NEW)]

    merged = merge(old, new, {("", OLD): DONE, old[1].key: Known("Another topic.")})

    assert merged.carried[("", NEW)].previous_msgid == OLD


def test_nothing_similar_means_no_suggestion() -> None:
    merged = merge([use("k1", OLD)], [use("k2", "Bütçe onaylanır.")], {("", OLD): DONE})

    assert merged.carried == {}


def test_what_disappeared_from_another_document_is_no_suggestion() -> None:
    merged = merge([use("k1", OLD, owner="q1.c1")], [use("k2", NEW)], {("", OLD): DONE})

    assert merged.carried == {}


def test_each_old_text_is_suggested_for_the_most_similar_new_one_only() -> None:
    old = [use("k1", OLD)]
    new = [use("k8", NEW.replace("bilinir", "herkesçe bilinir")), use("k9", NEW)]

    merged = merge(old, new, {("", OLD): DONE})

    assert list(merged.carried) == [("", NEW)]


def test_a_text_that_stays_elsewhere_still_helps_where_it_changed() -> None:
    old = [use("k1", "veya", "q10.c2"), use("k2", "veya", "q10.c2")]
    new = [use("k1", "ya da", "q10.c2"), use("k2", "veya", "q10.c2")]

    merged = merge(old, new, {("q10.c2", "veya"): Known("or")})

    assert merged.carried[("q10.c2", "ya da")].msgstr == "or"
    assert merged.obsolete == ()


def test_what_has_a_translation_keeps_it() -> None:
    known = {("", OLD): DONE, ("", NEW): Known("Already here.")}

    assert merge([use("k1", OLD)], [use("k1", NEW)], known).carried == {}


def test_an_obsolete_text_that_comes_back_has_its_translation_again() -> None:
    known = {("", OLD): DONE}

    gone = merge([use("k1", OLD)], [], known)
    back = merge([], [use("k5", OLD)], known)

    assert gone.obsolete == (("", OLD),)
    assert gone.carried == {}
    assert back.carried == {}  # "known" has it as it was.


def test_a_changed_address_offers_only_what_a_translator_gave() -> None:
    old, new = "https://ornek.org/a", "https://ornek.org/b"
    uses = [use("k1@a1", old, "link")], [use("k1@a1", new, "link")]

    prefilled = merge(*uses, {("link", old): Known(old)})
    given_by_hand = merge(*uses, {("link", old): Known("https://ornek.org/en")})

    assert prefilled.carried == {}
    assert given_by_hand.carried[("link", new)].fuzzy


def test_an_address_is_never_taken_for_a_text() -> None:
    address = "https://ornek.org/rehber"
    old = [use("k1@a1", address, "link")]
    new = [use("k2", address), use("k3@a1", address + "x", "link")]

    merged = merge(old, new, {old[0].key: Known("https://ornek.org/guide")})

    assert merged.carried == {}


FIRST = "Karar aynı gün tutanağa yazılır."
SECOND = "Üyelere bir hafta içinde gönderilir."
BOTH = f"{FIRST} {SECOND}"


def test_both_halves_of_a_split_text_get_its_translation() -> None:
    known = {("", BOTH): Known("It is written down. It is sent.")}

    merged = merge([use("k1", BOTH)], [use("k1", FIRST), use("k2", SECOND)], known)

    assert {key[1]: value.previous_msgid for key, value in merged.carried.items()} == {
        FIRST: BOTH,
        SECOND: BOTH,
    }
    assert all(value.fuzzy for value in merged.carried.values())


def test_joined_texts_get_their_translations_as_one() -> None:
    old = [use("k1", FIRST), use("k2", SECOND)]
    known = {old[0].key: Known("Written.", comment="a"), old[1].key: Known("Sent.")}

    merged = merge(old, [use("k2", BOTH)], known)

    assert merged.carried == {
        ("", BOTH): Known("Written. Sent.", True, "", BOTH, "a"),
    }


def test_links_of_joined_texts_are_numbered_on() -> None:
    first, second = f"<a1>{FIRST}</a1>", f"<a1>{SECOND}</a1>"
    old = [use("k1", first), use("k2", second)]
    new = f"{first} <a2>{SECOND}</a2>"
    known = {
        old[0].key: Known("<a1>Written.</a1>"),
        old[1].key: Known("<a1>Sent.</a1>"),
    }

    merged = merge(old, [use("k1", new)], known)

    assert merged.carried[("", new)].msgstr == "<a1>Written.</a1> <a2>Sent.</a2>"


def test_joined_texts_of_which_one_has_no_translation_get_the_other() -> None:
    old = [use("k1", FIRST), use("k2", SECOND)]

    merged = merge(old, [use("k1", BOTH)], {old[0].key: Known("Written.")})

    assert merged.carried[("", BOTH)] == Known("Written.", True, "", FIRST)


def test_what_reads_the_same_keeps_its_translation() -> None:
    before = "“Kim” sorusu  sorulur."
    after = '"Kim" sorusu\u00a0sorulur.'

    merged = merge([use("k1", before)], [use("k1", after)], {("", before): DONE})

    assert merged.carried == {("", after): DONE}


def test_a_text_with_another_tag_does_not_read_the_same() -> None:
    merged = merge([use("k1", OLD)], [use("k1", f"<b>{OLD}</b>")], {("", OLD): DONE})

    assert merged.carried[("", f"<b>{OLD}</b>")].fuzzy


def test_an_id_that_means_another_text_now_does_not_mislead() -> None:
    other = "Bambaşka bir konu da burada anlatılır."
    old = [use("k1", other), use("k2", OLD)]

    merged = merge(old, [use("k1", NEW)], {("", OLD): DONE, ("", other): Known("No.")})

    assert merged.carried[("", NEW)].previous_msgid == OLD


_KEYS = st.tuples(
    st.sampled_from(["", "heading", "q1.c1", "link"]),
    st.sampled_from(
        [OLD, NEW, "veya", "ya da", "Evet.", "https://a.b/", "https://a.c/"]
    ),
)
_USES = st.lists(
    st.builds(
        lambda leaf, key, owner: use(leaf, key[1], key[0], owner),
        st.sampled_from("abcdef"),
        _KEYS,
        st.sampled_from(["q1.c1", "q1.c2"]),
    ),
    unique_by=lambda each: (each.owner, each.leaf),
)
_KNOWN = st.dictionaries(
    _KEYS,
    st.builds(
        Known,
        st.sampled_from(["", "one", "two", "<empty/>", "https://a.b/"]),
        st.booleans(),
    ),
)


def after(
    known: dict[Key, Known], carried: Iterable[tuple[Key, Known]]
) -> dict[Key, Known]:
    return {**known, **dict(carried)}


@given(_USES, _USES, _KNOWN)
def test_merging_loses_nothing_and_invents_nothing(
    old: list[Use], new: list[Use], known: dict[Key, Known]
) -> None:
    merged = merge(old, new, known)

    current, before = {each.key for each in new}, {each.key for each in old}
    texts = {value.msgstr for key, value in known.items() if key in before}
    assert set(merged.obsolete) == before - current
    assert set(merged.carried) <= current
    for key, value in merged.carried.items():
        assert value.msgstr in texts
        assert not known.get(key, Known("")).msgstr
        assert value.fuzzy or key[1] in {old_key[1] for old_key in before}


@given(_USES, _USES, _KNOWN)
def test_merging_again_changes_nothing(
    old: list[Use], new: list[Use], known: dict[Key, Known]
) -> None:
    once = after(known, merge(old, new, known).carried.items())

    assert merge(old, new, once).carried == {}
    assert merge(new, new, once).carried == {}
    assert merge(new, new, once).obsolete == ()


@given(_USES, _USES)
def test_addresses_replace_addresses_and_texts_replace_texts(
    old: list[Use], new: list[Use]
) -> None:
    leaves = [
        each._replace(leaf=f"{each.leaf}@a1") if each.msgctxt == "link" else each
        for each in (*old, *new)
    ]

    found = predecessors(leaves[: len(old)], leaves[len(old) :])

    for key, candidates in found.items():
        for candidate in candidates:
            assert candidate.key != key
            assert (candidate.key[0] == "link") == (key[0] == "link")
