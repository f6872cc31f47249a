"""The description of the API agrees with what it answers."""

import json
from typing import Any

import pytest

from guidance.api import block_schemas
from guidance.block_names import BlockName
from tests.site_content import make_choice, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(client) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


def test_each_address_is_described_once(description):
    assert sorted(description["paths"]) == [
        "/api/v1/",
        "/api/v1/guidance/",
        "/api/v1/guidance/{question}/{choice}/",
    ]
    assert all(list(path) == ["get"] for path in description["paths"].values())


def test_parameters_and_errors_are_described(description):
    detail = description["paths"]["/api/v1/guidance/{question}/{choice}/"]["get"]

    found = {(one["in"], one["name"], one["required"]) for one in detail["parameters"]}
    assert found == {
        ("path", "question", True),
        ("path", "choice", True),
        ("query", "locale", False),
    }
    assert sorted(detail["responses"]) == ["200", "400", "404", "405"]
    for status in ("400", "404", "405"):
        assert "application/problem+json" in detail["responses"][status]["content"]


def test_other_methods_are_described_at_every_address(description):
    for address in description["paths"].values():
        assert "405" in address["get"]["responses"]


def test_every_type_of_block_has_a_schema(description):
    union = description["components"]["schemas"]["BodyAnswer"]["properties"]["blocks"]

    assert set(union["items"]["discriminator"]["mapping"]) == set(BlockName)


def test_references_lead_somewhere(description):
    schemas = description["components"]["schemas"]
    text = json.dumps(description)

    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert names <= set(schemas)
    assert block_schemas.ListBlock.__name__ in names


def test_an_answer_has_exactly_the_properties_described(client, description):
    publish(make_choice(1, 1))
    schema = description["components"]["schemas"]["GuidanceAnswer"]

    answer = client.get("/api/v1/guidance/1/1/").json()

    assert set(answer) == set(schema["properties"]) == set(schema["required"])
