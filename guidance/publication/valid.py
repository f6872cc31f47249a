"""What ``full_clean`` would refuse, without its questions to the database."""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    FieldDoesNotExist,
    ValidationError,
)

from guidance.models import GuidancePage

# The writer sets them itself, and each relation would be one query.
_OURS = frozenset(
    {"path", "depth", "numchild", "url_path", "draft_title"}
    | {
        field.name
        for field in GuidancePage._meta.concrete_fields  # noqa: SLF001 -- public API
        if field.is_relation
    }
)


class PagesRefusedError(Exception):
    """Pages that cannot be stored as they are, so that nothing was written.

    ``refusals`` says what is wrong, by their choices (primary keys).
    """

    def __init__(self, refusals: Mapping[int, ValidationError]) -> None:
        super().__init__(*refusals.values())
        self.refusals = dict(refusals)


# What a new page has of its own; all else is as the model wants it, such as the lists
# and digests of a translation.
_NEW = frozenset(
    {"title", "slug", "heading", "seo_title", "search_description", "body"}
)
_NOT_NEW = frozenset(
    field.name
    for field in GuidancePage._meta.concrete_fields  # noqa: SLF001 -- public API
    if field.name not in _NEW
)


def field_refusals(
    pages: Iterable[GuidancePage], *, but: Collection[str] = _OURS
) -> dict[int, ValidationError]:
    """Return {choice pk: what is wrong} of the pages whose fields refuse them.

    Nobody asks the fields ``but``.
    """
    refusals = {}
    for page in pages:
        try:
            page.clean_fields(exclude=but)
        except ValidationError as error:
            refusals[page.choice_id] = error
    return refusals


def new_refusals(pages: Iterable[GuidancePage]) -> dict[int, ValidationError]:
    """Return the same of new pages, in which nobody else has written anything."""
    return field_refusals(pages, but=_NOT_NEW)


def reason_of(error: ValidationError) -> str:
    """Return the fields and what is wrong there, in the language that is active."""
    fields = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
    return " ".join(
        f"{_label(name)}{message}"
        for name, errors in fields.items()
        for message in ValidationError(errors).messages
    )


def _label(name: str) -> str:
    """Return what a form calls a field, and nothing for an error of the whole page."""
    if name == NON_FIELD_ERRORS:
        return ""
    try:
        field = GuidancePage._meta.get_field(name)  # noqa: SLF001 -- public API
    except FieldDoesNotExist:
        return f"{name}: "
    return f"{getattr(field, 'verbose_name', name)}: "
