"""How the API speaks HTTP: errors, conditions, methods, headers."""

import pytest

from tests.site_content import make_choice, publish

pytestmark = pytest.mark.django_db

ONE = "/api/v1/guidance/10/2/"
ALL = "/api/v1/guidance/"
OPENAPI = "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def page():
    return publish(make_choice(10, 2, texts={"tr": "Seçenek"}))


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/guidance/10/3/",
        "/api/v1/guidance/11/1/",
        "/api/v1/guidance/0/1/",
        "/api/v1/guidance/010/2/",
        "/api/v1/guidance/-1/2/",
        "/api/v1/guidance/q10/2/",
        "/api/v1/guidance/10.0/2/",
        "/api/v1/guidance/99999999999999999999/2/",
        "/api/v1/guidance/10/",
        "/api/v1/guidance/10/2/3/",
        "/api/v1/guidance/٣/٢/",
        "/api/v1/nope/",
        "/api/v1/nope",
        "/api/v1/docs",
    ],
)
@pytest.mark.parametrize("wish", ["tr", "ar"])
def test_S29_what_is_not_there_is_a_json_404_and_never_a_redirect(client, path, wish):
    response = client.get(path, headers={"accept-language": wish})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 404
    assert problem["title"] == "Not Found"
    assert problem["detail"]


EVERY = ["/api/v1/", "/api/v1", ALL, ALL.rstrip("/"), ONE, ONE.rstrip("/"), OPENAPI]


@pytest.mark.parametrize("path", [ALL, ONE, ALL.rstrip("/"), ONE.rstrip("/")])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("fields=title", "fields"),
        ("locale=en&Locale=en", "Locale"),
        ("locale=zz", "zz"),
        ("locale=EN", "EN"),
        ("locale=", "''"),
        ("locale=en&locale=tr", "locale"),
        ("lokale=en", "lokale"),
    ],
)
def test_what_is_not_understood_is_a_json_400_that_names_it(client, path, query, names):
    response = client.get(f"{path}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert names in response.json()["detail"]


def test_an_unknown_locale_is_answered_with_the_known_ones(client):
    detail = client.get(f"{ONE}?locale=zz").json()["detail"]

    assert "tr, en, ar" in detail


@pytest.mark.parametrize("path", EVERY)
def test_an_unknown_parameter_is_an_error_at_every_address(client, path):
    response = client.get(f"{path}?lokale=en")

    assert response.status_code == 400
    assert "lokale" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/", ALL, f"{ALL}?locale=en", ONE, OPENAPI])
def test_the_same_answer_is_not_sent_twice(client, path):
    first = client.get(path)
    etag = first["ETag"]
    assert etag.startswith('"sha256-')

    again = client.get(path, headers={"if-none-match": f'"other", {etag}'})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_change_changes_the_etag(client, page):
    before = client.get(ONE)["ETag"]
    publish(page.choice, heading="Yeni başlık")

    response = client.get(ONE, headers={"if-none-match": before})

    assert response.status_code == 200
    assert response["ETag"] != before


def test_answers_depend_on_the_address_alone(client):
    answers = [
        client.get(ONE, headers={"accept-language": wish}) for wish in ("en", "ar")
    ]

    assert answers[0].content == answers[1].content
    assert "Vary" not in answers[0]
    assert not answers[0].cookies


@pytest.mark.parametrize("path", EVERY)
def test_head_answers_like_get_without_the_content(client, path):
    response = client.head(path)

    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == client.get(path)["ETag"]


@pytest.mark.parametrize("path", ["/api/v1/", ALL, ONE])
def test_an_address_without_its_last_slash_answers_the_same(client, path):
    assert client.get(path.rstrip("/")).content == client.get(path).content


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"])
def test_nothing_can_be_written_and_the_refusal_is_json(client, path, method):
    response = client.generic(method, path)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == 405
    assert method in response.json()["detail"]


@pytest.mark.parametrize("path", [*EVERY, "/api/v1/nope"])
def test_pages_of_other_sites_may_send_the_etag_back(client, path):
    response = client.options(
        path,
        headers={
            "origin": "https://other.example.org",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )

    assert response.status_code == 204
    assert response.content == b""
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_pages_of_other_sites_may_read_answers_and_errors(client):
    for path in (ONE, "/api/v1/nope"):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"


def test_the_entrance_leads_on(client):
    entrance = client.get("/api/v1/").json()

    for url in entrance.values():
        assert client.get(url.removeprefix("http://testserver")).status_code == 200
