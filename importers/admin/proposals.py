"""Conflicts of an import in the editor's side panel: take the file's text, or keep mine."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import BaseSidePanel

from guidance.admin.counting_toggle import CountingToggle
from guidance.conf import guidance_settings
from guidance.models import GuidancePage, Question
from guidance.text.direction import direction
from guidance.text.word_diff import Run, word_diff
from importers.answers import (
    AnswerRefusedError,
    answer_proposal,
    current_conflicts,
    source_page,
    version_of,
)
from importers.merge.outcome import Answer, Conflict
from importers.models import Proposal
from importers.plan import TITLE
from importers.proposals import open_proposals
from importers.state import Key

_LABELS = {
    "title": gettext_lazy("Title"),
    "body": gettext_lazy("Whole page"),
    "alt_text": gettext_lazy("Alternative text"),
    "caption": gettext_lazy("Caption"),
    "code": gettext_lazy("Code"),
    "image": gettext_lazy("Picture"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as the panel shows it; ``difference`` is from the editor's text."""

    proposal: Proposal
    conflict: Conflict
    label: str
    difference: tuple[Run, ...]
    version: str

    @property
    def url(self) -> str:
        return reverse("importers_answer", args=[self.proposal.pk])

    @property
    def is_title(self) -> bool:
        """Whether taking it shows at once, because a title has no draft."""
        return self.conflict.place == TITLE


class ProposalsSidePanel(BaseSidePanel):
    """What the file says where the editor says something else."""

    class SidePanelToggle(CountingToggle):
        aria_label = gettext_lazy("Toggle conflicts with the file")
        icon_name = "warning"

    name = "proposals"
    title = gettext_lazy("Conflicts with the file")
    template_name = "importers/admin/proposals.html"
    order = 90

    def __init__(
        self, instance: Any, request: HttpRequest, proposals: list[Shown]
    ) -> None:
        super().__init__(instance, request)
        self.proposals = proposals
        self.count = len(proposals)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        source = guidance_settings().source
        return {
            **context,
            "proposals": self.proposals,
            "language": source,
            "direction": direction(source),
            # A side panel is rendered without the request.
            "csrf_token": get_token(self.request),
        }


def add_panel(request: HttpRequest, instance: Any, panels: list[Any]) -> None:
    """Add the panel to the editor of a page or question that has open proposals."""
    key = _key(instance)
    proposals = [] if key is None else _shown(key)
    if proposals:
        panels.append(ProposalsSidePanel(instance, request, proposals))


def _key(instance: Any) -> Key | None:
    """Return the key of the document that is imported into this."""
    match instance:
        case GuidancePage() if instance.language == guidance_settings().source:
            return (instance.choice.question.number, instance.choice.number)
        case Question():
            return (instance.number, 0)
    return None


def _shown(key: Key) -> list[Shown]:
    proposals = open_proposals([key])
    conflicts = current_conflicts(key) if proposals else {}
    # What an editor has settled by hand is no conflict, though no import has seen it.
    return [
        Shown(
            proposal,
            conflict,
            str(_LABELS.get(proposal.place.rpartition("/")[2], _("Text"))),
            word_diff(conflict.ours, conflict.theirs),
            version_of(conflict),
        )
        for proposal in proposals
        if (conflict := conflicts.get(proposal.place))
    ]


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take or keep, as the buttons of the panel say; back to the editor."""
    proposal = get_object_or_404(Proposal, pk=number)
    if request.POST.get("answer") not in tuple(Answer):
        return HttpResponseBadRequest("answer: take or keep")
    key = (proposal.question, proposal.choice)
    page = source_page(key)
    _check_permission(request.user, key, page, proposal.place)
    try:
        _check_lock(request.user, page)
        answered = answer_proposal(
            number,
            Answer(request.POST["answer"]),
            version=request.POST.get("version", ""),
            user=request.user,
        )
    except AnswerRefusedError as error:
        # As it is: the message of a lock is HTML that is safe.
        messages.error(request, error.args[0])
    else:
        messages.success(request, _done(answered))
    return redirect(_editor(key, page))


def _done(proposal: Proposal) -> str:
    if proposal.status == Proposal.Status.KEPT:
        return _("Your text stays. The file's text is no longer proposed.")
    if proposal.place == TITLE:
        return _("The file's text was taken.")
    return _("The file's text was taken into the draft. Publish it when it is ready.")


def _check_permission(
    user: Any, key: Key, page: GuidancePage | None, place: str
) -> None:
    """Raise PermissionDenied unless the user may edit what the proposal is about."""
    if not key[1]:
        is_allowed = user.has_perm("guidance.change_question")
    elif page is None:
        is_allowed = False
    else:
        is_allowed = page.permissions_for_user(user).can_edit()
        if place == TITLE:
            is_allowed = is_allowed and user.has_perm("guidance.change_choice")
    if not is_allowed:
        raise PermissionDenied


def _check_lock(user: Any, page: GuidancePage | None) -> None:
    lock = page.get_lock() if page is not None else None
    if lock is not None and lock.for_user(user):
        raise AnswerRefusedError(lock.get_message(user))


def _editor(key: Key, page: GuidancePage | None) -> str:
    """Return the address of the editor of this."""
    if page is not None:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    question = get_object_or_404(Question, number=key[0])
    return reverse("wagtailsnippets_guidance_question:edit", args=[question.pk])


def urls() -> list[URLPattern]:
    """Return where the buttons lead."""
    return [
        path("guidance/proposals/<int:number>/", answer, name="importers_answer"),
    ]
