"""Held addresses: who may publish the language takes or refuses them."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from guidance.admin.publishing import publish_by_rule
from guidance.admin.rights import may_publish
from guidance.admin.wording import refusal
from guidance.conf import guidance_settings
from guidance.translation.held_addresses import (
    AddressRefusedError,
    refuse_address,
    take_address,
)
from guidance.translation.roles import may_translate


@require_POST
def decide_address(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """Take a held address and publish by the rule, or refuse it; back to where it was."""
    _check_right(request.user, language)
    is_taken = "take" in request.POST
    act = take_address if is_taken else refuse_address
    try:
        owners = act(
            pk,
            language,
            request.POST.get("address", ""),
            now=timezone.now(),
            user=request.user,
        )
    except AddressRefusedError as error:
        messages.error(request, refusal(error))
    else:
        _tell(request, language, owners, is_taken=is_taken)
    return redirect(_back(request, language))


def _check_right(user: Any, language: str) -> None:
    if language in guidance_settings().targets and may_publish(user, language):
        return
    if may_translate(user, language):
        raise PermissionDenied
    # Other languages are not there for a translator.
    raise Http404


def _tell(
    request: HttpRequest, language: str, owners: Collection[str], *, is_taken: bool
) -> None:
    if not is_taken:
        messages.success(
            request, gettext("The pages keep the address that the source has.")
        )
        return
    messages.success(
        request,
        gettext("The address is taken; pages show it when they are published again."),
    )
    publish_by_rule(request, language, owners)


def _back(request: HttpRequest, language: str) -> str:
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return back
    return reverse("guidance_translations:catalog", args=[language])
