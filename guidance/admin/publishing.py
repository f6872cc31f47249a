"""Publishing from the admin, and what is said about it."""

from collections.abc import Collection, Iterator, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from guidance.admin.wording import refusal
from guidance.publication.lock import LockHeldError, LockLostError
from guidance.publication.valid import reason_of
from guidance.translation.policy import load_policy, publish_by_policy
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


def publish_and_tell(
    request: HttpRequest, order: Order, *, unsaid: Collection[Outcome] = ()
) -> None:
    """Publish, and say in the admin what became of the pages but for some outcomes."""
    try:
        outcomes = publish_translations(order, now=timezone.now(), user=request.user)
    except (LockHeldError, LockLostError) as error:
        messages.error(request, refusal(error))
        return
    said = [row for row in outcomes if row.outcome not in unsaid]
    for level, text in outcome_texts(said):
        messages.add_message(request, level, text)


def publish_ready(request: HttpRequest, language: str) -> None:
    """Publish every page of which enough is translated; the others are not named."""
    order = Order(language, load_policy(language).threshold)
    publish_and_tell(request, order, unsaid=_NOT_READY)


# How many pages a sentence names; behind them stands how many more there are.
_MOST_NAMED = 30
_NOT_READY = frozenset({Outcome.BELOW_THRESHOLD, Outcome.NO_HEADING})
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
            yield messages.WARNING, said % {"reason": reason, "pages": _listed(names)}
    for row in outcomes:
        if row.refusal is not None:
            said = gettext(
                "%(page)s was left as it is and cannot be stored: %(reason)s"
            )
            page = f"{row.question}.{row.choice}"
            yield (
                messages.ERROR,
                said % {"page": page, "reason": reason_of(row.refusal)},
            )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} … (+{more})" if more > 0 else shown
