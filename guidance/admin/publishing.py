"""Publishing from the admin, and what is said about it."""

from collections.abc import Collection, Iterator, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from guidance.admin.wording import refusal
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.translation.policy import publish_by_policy
from guidance.translation.publish import (
    Order,
    Outcome,
    PageOutcome,
    publish_translations,
)


def publish_by_rule(
    request: HttpRequest, language: str, owners: Collection[str]
) -> None:
    """Publish what these documents say if the rule of the language says so; tell it."""
    try:
        outcomes = publish_by_policy(
            language, owners, now=timezone.now(), user=request.user
        )
    except (LockHeldError, LockLostError) as error:
        messages.error(request, refusal(error))
        return
    for level, text in outcome_texts(outcomes) if outcomes else ():
        messages.add_message(request, level, text)


def publish_and_tell(request: HttpRequest, order: Order) -> None:
    """Publish, and say in the admin what became of the pages."""
    try:
        outcomes = publish_translations(order, now=timezone.now(), user=request.user)
    except (LockHeldError, LockLostError) as error:
        messages.error(request, refusal(error))
        return
    for level, text in outcome_texts(outcomes):
        messages.add_message(request, level, text)


_TEXTS = {
    Outcome.BELOW_THRESHOLD: _("too little is translated"),
    Outcome.NO_HEADING: _("the heading is not translated"),
    Outcome.STALE: _("the source has new texts to translate"),
    Outcome.EDITED: _("somebody is at work on the page"),
    Outcome.ADAPTED: _("an editor adapted the page"),
}


def outcome_texts(outcomes: Sequence[PageOutcome]) -> Iterator[tuple[int, str]]:
    """Yield (level, sentence) about what was published and what was not."""
    done = [
        row for row in outcomes if row.outcome in (Outcome.CREATED, Outcome.UPDATED)
    ]
    same = [row for row in outcomes if row.outcome is Outcome.UNCHANGED]
    drafts = [row for row in outcomes if row.outcome is Outcome.DRAFTED]
    if done or not outcomes:
        yield (
            messages.SUCCESS,
            ngettext("%(n)d page published.", "%(n)d pages published.", len(done))
            % {"n": len(done)},
        )
    if same:
        text = ngettext(
            "%(n)d page was up to date.", "%(n)d pages were up to date.", len(same)
        )
        yield messages.INFO, text % {"n": len(same)}
    if drafts:
        text = ngettext(
            "%(n)d adapted page got a draft for review.",
            "%(n)d adapted pages got a draft for review.",
            len(drafts),
        )
        yield messages.INFO, text % {"n": len(drafts)}
    for outcome, reason in _TEXTS.items():
        names = [
            f"{row.question}.{row.choice}" for row in outcomes if row.outcome is outcome
        ]
        if names:
            said = gettext("Left as it is, because %(reason)s: %(pages)s")
            yield messages.WARNING, said % {"reason": reason, "pages": ", ".join(names)}
