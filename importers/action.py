"""What can happen to a document in an import."""

from enum import StrEnum


class Action(StrEnum):
    """What happens to a document; the counts of the report go by these names."""

    QUESTION = "question"
    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    KEEP = "keep"
    CONFLICT = "conflict"
    HELD = "held"
    SKIP = "skip"
    REJECT = "reject"
