"""The list of questions, ``/<lang>/``."""

import pytest

from guidance.models import GuidanceIndexPage
from guidance.publication.tree import ensure_index
from tests.html import attributes, language_at, parsed, texts
from tests.site_content import make_choice, publish, statements_of

pytestmark = pytest.mark.django_db

CHOICES = ".//li[@class='question']/ul/li"


def test_an_empty_site_says_so_in_every_language(client):
    for language in ("tr", "en", "ar"):
        response = client.get(f"/{language}/")

        page = parsed(response)
        assert response.status_code == 200
        assert page.get("lang") == language
        assert len(page.findall(".//h1")) == 1
        assert page.findall(".//main//a") == []


def test_questions_and_choices_stand_in_the_order_of_their_numbers(client):
    for question, choice in [(10, 1), (2, 2), (2, 1)]:
        publish(make_choice(question, choice))

    page = parsed(client.get("/tr/"))

    assert [one.get("id") for one in page.findall(".//li[@class='question']")] == [
        "q2",
        "q10",
    ]
    assert texts(page, f"{CHOICES}/a") == ["Seçenek 2.1", "Seçenek 2.2", "Seçenek 10.1"]


def test_a_choice_leads_to_its_guidance_or_says_in_what_language_it_is(client):
    texts_of = {"tr": "Seçenek", "en": "Choice", "ar": "خيار"}
    there = make_choice(1, 1, texts=texts_of)
    publish(there)
    english = publish(there, "en")
    publish(make_choice(1, 2, texts=texts_of))
    make_choice(1, 3, texts=texts_of)

    page = parsed(client.get("/en/"))

    own, fallback, none = page.findall(CHOICES)
    assert own.find("a").get("href") == english.url
    assert own.find("span") is None
    assert attributes(fallback, "a", "href", "hreflang") == [("/en/1-2/", "tr")]
    assert "Turkish" in texts(fallback, "span")[0]
    assert none.find("a") is None
    assert len(texts(none, "span")) == 2


def test_texts_without_a_translation_are_marked_with_their_own_language(client):
    publish(
        make_choice(
            3,
            1,
            texts={"tr": "Seçenek", "ar": "خيار"},
            question_texts={"tr": "Soru metni"},
        )
    )

    page = parsed(client.get("/ar/"))

    assert page.get("dir") == "rtl"
    assert language_at(page, "Soru metni") == "tr"
    assert language_at(page, "خيار") == "ar"
    assert ("tr", "ltr") in attributes(page, ".//h2/span", "lang", "dir")


def test_a_question_without_any_text_is_known_by_its_number(client):
    make_choice(7, 4, texts={}, question_texts={})

    page = parsed(client.get("/en/"))

    assert texts(page, ".//h2") == ["Question 7"]
    assert texts(page, f"{CHOICES}/span")[0] == "Choice 4"


def test_the_index_page_gives_title_and_introduction(client):
    index = ensure_index("tr")
    index.title = "Öz değerlendirme"
    index.introduction = '<p data-block-key="k1">Önce <b>soruları</b> okuyun.</p>'
    index.save_revision().publish()

    page = parsed(client.get("/tr/"))

    assert texts(page, ".//h1") == ["Öz değerlendirme"]
    assert texts(page, ".//div[@class='lead']/p/b") == ["soruları"]
    assert b"data-block-key" not in client.get("/tr/").content


def test_the_list_does_without_an_index_page_in_its_language(client):
    publish(make_choice(1, 1))
    assert not GuidanceIndexPage.objects.filter(locale__language_code="en").exists()

    response = client.get("/en/")

    assert response.status_code == 200
    assert parsed(response).get("lang") == "en"
    assert response["Content-Language"] == "en"


def test_a_hidden_index_page_takes_nothing_but_its_own_words_away(client):
    index = ensure_index("tr")
    index.title = "Gizli başlık"
    index.save_revision().publish()
    index.unpublish()

    response = client.get("/tr/")

    assert response.status_code == 200
    assert "Gizli başlık" not in response.content.decode()


def test_the_number_of_statements_does_not_grow(client):
    def fill(first: int) -> None:
        for question in range(first, first + 4):
            for number in (1, 2):
                choice = make_choice(question, number)
                publish(choice)
                publish(choice, "en")

    fill(1)
    few = statements_of(client, "/en/")
    fill(5)

    assert statements_of(client, "/en/") == few < 15
