"""Uploaded texts that met a changed one: who may publish the language decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from guidance.admin.language_view import checked
from guidance.admin.rights import may_publish
from guidance.admin.wording import (
    refusal,
)
from guidance.translation.proposals import (
    ProposalRefusedError,
    keep_stored,
    open_proposals,
    take_proposal,
)


@require_POST
def decide(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Take a proposal, or keep what is stored."""
    checked(request, language)
    if not may_publish(request.user, language):
        raise PermissionDenied
    if pk not in {each.pk for each in open_proposals(language)}:
        raise Http404
    act = take_proposal if "take" in request.POST else keep_stored
    try:
        act(pk, now=timezone.now(), user=request.user)
    except ProposalRefusedError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, gettext("Decided."))
    return redirect("guidance_translations:catalog", language)
