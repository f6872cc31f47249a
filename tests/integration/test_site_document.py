"""A guidance page, real or in place of a translation."""

import pytest

from guidance.models import GuidancePage
from tests.html import attributes, language_at, parsed, texts
from tests.site_content import make_choice, publish, statements_of, text_block

pytestmark = pytest.mark.django_db

TEXTS = {"tr": "Seçenek", "en": "Choice", "ar": "خيار"}


def test_a_page_shows_heading_and_body_and_no_trace_of_the_editor(client):
    page = publish(
        make_choice(10, 2), stream=[text_block("Bir <b>iki</b>.")], heading="Başlık"
    )

    response = client.get(page.url)

    html = parsed(response)
    assert (html.get("lang"), html.get("dir")) == ("tr", "ltr")
    assert texts(html, ".//h1") == ["Başlık"]
    assert texts(html, ".//div[@class='body']/p") == ["Bir iki."]
    assert "data-block-key" not in response.content.decode()
    assert html.findall(".//script") == []


def test_without_a_heading_of_its_own_the_choice_is_the_heading(client):
    page = publish(make_choice(1, 1, texts={"tr": "Gönüllülerimizle görüşürüz."}))

    html = parsed(client.get(page.url))

    assert texts(html, ".//h1") == ["Gönüllülerimizle görüşürüz."]
    assert texts(html, ".//title")[0].startswith("Gönüllülerimizle görüşürüz.")


def test_a_heading_in_another_language_than_the_body_is_marked(client):
    choice = make_choice(1, 1, texts={"tr": "Seçenek"})
    publish(choice)
    page = publish(choice, "en")

    html = parsed(client.get(page.url))

    assert attributes(html, ".//h1", "lang", "dir") == [("tr", "ltr")]
    assert language_at(html, "Metin (en).") == "en"


def test_a_page_leads_to_its_question_the_other_choices_and_the_next_question(client):
    first = publish(make_choice(1, 1))
    second = publish(make_choice(1, 2))
    make_choice(1, 3)
    publish(make_choice(4, 1, question_texts={"tr": "Sonraki soru"}))

    html = parsed(client.get(first.url))

    assert attributes(html, ".//nav[@class='trail']//a", "href") == [("/tr/#q1",)]
    choices = html.findall(".//ul[@class='choices']/li")
    assert choices[0].find("span").get("aria-current") == "page"
    assert choices[1].find("a").get("href") == second.url
    assert choices[2].find("a") is None
    assert attributes(html, ".//a[@rel='next']", "href") == [("/tr/#q4",)]
    assert texts(html, ".//a[@rel='next']") == ["Sonraki soru"]


def test_the_last_question_has_no_next_one(client):
    page = publish(make_choice(4, 1))

    assert parsed(client.get(page.url)).findall(".//a[@rel='next']") == []


def test_leaves_in_the_source_language_are_marked_one_by_one(client):
    choice = make_choice(1, 1, texts=TEXTS)
    publish(choice)
    block = text_block("Translated", "Çevrilmemiş")
    page = publish(
        choice, "ar", [block], untranslated=[f"body/{block['id']}#k2"], heading="عنوان"
    )

    html = parsed(client.get(page.url))

    assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    assert attributes(html, ".//div[@class='body']/p", "lang", "dir") == [
        (None, None),
        ("tr", "ltr"),
    ]
    # Heading, two paragraphs: two of three are translated.
    assert "66" in texts(html, ".//div[@class='notice']")[0]


def test_a_translation_older_than_its_source_says_since_when(client):
    choice = make_choice(1, 1, texts=TEXTS)
    source = publish(choice)
    page = publish(choice, "en", source_digest=source.content_digest)
    assert parsed(client.get(page.url)).findall(".//div[@role='region']") == []
    source = publish(choice, stream=[text_block("Yeni metin.")])

    html = parsed(client.get(page.url))

    (notice,) = html.findall(".//div[@role='region']")
    assert str(source.last_published_at.year) in "".join(notice.itertext())
    assert attributes(notice, ".//a", "href", "hreflang") == [(source.url, "tr")]


def test_a_draft_of_the_source_makes_no_translation_stale(client):
    choice = make_choice(1, 1, texts=TEXTS)
    source = publish(choice)
    page = publish(choice, "en", source_digest=source.content_digest)
    publish(choice, stream=[text_block("Taslak.")], live=False)

    assert parsed(client.get(page.url)).findall(".//div[@role='region']") == []


def test_without_a_translation_the_source_is_shown_as_what_it_is(client):
    source = publish(make_choice(10, 2, texts=TEXTS))

    response = client.get("/ar/10-2/")

    html = parsed(response)
    assert (html.get("lang"), html.get("dir")) == ("ar", "rtl")
    assert attributes(html, ".//article", "lang", "dir") == [("tr", "ltr")]
    assert language_at(html, "Metin (tr).") == "tr"
    (notice,) = html.findall(".//main//div[@role='region']")
    assert attributes(notice, ".//a", "href", "hreflang") == [(source.url, "tr")]
    assert attributes(html, ".//meta[@name='robots']", "content") == [("noindex",)]
    assert attributes(html, ".//link[@rel='canonical']", "href") == [
        (f"http://testserver{source.url}",)
    ]
    assert html.findall(".//link[@rel='alternate']") == []
    assert response["Content-Language"] == "tr"


def test_furniture_is_in_the_readers_language_and_its_fallbacks_are_marked(client):
    publish(make_choice(10, 2, texts=TEXTS, question_texts={"tr": "Soru metni"}))

    html = parsed(client.get("/en/10-2/"))

    assert language_at(html, "Soru metni") == "tr"
    assert language_at(html, "Choices of this question") == "en"
    assert language_at(html, "Choice") == "en"


def test_the_switcher_names_only_real_translations_in_their_own_language(client):
    choice = make_choice(1, 1, texts=TEXTS)
    source = publish(choice)
    english = publish(choice, "en")

    html = parsed(client.get(source.url))

    links = ".//nav[@class='languages']//a"
    assert attributes(html, links, "href", "hreflang", "lang") == [
        (english.url, "en", "en")
    ]
    assert texts(html, links) == ["English"]
    current = ".//nav[@class='languages']//span[@aria-current='true']"
    assert texts(html, current) == ["Türkçe"]


def test_search_texts_in_the_source_language_are_not_shown_as_translated(client):
    choice = make_choice(1, 1, texts=TEXTS)
    publish(choice)
    page = publish(choice, "en", heading="Heading")
    GuidancePage.objects.filter(pk=page.pk).update(
        seo_title="Arama başlığı", search_description="Açıklama"
    )
    assert "Arama" in texts(parsed(client.get(page.url)), ".//title")[0]
    GuidancePage.objects.filter(pk=page.pk).update(
        untranslated_leaves=["seo_title", "search_description"]
    )

    html = parsed(client.get(page.url))

    assert texts(html, ".//title")[0].startswith("Heading")
    assert html.findall(".//meta[@name='description']") == []


def test_the_number_of_statements_does_not_grow(client):
    page = publish(make_choice(1, 1))
    few = statements_of(client, page.url)
    for number in range(2, 8):
        choice = make_choice(1, number)
        publish(choice)
        publish(choice, "en")

    assert statements_of(client, page.url) == few < 20


def test_a_page_is_shown_in_the_editors_preview_as_it_is_typed():
    page = publish(make_choice(1, 1))
    page.heading = "Henüz kaydedilmedi"

    response = page.make_preview_request()

    html = response.render().content.decode()
    assert "Henüz kaydedilmedi" in html
    assert 'lang="tr"' in html


def test_an_index_page_is_shown_in_the_editors_preview():
    index = publish(make_choice(1, 1)).get_parent().specific
    index.title = "Yeni başlık"

    assert "Yeni başlık" in index.make_preview_request().render().content.decode()
