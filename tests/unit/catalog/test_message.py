"""From documents to messages and catalog entries."""

import re

import pytest

from guidance.catalog.context import context
from guidance.catalog.message import (
    Document,
    Known,
    Use,
    catalog_entries,
    digest,
    document_uses,
    is_prefilled,
)
from guidance.segments.inline import Link, Text, page_link, web_link
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf

PARAGRAPH, ITEM = LeafKind.PARAGRAPH, LeafKind.ITEM


def document(*leaves: Leaf, owner: str = "q10.c2") -> Document:
    reference = f"guidance/{owner.replace('.', '-')}"
    return Document(owner, reference, "Üyelerimizi dinleriz.", leaves)


def paragraph(text: str, leaf: str = "body/1#k1") -> Leaf:
    return plain_leaf(leaf, PARAGRAPH, text)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (LeafKind.HEADING, "Giriş", "heading"),
        (LeafKind.CALLOUT_TITLE, "Dikkat", "heading"),
        (LeafKind.ALT, "Bir şema", "alt"),
        (LeafKind.CAPTION, "Şema 1", "caption"),
        (LeafKind.CELL, "2020", "cell"),
        (LeafKind.QUESTION, "Hazır mısınız?", "question"),
        (LeafKind.CHOICE, "Hazırız.", "choice"),
        (PARAGRAPH, "veya", "q10.c2"),
        (PARAGRAPH, "verilebilir.", "q10.c2"),
        (PARAGRAPH, "Daha fazla bilgi", "q10.c2"),
        (PARAGRAPH, "Hazırız.", ""),
        (PARAGRAPH, "Hazır mısınız?", ""),
        (ITEM, "Kamu hizmetlerinin birlikte tasarlanması,", ""),
        (ITEM, "Sorumlu kişi,", "q10.c2"),
        (LeafKind.QUOTE, "Çok güzel…", ""),
    ],
)
def test_the_context_says_which_texts_may_share_a_translation(
    kind: LeafKind, text: str, expected: str
) -> None:
    assert context(plain_leaf("x", kind, text), "q10.c2") == expected


def test_messages_come_in_reading_order_with_their_addresses_behind_them() -> None:
    link = web_link("https://ornek.org/rehber", Text("Rehberi"))
    read = Leaf("body/1#k1", PARAGRAPH, (link, Text(" okuyun.")))
    again = Leaf("body/1#k2", PARAGRAPH, (Text("Yine "), link))
    inside = Leaf(
        "body/1#k3", PARAGRAPH, (page_link(7, Text("Sayfayı")), Text(" açın."))
    )

    uses = document_uses(document(read, again, inside))

    assert [(use.order, use.leaf, use.key) for use in uses] == [
        (0, "body/1#k1", ("", "<a1>Rehberi</a1> okuyun.")),
        (1, "body/1#k1@a1", ("link", "https://ornek.org/rehber")),
        (2, "body/1#k2", ("q10.c2", "Yine <a1>Rehberi</a1>")),
        (3, "body/1#k3", ("", "<a1>Sayfayı</a1> açın.")),
    ]


@pytest.mark.parametrize(
    ("href", "offered"),
    [
        ("https://ornek.org/", True),
        ("HTTP://ornek.org/", True),
        ("mailto:bilgi@ornek.org", True),
        ("tel:+903121234567", True),
        ("#bolum", False),
        ("/dosya.pdf", False),
        ("ftp://ornek.org/", False),
    ],
)
def test_only_addresses_that_may_differ_by_language_are_offered(
    href: str, offered: bool
) -> None:
    leaf = Leaf("x", PARAGRAPH, (web_link(href, Text("Şu rehberi okuyun lütfen.")),))

    uses = document_uses(document(leaf))

    assert ("link" in {use.msgctxt for use in uses}) is offered


def test_document_links_are_not_offered() -> None:
    link = Link(
        (("linktype", "document"), ("id", "3")), (Text("Formu doldurun şimdi."),)
    )

    uses = document_uses(document(Leaf("x", PARAGRAPH, (link,))))

    assert [use.msgctxt for use in uses] == [""]
    assert uses[0].targets == ("a1 = a document of this site",)


def test_a_text_without_letters_and_digits_is_no_message() -> None:
    assert document_uses(document(paragraph("— … —"), paragraph("✓"))) == ()


def test_a_text_with_a_translation_of_its_own_page_has_the_page_as_context() -> None:
    text = "Bu metin birçok sayfada vardır."
    own = {("q10.c2", text)}

    here = document_uses(document(paragraph(text)), own)
    elsewhere = document_uses(document(paragraph(text), owner="q1.c1"), own)

    assert [use.msgctxt for use in (*here, *elsewhere)] == ["q10.c2", ""]


def test_short_texts_come_with_what_stands_around_them() -> None:
    long = "Daha fazla bilgi için aşağıdaki kaynakları inceleyebilirsiniz: " * 3
    uses = document_uses(
        document(
            paragraph(long.strip(), "a"), paragraph("veya", "b"), paragraph("Son.", "c")
        )
    )

    assert uses[0].hints == ("paragraph",)
    assert uses[1].hints[1].startswith("before: …")
    assert uses[1].hints[1].endswith("inceleyebilirsiniz:")
    assert uses[1].hints[2] == "after: Son."


def test_an_item_of_a_list_says_which_one_it_is() -> None:
    leaf = Leaf("x", ITEM, (Text("Kamu hizmetlerinin birlikte tasarlanması,"),), (3, 8))

    (use,) = document_uses(document(leaf))

    assert use.hints == ("list item 3 of 8",)


def test_one_message_stands_for_all_pages_that_have_it() -> None:
    text = "Bu metin birçok sayfada vardır."
    uses = [
        use
        for owner in ("q1.c1", "q1.c2", "q2.c1")
        for use in document_uses(
            document(paragraph(text, "a"), paragraph(text, "b"), owner=owner)
        )
    ]

    (entry,) = catalog_entries(uses, {})

    assert entry.references == ("guidance/q1-c1", "guidance/q1-c2", "guidance/q2-c1")
    assert entry.extracted == (
        "q1.c1: Üyelerimizi dinleriz.",
        "paragraph",
        "after: Bu metin birçok sayfada vardır.",
        "on 2 more pages",
    )


def test_links_of_one_message_may_lead_to_several_places() -> None:
    uses = [
        use
        for owner, href in (
            ("q1.c1", "https://ornek.org/a"),
            ("q1.c2", "https://ornek.org/b"),
        )
        for use in document_uses(
            document(
                Leaf(
                    "x",
                    PARAGRAPH,
                    (web_link(href, Text("Şu rehberi")), Text(" okuyun.")),
                ),
                owner=owner,
            )
        )
    ]

    text, *addresses = catalog_entries(uses, {})

    assert text.extracted[-2:] == (
        "a1 = https://ornek.org/a",
        "a1 = https://ornek.org/b",
    )
    assert [entry.msgid for entry in addresses] == [
        "https://ornek.org/a",
        "https://ornek.org/b",
    ]


def test_an_address_is_its_own_translation_until_somebody_gives_another() -> None:
    uses = [Use("x@a1", "link", "https://ornek.org/")]

    (prefilled,) = catalog_entries(uses, {})
    (given,) = catalog_entries(uses, {uses[0].key: Known("https://ornek.org/en/")})
    (noted,) = catalog_entries(uses, {uses[0].key: Known("", comment="checked")})

    assert prefilled.msgstr == "https://ornek.org/"
    assert is_prefilled(prefilled.key, prefilled.msgstr)
    assert given.msgstr == "https://ornek.org/en/"
    assert (noted.msgstr, noted.comment) == ("https://ornek.org/", "checked")


def test_what_is_known_about_a_message_comes_with_it() -> None:
    use = Use("x", "heading", "Görüş alma")
    known = {use.key: Known("Views", True, "heading", "Görüş", "Look again.")}

    (entry,) = catalog_entries([use], known)

    assert (entry.msgstr, entry.fuzzy) == ("Views", True)
    assert (entry.previous_msgctxt, entry.previous_msgid) == ("heading", "Görüş")
    assert entry.comment == "Look again."


def test_only_a_fuzzy_translation_has_a_previous_text() -> None:
    use = Use("x", "", "Görüş alın.")

    (done,) = catalog_entries([use], {use.key: Known("Ask.", False, "", "Görüş")})
    (empty,) = catalog_entries([use], {use.key: Known("", True, "", "Görüş")})

    assert done.previous_msgid == ""
    assert not empty.fuzzy


def test_obsolete_messages_stand_at_the_end_and_never_beside_a_live_one() -> None:
    use = Use("x", "", "Evet.")
    obsolete = {
        ("z", "Eski."): Known("Old."),
        ("", "Evet."): Known("Yes."),
        ("", "Boş."): Known(""),
        ("link", "https://ornek.org/"): Known("https://ornek.org/"),
        ("", "Başka."): Known("Other.", True, "", "Bambaşka."),
    }

    entries = catalog_entries([use], {}, obsolete)

    assert [(entry.msgctxt, entry.msgid, entry.obsolete) for entry in entries] == [
        ("", "Evet.", False),
        ("", "Başka.", True),
        ("z", "Eski.", True),
    ]
    assert entries[1].previous_msgid == "Bambaşka."


def test_the_digest_tells_context_and_text_apart() -> None:
    digests = {digest(*key) for key in (("", "ab"), ("a", "b"), ("b", "a"), ("", "ba"))}

    assert len(digests) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in digests)


def test_no_hint_is_more_than_a_line() -> None:
    leaf = Leaf(
        "x", PARAGRAPH, (Text("bir\n\niki"), web_link("https://a.b/\nc", Text("ü\nç")))
    )
    page = Document(
        "q1.c1", "guidance/q1-c1", "Uzun\nbaşlık " * 50, (leaf, paragraph("veya"))
    )

    for use in document_uses(page):
        for line in (use.page, *use.hints, *use.targets):
            assert "\n" not in line
            assert line == line.strip()
            assert len(line) < 200
