"""What ``full_clean`` would refuse, without its questions to the database."""

from collections.abc import Iterable

from guidance.models import GuidancePage

# Each of them would be one query; the writer sets them itself.
_RELATIONS = frozenset(
    field.name
    for field in GuidancePage._meta.concrete_fields  # noqa: SLF001 -- public API
    if field.is_relation
)


def check_fields(pages: Iterable[GuidancePage]) -> None:
    """Raise ValidationError when a page holds what one of its fields cannot."""
    for page in pages:
        page.clean_fields(exclude=_RELATIONS)
