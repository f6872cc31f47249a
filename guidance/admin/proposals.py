"""Uploaded texts that met a changed one: who may publish the language decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from guidance.admin.language_view import checked
from guidance.admin.publishing import publish_by_rule
from guidance.admin.rights import may_publish
from guidance.admin.wording import refusal
from guidance.translation.proposals import (
    ProposalRefusedError,
    keep_stored,
    open_proposals,
    take_proposal,
)


@require_POST
def decide(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Take a proposal and publish by the rule, or keep what is stored."""
    checked(request, language)
    if not may_publish(request.user, language):
        raise PermissionDenied
    if pk not in {each.pk for each in open_proposals(language)}:
        raise Http404
    try:
        owners = _decided(pk, request, is_taken="take" in request.POST)
    except ProposalRefusedError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, gettext("Decided."))
        publish_by_rule(request, language, owners)
    return redirect("guidance_translations:catalog", language)


def _decided(pk: int, request: HttpRequest, *, is_taken: bool) -> frozenset[str]:
    """Decide; return the documents of which a text changed. Raises ProposalRefusedError."""
    now, user = timezone.now(), request.user
    if is_taken:
        return take_proposal(pk, now=now, user=user)
    keep_stored(pk, now=now, user=user)
    return frozenset()
