"""Why an import must not publish a page, and how that is said."""

from collections.abc import Mapping
from enum import StrEnum

from guidance.findings import gettext_noop


class Barrier(StrEnum):
    """Why the live page must stay as it is."""

    UNPUBLISHED_CHANGES = "unpublished-changes"
    NOT_LIVE = "not-live"
    LOCKED = "locked"
    IN_MODERATION = "in-moderation"
    SCHEDULED = "scheduled"


BARRIER_MESSAGES: Mapping[Barrier, str] = {
    Barrier.UNPUBLISHED_CHANGES: gettext_noop(
        "The page has changes that an editor has not published; the new text went "
        "into the draft. Publish it in the editor."
    ),
    Barrier.NOT_LIVE: gettext_noop(
        "The page is not published; the new text went into the draft."
    ),
    Barrier.LOCKED: gettext_noop(
        "The page is locked; the new text went into the draft."
    ),
    Barrier.IN_MODERATION: gettext_noop(
        "The page is in moderation; the new text went into the draft."
    ),
    Barrier.SCHEDULED: gettext_noop(
        "The page has a publication date; the new text went into the draft."
    ),
}
