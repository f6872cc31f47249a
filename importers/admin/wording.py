"""What the import says, in the language of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.findings import Finding
from importers.action import Action
from importers.models import ImportRun, State
from importers.report import finding_from_row

# In the order in which somebody has to look at them.
ACTIONS: Mapping[Action, Promise] = {
    Action.REJECT: _("Rejected"),
    Action.CONFLICT: _("Conflict"),
    Action.HELD: _("Held as a draft"),
    Action.MERGE: _("Merge"),
    Action.UPDATE: _("Update"),
    Action.CREATE: _("New page"),
    Action.QUESTION: _("Text of a question"),
    Action.SKIP: _("Skipped"),
    Action.KEEP: _("Unchanged"),
}
SEVERITIES: Mapping[str, Promise] = {
    "error": _("Error"),
    "warning": _("Warning"),
    "info": _("Note"),
}
KINDS: Mapping[str, Promise] = {
    "title": _("Text of the choice"),
    "heading": _("Heading"),
    "paragraph": _("Paragraph"),
    "item": _("List item"),
    "quote": _("Quote"),
    "cell": _("Table cell"),
    "caption": _("Caption"),
    "alt": _("Alternative text"),
    "callout-title": _("Title of a callout"),
    "embed-title": _("Title of a video"),
    "html-text": _("Text in HTML"),
    "picture": _("Picture"),
    "code": _("Code"),
}
OTHER_FORMAT = _("only the format changes")
OTHER_FILE = _("another file")
STATE_CLASSES: Mapping[str, str] = {
    State.DONE: "w-status--primary",
    State.PLANNED: "w-status--label",
    State.WAITING: "w-status--label",
    State.RUNNING: "w-status--label",
    State.PLANNING: "w-status--label",
}


def sentence(finding: Finding) -> str:
    """Return what a finding says in the language that is active."""
    message = gettext(finding.message)
    return message % finding.values if finding.values else message


def sentence_of_row(row: Mapping[str, Any]) -> str:
    """Return what a stored finding says in the language that is active."""
    return sentence(finding_from_row(row))


def problem_row(message: str, **values: object) -> dict[str, Any]:
    """Return a problem of a run as its row keeps it; ``message`` is a gettext msgid."""
    return {"message": message, "values": values}


def problem_sentence(row: Mapping[str, Any]) -> str:
    """Return the problem of a run in the language that is active, or an empty string."""
    if not row:
        return ""
    message = gettext(row["message"])
    return message % row["values"] if row["values"] else message


def who(run: ImportRun) -> str:
    """Return who began a run: a name, or the command."""
    if run.user is not None:
        return str(run.user.get_full_name() or run.user.get_username())
    return "" if run.queued_at else "import_markdown"
