"""Messages and their uses, and what translated pages were made from."""

from collections import defaultdict
from collections.abc import Iterator

from wagtail.models import Revision

from guidance.catalog.message import digest
from guidance.conf import guidance_settings
from guidance.doctor.check import Check, Problem
from guidance.doctor.names import page_name
from guidance.models import Choice, GuidancePage, Message, MessageUse, Question

_CHUNK = 500


def wrong_digests() -> Iterator[Problem]:
    """Find messages that cannot be found, because their digest is another's."""
    rows = Message.objects.order_by("pk").values_list(
        "pk", "msgctxt", "msgid", "digest"
    )
    for pk, msgctxt, msgid, stored in rows.iterator():
        if digest(msgctxt, msgid) != stored:
            yield Problem(f"message {pk}", "its digest is not that of its text")


def uses_of_nothing() -> Iterator[Problem]:
    """Find places of messages in questions and choices that are gone."""
    owners = {question.key for question in Question.objects.all()}
    owners |= {choice.key for choice in Choice.objects.select_related("question")}
    rows = MessageUse.objects.order_by("owner", "pk")
    for pk, owner, leaf in rows.values_list("pk", "owner", "leaf").iterator():
        if owner not in owners:
            yield Problem(f"use {pk}", f"it is at {leaf} of {owner}, which is gone")


def unknown_sources() -> Iterator[Problem]:
    """Find translated pages made from a source text that nobody has any more.

    A source page knows its digest now and in each of its revisions. One that somebody
    deleted is no fault: its translations have gone off the site with it.
    """
    source = guidance_settings().source
    rows = GuidancePage.objects.exclude(source_digest="").exclude(
        locale__language_code=source
    )
    claimed = list(
        rows.order_by("pk").values_list(
            "pk",
            "choice__question__number",
            "choice__number",
            "locale__language_code",
            "choice",
            "source_digest",
        )
    )
    known = _digests_of_sources(source) if claimed else {}
    for pk, question, number, language, choice, stored in claimed:
        if choice in known and stored not in known[choice]:
            yield Problem(
                page_name(pk, question, number, language),
                "no version of its source page has the digest that it was made from",
            )


def _digests_of_sources(source: str) -> dict[int, set[str]]:
    """Return {choice: the digests of its source page, now and before}."""
    digests = defaultdict(set)
    choices = {}
    pages = GuidancePage.objects.filter(locale__language_code=source)
    for pk, choice, now in pages.values_list("pk", "choice", "content_digest"):
        choices[str(pk)] = choice
        digests[choice].add(now)
    revisions = Revision.page_revisions.values_list(
        "object_id", "content__content_digest"
    )
    for owner, before in revisions.iterator(chunk_size=_CHUNK):
        if owner in choices:
            digests[choices[owner]].add(before)
    return digests


CHECKS = (
    Check(
        "message-digest",
        "Restore the last backup: two messages may have been mixed up.",
        wrong_digests,
    ),
    Check(
        "message-use",
        "Run `manage.py export_catalogs`, which reads the messages from the pages anew.",
        uses_of_nothing,
    ),
    Check(
        "source-digest",
        "Run `manage.py publish_translations --stale=source`, which makes the page from "
        "the present source.",
        unknown_sources,
    ),
)
