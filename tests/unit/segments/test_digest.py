from dataclasses import replace

import pytest

from guidance.segments.digest import content_digest
from guidance.segments.inline import Inline, Mark, Text, web_link
from guidance.segments.leaf import Leaf, LeafKind

LINKED = Leaf(
    "body/5f#k1",
    LeafKind.PARAGRAPH,
    (Text("Bkz. "), web_link("https://example.org/a", Text("rehber"))),
)
OTHER = Leaf("body/5f#k2", LeafKind.ITEM, (Text("Bağış"),), (1, 2))


@pytest.mark.parametrize(
    "changed",
    [
        [OTHER, LINKED],
        [LINKED],
        [LINKED, OTHER, OTHER],
        [LINKED, replace(OTHER, kind=LeafKind.PARAGRAPH)],
        [LINKED, replace(OTHER, inline=(Text("Bağışlar"),))],
        [LINKED, replace(OTHER, inline=(Text("Bağış", frozenset({Mark.BOLD})),))],
        [
            replace(
                LINKED,
                inline=(
                    Text("Bkz. "),
                    web_link("https://example.org/b", Text("rehber")),
                ),
            ),
            OTHER,
        ],
    ],
)
def test_the_digest_changes_with_the_content(changed: list[Leaf]) -> None:
    assert content_digest(changed) != content_digest([LINKED, OTHER])


def test_ids_and_positions_do_not_count() -> None:
    renamed = replace(OTHER, id="body/6a#k9", position=(2, 3))

    assert content_digest([LINKED, renamed]) == content_digest([LINKED, OTHER])


def test_a_text_that_looks_like_two_leaves_is_one() -> None:
    def leaves(*texts: str) -> list[Leaf]:
        inlines: list[tuple[Inline, ...]] = [(Text(text),) for text in texts]
        return [replace(OTHER, inline=inline) for inline in inlines]

    assert content_digest(leaves('a", "b')) != content_digest(leaves("a", "b"))
