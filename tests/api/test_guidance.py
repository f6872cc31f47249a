"""``/api/v1/guidance/<question>/<choice>/`` and the list of all."""

import pytest

from tests.site_content import make_choice, publish, statements_of, text_block

pytestmark = pytest.mark.django_db

TEXTS = {"tr": "Kamuyla görüşürüz.", "en": "We meet officials.", "ar": "نلتقي"}
AT = "http://testserver"


def read(client, path: str) -> dict:
    response = client.get(path)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_translation_says_what_it_is(client):
    choice = make_choice(10, 2, texts=TEXTS, question_texts={"tr": "Soru"})
    source = publish(choice)
    page = publish(choice, "en", source_digest=source.content_digest, heading="Meet")

    answer = read(client, "/api/v1/guidance/10/2/?locale=en")

    assert (answer["question_id"], answer["choice_id"]) == (10, 2)
    assert answer["id"] == str(page.translation_key)
    assert answer["question"] == {"text": "Soru", "locale": "tr", "dir": "ltr"}
    assert answer["choice"]["text"] == "We meet officials."
    assert (answer["heading"], answer["heading_locale"]) == ("Meet", "en")
    assert answer["locale"] == {
        "requested": "en",
        "content": "en",
        "dir": "ltr",
        "is_fallback": False,
        "reason": None,
        "chain": ["en", "tr"],
    }
    assert answer["translation"] == {
        "state": "translated",
        "completeness": 1.0,
        "untranslated": 0,
        "source_digest": f"sha256-{source.content_digest}",
        "translated_from_digest": f"sha256-{source.content_digest}",
        "stale_since": None,
    }
    assert answer["url"] == f"{AT}{page.url}"
    assert answer["api_url"] == f"{AT}/api/v1/guidance/10/2/?locale=en"
    assert answer["digest"] == f"sha256-{page.content_digest}"


def test_without_a_locale_the_source_comes(client):
    publish(make_choice(1, 1))

    answer = read(client, "/api/v1/guidance/1/1/")

    assert answer["locale"]["requested"] == "tr"
    assert answer["locale"]["chain"] == ["tr"]
    assert answer["translation"]["state"] == "source"


def test_a_fallback_is_marked_as_one(client):
    source = publish(make_choice(10, 2, texts=TEXTS))

    response = client.get("/api/v1/guidance/10/2/?locale=ar")

    answer = response.json()
    assert answer["locale"] == {
        "requested": "ar",
        "content": "tr",
        "dir": "ltr",
        "is_fallback": True,
        "reason": "not_translated",
        "chain": ["ar", "tr"],
    }
    assert answer["translation"]["state"] == "missing"
    assert answer["translation"]["completeness"] == 0.0
    assert answer["body"]["html"].strip() == "<p>Metin (tr).</p>"
    assert answer["heading_locale"] == "tr"
    assert answer["choice"]["locale"] == "ar"
    assert answer["url"] == f"{AT}{source.url}"
    assert response["Content-Language"] == "tr"


def test_alternates_are_all_real_versions_with_itself(client):
    choice = make_choice(10, 2, texts=TEXTS)
    source = publish(choice)
    english = publish(choice, "en", source_digest="older", heading="H")

    for locale in ("tr", "en", "ar"):
        alternates = read(client, f"/api/v1/guidance/10/2/?locale={locale}")[
            "alternates"
        ]

        assert [(one["locale"], one["url"], one["state"]) for one in alternates] == [
            ("tr", f"{AT}{source.url}", "source"),
            ("en", f"{AT}{english.url}", "stale"),
        ]
        assert alternates[1]["api_url"] == f"{AT}/api/v1/guidance/10/2/?locale=en"


def test_a_partial_translation_says_how_much_of_it_is_one(client):
    choice = make_choice(1, 1, texts=TEXTS)
    publish(choice)
    block = text_block("One", "İki", "Three")
    publish(choice, "en", [block], untranslated=[f"body/{block['id']}#k2"], heading="H")

    for answer in (
        read(client, "/api/v1/guidance/1/1/?locale=en"),
        read(client, "/api/v1/guidance/?locale=en")["items"][0],
    ):
        assert answer["translation"]["state"] == "partial"
        assert answer["translation"]["untranslated"] == 1
        assert answer["translation"]["completeness"] == 0.75


def test_a_changed_source_makes_the_translation_stale(client):
    choice = make_choice(1, 1, texts=TEXTS)
    source = publish(choice)
    publish(choice, "en", source_digest=source.content_digest)
    publish(choice, stream=[text_block("Yeni.")])

    translation = read(client, "/api/v1/guidance/1/1/?locale=en")["translation"]

    assert translation["state"] == "stale"
    assert translation["stale_since"] is not None
    assert translation["source_digest"] != translation["translated_from_digest"]


def test_every_text_in_another_language_is_marked_in_html_and_blocks(client):
    choice = make_choice(1, 1, texts=TEXTS)
    publish(choice)
    heading = {
        "type": "heading",
        "id": "5f000000-0000-4000-8000-000000000002",
        "value": {"level": "2", "text": '<p data-block-key="k9">Başlık</p>'},
    }
    untranslated = [f"body/{heading['id']}/text"]
    publish(choice, "ar", [text_block("نص"), heading], untranslated=untranslated)

    body = read(client, "/api/v1/guidance/1/1/?locale=ar")["body"]

    assert body["blocks"] == [
        {"type": "text", "id": text_block()["id"], "html": "<p>نص</p>"},
        {
            "type": "heading",
            "id": heading["id"],
            "level": 2,
            "text": {"html": "Başlık", "language": "tr"},
        },
    ]
    assert '<h2 lang="tr" dir="ltr">Başlık</h2>' in body["html"]


def test_links_lead_to_the_content_locale_whatever_the_browser_wishes(client):
    target = make_choice(2, 1, texts=TEXTS)
    source = publish(target)
    english = publish(target, "en")
    choice = make_choice(1, 1, texts=TEXTS)
    publish(choice)
    publish(choice, "en", [text_block(f'<a linktype="page" id="{source.pk}">x</a>')])

    bodies = {
        client.get(
            "/api/v1/guidance/1/1/?locale=en", headers={"accept-language": wish}
        ).content
        for wish in ("tr", "ar", "en")
    }

    (body,) = bodies
    assert f'href=\\"{AT}{english.url}\\"'.encode() in body


def test_the_list_has_everything_that_can_be_read_in_order(client):
    for question, number in [(10, 1), (2, 2), (2, 1)]:
        publish(make_choice(question, number, texts=TEXTS))
    make_choice(3, 1)

    answer = read(client, "/api/v1/guidance/?locale=en")

    ids = [(item["question_id"], item["choice_id"]) for item in answer["items"]]
    assert ids == [(2, 1), (2, 2), (10, 1)]
    assert (answer["requested"], answer["count"]) == ("en", 3)
    assert all(item["locale"]["is_fallback"] for item in answer["items"])
    assert all("body" not in item for item in answer["items"])


def test_an_empty_site_has_an_empty_list(client):
    assert read(client, "/api/v1/guidance/")["items"] == []


def test_the_number_of_statements_does_not_grow(client):
    def fill(first: int) -> None:
        block = text_block("One", "İki")
        for question in range(first, first + 3):
            choice = make_choice(question, 1, texts=TEXTS)
            publish(choice)
            publish(choice, "en", [block], untranslated=[f"body/{block['id']}#k2"])

    fill(1)
    few = statements_of(client, "/api/v1/guidance/?locale=en")
    few_of_one = statements_of(client, "/api/v1/guidance/1/1/?locale=en")
    fill(4)

    assert statements_of(client, "/api/v1/guidance/?locale=en") == few < 12
    assert statements_of(client, "/api/v1/guidance/1/1/?locale=en") == few_of_one < 12
