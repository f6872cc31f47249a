"""Every type of block, as readers get it."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from guidance.models import GuidancePage
from guidance.presentation import pictures
from guidance.publication.tree import ensure_index
from tests.html import attributes, parsed, texts
from tests.site_content import (
    make_choice,
    make_image,
    picture_block,
    publish,
    rich,
    text_block,
)

pytestmark = pytest.mark.django_db

BODY = ".//div[@class='body']"
B = "5f000000-0000-4000-8000-00000000000"


def item(number: int, value: object) -> dict[str, object]:
    return {
        "type": "item",
        "id": f"1e000000-0000-4000-8000-00000000000{number}",
        "value": value,
    }


def body_of(client, stream, **write: object):
    page = publish(make_choice(1, 1), stream=stream, **write)
    return parsed(client.get(page.url)).find(BODY)


def test_text_of_paragraphs_and_lists(client):
    block = text_block("Bir")
    block["value"] += (
        '<ul><li data-block-key="k2">İki<ul><li data-block-key="k3">Üç</li></ul></li></ul>'
    )

    body = body_of(client, [block])

    assert texts(body, "p") == ["Bir"]
    assert texts(body, "ul/li/ul/li") == ["Üç"]


def test_headings_keep_their_level_and_are_below_the_page_heading(client):
    value = {"level": "3", "text": rich("Ara <i>başlık</i>")}

    body = body_of(client, [{"type": "heading", "id": f"{B}1", "value": value}])

    assert texts(body, "h3") == ["Ara başlık"]
    assert body.findall(".//h1") == []


def test_a_quote(client):
    body = body_of(client, [{"type": "quote", "id": f"{B}1", "value": rich("Söz")}])

    assert texts(body, "blockquote/p") == ["Söz"]


def test_a_list_with_another_start_mixed_levels_and_long_items(client):
    items = [
        item(1, {"level": 1, "ordered": True, "text": rich("Üçüncü")}),
        item(2, {"level": 2, "ordered": False, "text": rich("Alt", "k2")}),
        item(
            3, {"level": 1, "ordered": True, "text": rich("A", "k3") + rich("B", "k4")}
        ),
    ]
    stream = [{"type": "list", "id": f"{B}1", "value": {"start": 3, "items": items}}]

    body = body_of(client, stream)

    assert attributes(body, "ol", "start") == [("3",)]
    assert texts(body, "ol/li/ul/li") == ["Alt"]
    assert texts(body, "ol/li/p") == ["A", "B"]


def test_a_table_with_header_alignment_and_a_name_for_its_scrolling_box(client):
    rows = [
        item(number, {"cells": [item(1, rich(left)), item(2, rich(right))]})
        for number, (left, right) in enumerate([("Gider", "Tutar"), ("Kira", "100")], 1)
    ]
    value = {"header": True, "columns": [item(1, ""), item(2, "right")], "rows": rows}

    body = body_of(client, [{"type": "table", "id": f"{B}1", "value": value}])

    assert texts(body, ".//th") == ["Gider", "Tutar"]
    assert attributes(body, ".//td", "class") == [(None,), ("align-right",)]
    box = body.find("div[@class='table']")
    assert (box.get("tabindex"), box.get("role")) == ("0", "region")
    assert box.get("aria-label")


def test_an_embed_is_a_link_and_asks_no_third_party(client):
    value = {"url": "https://video.example.org/1", "title": "Eğitim videosu"}

    body = body_of(client, [{"type": "embed", "id": f"{B}1", "value": value}])

    assert attributes(body, ".//a", "href") == [("https://video.example.org/1",)]
    assert texts(body, ".//a") == ["Eğitim videosu"]
    assert body.findall(".//iframe") == []


def test_a_callout_names_its_kind_in_the_language_of_the_content(client):
    value = {"kind": "warning", "title": "Süre", "text": rich("Otuz gün.")}
    publish(
        make_choice(1, 1), stream=[{"type": "callout", "id": f"{B}1", "value": value}]
    )

    turkish, english = (
        parsed(client.get(path, follow=True)).find(f"{BODY}/div")
        for path in ("/tr/1-1/", "/en/1-1/")
    )

    assert texts(turkish, "p") == texts(english, "p")
    assert texts(turkish, "p")[0].endswith(": Süre")
    assert "callout-warning" in turkish.get("class")


def test_code_is_left_to_right_and_escaped(client):
    value = {"language": "HTML 5", "code": "<b>x</b>"}

    body = body_of(client, [{"type": "code", "id": f"{B}1", "value": value}])

    assert attributes(body, "pre", "dir", "translate") == [("ltr", "no")]
    assert texts(body, "pre/code") == ["<b>x</b>"]
    assert attributes(body, "pre/code", "class") == [("language-html-5",)]


def test_html_that_an_editor_wrote_is_cleaned(client):
    page = publish(make_choice(1, 1))
    value = "<dl><dt>Terim</dt><dd onclick='x()'>Tanım<script>x</script></dd></dl>"
    GuidancePage.objects.filter(pk=page.pk).update(
        body=[{"type": "raw_html", "id": f"{B}1", "value": value}]
    )

    body = parsed(client.get(page.url)).find(BODY)

    assert texts(body, ".//dd") == ["Tanım"]
    assert body.findall(".//script") == []
    assert attributes(body, ".//dd", "onclick") == [(None,)]


def test_every_kind_of_leaf_is_marked_when_it_shows_the_source_text(client):
    image = make_image(10, 10)
    cell = item(1, rich("Hücre"))
    stream = [
        {
            "type": "heading",
            "id": f"{B}1",
            "value": {"level": "2", "text": rich("Başlık")},
        },
        {
            "type": "list",
            "id": f"{B}2",
            "value": {
                "start": 1,
                "items": [
                    item(1, {"level": 1, "ordered": False, "text": rich("Madde")})
                ],
            },
        },
        picture_block(image.pk),
        {
            "type": "table",
            "id": f"{B}4",
            "value": {
                "header": False,
                "columns": [item(1, "")],
                "rows": [item(2, {"cells": [cell]})],
            },
        },
        {
            "type": "embed",
            "id": f"{B}5",
            "value": {"url": "https://ornek.org/", "title": "Video"},
        },
        {
            "type": "callout",
            "id": f"{B}6",
            "value": {"kind": "tip", "title": "İpucu", "text": rich("Açıklama")},
        },
        {"type": "raw_html", "id": f"{B}7", "value": "<p>Ham</p>"},
        {"type": "quote", "id": f"{B}8", "value": rich("Söz")},
    ]
    choice = make_choice(1, 1, texts={"tr": "Seçenek", "en": "Choice"})
    draft = GuidancePage(choice=choice, heading="H")
    draft.body = GuidancePage.body.field.to_python(stream)
    leaves = [leaf.id for leaf in draft.leaves() if leaf.id.startswith("body")]
    page = publish(choice, "en", stream, untranslated=leaves, heading="H")

    body = parsed(client.get(page.url)).find(BODY)

    marked = [one for one in body.iter() if one.get("lang") == "tr"]
    said = [
        " ".join("".join(one.itertext()).split()) or one.get("alt") for one in marked
    ]
    assert said == [
        "Başlık", "Madde", "Bir masa", "Toplantı", "Hücre", "Video", "İpucu", "Açıklama", "Ham", "Söz",
    ]  # fmt: skip
    assert {one.get("dir") for one in marked} == {"ltr"}
    assert len(marked) == len(leaves)


# ---- pictures


def test_a_picture_without_smaller_sizes_is_shown_as_it_is(client):
    image = make_image(2000, 1000)

    body = body_of(client, [picture_block(image.pk)])

    (img,) = body.findall(".//img")
    assert img.get("src") == f"http://testserver{image.file.url}"
    assert (img.get("width"), img.get("height"), img.get("alt")) == (
        "2000",
        "1000",
        "Bir masa",
    )
    assert img.get("srcset") is None
    assert texts(body, ".//figcaption") == ["Toplantı"]


def test_prepared_sizes_are_offered(client):
    image = make_image(2000, 1000)
    pictures.prepare([image.pk])

    (img,) = body_of(client, [picture_block(image.pk)]).findall(".//img")

    widths = [candidate.split()[-1] for candidate in img.get("srcset").split(", ")]
    assert widths == ["480w", "960w", "1440w"]
    assert (img.get("width"), img.get("height")) == ("960", "480")


def test_sizes_are_made_after_the_commit_and_only_where_they_are_smaller(
    django_capture_on_commit_callbacks,
):
    image = make_image(700, 300)

    with django_capture_on_commit_callbacks(execute=True):
        pictures.prepare_soon([image.pk])
        assert not image.renditions.exists()

    assert [(one.width, one.height) for one in image.renditions.all()] == [(480, 205)]


def test_the_sizes_are_made_when_a_page_goes_live_not_when_it_is_drafted(
    django_capture_on_commit_callbacks,
):
    image = make_image(700, 300)
    choice, stream = make_choice(1, 1), [picture_block(image.pk)]

    with django_capture_on_commit_callbacks(execute=True):
        publish(choice, stream=stream, live=False)
    assert not image.renditions.exists()

    with django_capture_on_commit_callbacks(execute=True):
        publish(choice, stream=stream)
    assert image.renditions.count() == 1


def test_a_picture_whose_file_is_gone_stops_nothing(caplog):
    image = make_image(700, 300)
    image.file.storage.delete(image.file.name)

    pictures.prepare([image.pk])

    assert "No smaller sizes" in caplog.text


def test_the_authors_size_decides_how_large_a_picture_is_shown(client):
    image = make_image(2000, 1000)

    body = body_of(client, [picture_block(image.pk, width=149, height=115)])

    assert attributes(body, ".//img", "width", "height") == [("149", "115")]


@pytest.mark.parametrize("gone", [None, 4711])
def test_a_missing_picture_shows_nothing(client, gone):
    body = body_of(client, [text_block("Metin"), picture_block(gone)])

    assert [child.tag for child in body] == ["p"]


def test_a_decorative_picture_says_nothing(client):
    image = make_image(10, 10)
    value = {"image": image.pk, "decorative": True, "alt_text": ""}

    body = body_of(client, [picture_block(image.pk, image=value)])

    assert attributes(body, ".//img", "alt") == [("",)]


# ---- links


def linked(pk: int, kind: str = "page") -> list[dict[str, object]]:
    return [text_block(f'<a linktype="{kind}" id="{pk}">rehber</a>')]


def test_a_link_leads_to_the_target_in_the_language_of_the_content(client):
    target = make_choice(2, 1, texts={"tr": "Hedef", "en": "Target"})
    source = publish(target)
    english = publish(target, "en")
    choice = make_choice(1, 1, texts={"tr": "Seçenek", "en": "Choice"})
    publish(choice, stream=linked(source.pk))
    page = publish(choice, "en", linked(source.pk))

    found = [
        attributes(
            parsed(client.get(path, follow=True)), f"{BODY}//a", "href", "hreflang"
        )
        for path in ("/tr/1-1/", page.url, "/ar/1-1/")
    ]

    at = "http://testserver"
    assert found[0] == [(f"{at}{source.url}", None)]
    assert found[1] == [(f"{at}{english.url}", None)]
    # Turkish text on an Arabic page: its links stay Turkish.
    assert found[2] == [(f"{at}{source.url}", None)]


def test_a_link_to_what_is_only_there_in_turkish_says_so(client):
    source = publish(make_choice(2, 1))
    choice = make_choice(1, 1, texts={"tr": "Seçenek", "en": "Choice"})
    page = publish(choice, "en", linked(source.pk))

    html = parsed(client.get(page.url))

    assert attributes(html, f"{BODY}//a", "href", "hreflang") == [
        (f"http://testserver{source.url}", "tr")
    ]


def test_links_to_a_list_of_questions_and_to_a_document_work(client):
    index = ensure_index("tr")
    document = get_document_model().objects.create(
        title="Form", file=ContentFile(b"x", name="form.pdf")
    )
    stream = [*linked(index.pk), {**linked(document.pk, "document")[0], "id": f"{B}2"}]

    body = body_of(client, stream)

    assert attributes(body, ".//a", "href") == [
        ("http://testserver/tr/",),
        (f"http://testserver{document.url}",),
    ]


@pytest.mark.parametrize("pk", [4711, 10**17, 10**30])
@pytest.mark.parametrize("kind", ["page", "document"])
def test_a_link_to_what_is_not_there_leaves_its_text(client, kind, pk):
    body = body_of(client, linked(pk, kind))

    assert body.findall(".//a") == []
    assert texts(body, "p") == ["rehber"]


def test_an_address_that_runs_code_is_no_link(client):
    page = publish(make_choice(1, 1))
    html = '<p data-block-key="k1"><a href="javascript:alert(1)">tıkla</a></p>'
    GuidancePage.objects.filter(pk=page.pk).update(
        body=[{"type": "text", "id": f"{B}1", "value": html}]
    )

    assert parsed(client.get(page.url)).findall(f"{BODY}//a") == []


def test_damaged_rich_text_is_shown_as_plain_text_and_logged(client, caplog):
    page = publish(make_choice(1, 1))
    GuidancePage.objects.filter(pk=page.pk).update(
        body=[{"type": "text", "id": f"{B}1", "value": "<p>Bir<br>iki <b>üç</p>"}]
    )

    html = parsed(client.get(page.url))

    assert texts(html, f"{BODY}/p") == ["Biriki üç"]
    assert "not canonical" in caplog.text
