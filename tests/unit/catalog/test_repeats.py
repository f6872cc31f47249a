"""What new texts are filled with: exact repeats, and near ones as fuzzy."""

from hypothesis import given
from hypothesis import strategies as st

from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.catalog.repeats import near_texts, repeated

OLD = "Yönetim kurulu her ay düzenli olarak toplanır."
NEAR = "Yönetim kurulu her hafta düzenli olarak toplanır."
OTHER = "Bütçe, genel kurulda üyelerin oyuna sunulur."
DONE = Known("The board meets every month.")


def filled(new: Key, known: dict[Key, Known]) -> Known | None:
    near = near_texts([new], known)
    return repeated([new], near, known, "en").get(new)


def test_the_same_sentence_in_another_context_is_translated() -> None:
    assert filled(("heading", OLD), {("", OLD): DONE}) == DONE


def test_unless_its_translations_differ() -> None:
    known = {("", OLD): DONE, ("cell", OLD): Known("Monthly meetings of the board.")}

    assert filled(("heading", OLD), known) == Known(DONE.msgstr, True, "", OLD)


def test_unless_the_translation_is_not_possible_there() -> None:
    known = {("", OLD): Known("The board meets <b>every month</b>.")}

    value = filled(("choice", OLD), known)

    assert value is not None
    assert value.fuzzy


def test_a_fragment_depends_on_its_place() -> None:
    value = filled(("q2.c1", "veya"), {("q1.c1", "veya"): Known("or")})

    assert value == Known("or", True, "q1.c1", "veya")


def test_a_near_text_is_offered_as_fuzzy_with_the_text_it_was_made_from() -> None:
    assert filled(("", NEAR), {("", OLD): DONE}) == Known(DONE.msgstr, True, "", OLD)


def test_the_nearest_one_is_taken() -> None:
    nearer = NEAR.replace("düzenli", "yine düzenli")
    known = {("", OLD): DONE, ("", nearer): Known("The nearer one.")}

    value = filled(("", NEAR), known)

    assert value is not None
    assert value.previous_msgid == nearer


def test_another_text_is_no_help() -> None:
    assert filled(("", OTHER), {("", OLD): DONE}) is None


def test_what_is_fuzzy_or_left_out_elsewhere_is_not_spread() -> None:
    assert filled(("heading", OLD), {("", OLD): Known("x", fuzzy=True)}) is None
    assert filled(("heading", OLD), {("", OLD): Known("<empty/>")}) is None
    assert filled(("heading", OLD), {("", OLD): Known("")}) is None


def test_addresses_are_never_filled() -> None:
    address = "https://ornek.org/rehber"

    assert filled(("link", address), {("", address): Known("x")}) is None
    assert filled(("", address), {("link", address): Known("https://x.org/")}) is None


def test_a_text_with_a_translation_keeps_it() -> None:
    known = {("heading", OLD): Known("Mine."), ("", OLD): DONE}

    assert filled(("heading", OLD), known) is None


_WORDS = st.sampled_from(
    ["üye", "dernek", "kurul", "plan", "bütçe", "oy", "karar", "gönüllü", "rapor", "ve"]
)
_TEXTS = st.lists(_WORDS, min_size=4, max_size=12).map(" ".join)
_KNOWN = st.dictionaries(
    st.tuples(st.sampled_from(["", "heading", "link"]), _TEXTS),
    st.builds(Known, st.sampled_from(["", "a", "<empty/>"]), st.booleans()),
    max_size=8,
)


@given(st.lists(st.tuples(st.just(""), _TEXTS), unique=True, max_size=5), _KNOWN)
def test_only_valid_translations_are_offered_and_only_equal_texts_are_translated(
    fresh: list[Key], known: dict[Key, Known]
) -> None:
    for key, value in repeated(fresh, near_texts(fresh, known), known, "en").items():
        sources = [
            other
            for other, said in known.items()
            if said.msgstr == value.msgstr and not said.fuzzy
        ]
        assert not (key in known and known[key].msgstr)
        assert sources
        assert value.fuzzy or key[1] in {other[1] for other in sources}
        if value.fuzzy:
            assert (value.previous_msgctxt, value.previous_msgid) in sources
