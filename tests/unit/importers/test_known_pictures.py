"""A picture that is not found now stays the one that was found before."""

from typing import Any

from importers.known_pictures import keep_known_pictures


def block(source: str, image: int | None, name: str = "x") -> dict[str, Any]:
    inner = {"image": image, "alt_text": "Logo", "decorative": False}
    return {"type": "image", "id": name, "value": {"source": source, "image": inner}}


TEXT = {"type": "text", "id": "t", "value": "<p>Metin</p>"}


def test_only_the_same_address_is_filled() -> None:
    found = keep_known_pictures(
        [TEXT, block("a.png", None), block("b.png", None)], [block("a.png", 7)]
    )

    assert found == [TEXT, block("a.png", 7), block("b.png", None)]


def test_a_picture_that_was_found_is_not_replaced() -> None:
    assert keep_known_pictures([block("a.png", 8)], [block("a.png", 7)]) == [
        block("a.png", 8)
    ]


def test_two_pictures_of_one_address_keep_their_order() -> None:
    before = [block("a.png", 7, "1"), block("a.png", 8, "2")]
    now = [block("a.png", None, "3"), block("a.png", None, "4")]

    assert [
        each["value"]["image"]["image"] for each in keep_known_pictures(now, before)
    ] == [7, 8]


def test_the_given_blocks_stay_as_they_are() -> None:
    now = [block("a.png", None)]

    keep_known_pictures(now, [block("a.png", 7)])

    assert now == [block("a.png", None)]
