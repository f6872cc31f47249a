"""Primary keys for pages that do not exist yet."""

import pytest
from wagtail.models import Page

from guidance.publication.reserved import reserve_keys

pytestmark = pytest.mark.django_db


def new_page(title: str) -> Page:
    return Page.get_first_root_node().add_child(instance=Page(title=title))


def test_nobody_else_gets_a_reserved_key() -> None:
    before = new_page("Önce").pk

    first, second = reserve_keys(3), reserve_keys(2)

    after = new_page("Sonra").pk
    assert len({before, *first, *second, after}) == 7
    assert before < min(first)
    assert max(second) < after


def test_nothing_is_asked_for_no_page(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert reserve_keys(0) == []
