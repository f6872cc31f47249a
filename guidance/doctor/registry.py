"""All checks, in the order in which they run: what others build on comes first."""

from guidance.doctor import (
    content,
    database,
    indexes,
    lock,
    media,
    messages,
    pages,
    questionnaire,
    revisions,
    tree,
)
from guidance.doctor.check import Check

_registered: list[Check] = []


def register(*checks: Check) -> None:
    """Add the checks of an app that knows more than this one; once for each code."""
    known = {check.code for check in all_checks()}
    _registered.extend(check for check in checks if check.code not in known)


def all_checks() -> tuple[Check, ...]:
    """Return every check of this app, then those that others registered."""
    return (
        *database.CHECKS,
        *questionnaire.CHECKS,
        *tree.CHECKS,
        *pages.CHECKS,
        *revisions.CHECKS,
        *content.CHECKS,
        *indexes.CHECKS,
        *media.CHECKS,
        *messages.CHECKS,
        *lock.CHECKS,
        *_registered,
    )
