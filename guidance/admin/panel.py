"""The translation panel of a page: its texts beside those of the source."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from guidance.admin.matrix import Cell, cell
from guidance.admin.publishing import publish_and_tell, publish_by_rule
from guidance.admin.rights import may_edit, may_publish, may_see_matrix, may_see_panel
from guidance.admin.wording import TEXT_KINDS, language_name
from guidance.conf import guidance_settings
from guidance.models import Choice, GuidancePage, TranslationStatus
from guidance.text.direction import direction
from guidance.translation.corrections import take_back, take_note, use_everywhere
from guidance.translation.held_addresses import held_addresses
from guidance.translation.publish import Order
from guidance.translation.roles import may_translate
from guidance.translation.side_by_side import SideState, load_sides, shared_key
from guidance.translation.source_changes import load_changes, mark_major, mark_minor

_FILTERS = ("all", "open", "changed")


class PanelView(WagtailAdminTemplateMixin, View):
    """Source and translation, text by text: who, when, from where, and what is open."""

    template_name = "guidance/admin/panel.html"
    header_icon = "globe"

    def get(self, request: HttpRequest, choice: int, language: str) -> Any:
        self.choice, self.language = _get_choice(choice), _checked(language)
        self.sides = load_sides(self.choice, language)
        source, page = self.sides.source, self.sides.page
        if not may_see_panel(request.user, language, source, page):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return gettext("Translation")

    def get_page_subtitle(self) -> str:
        return f"{self.choice.question.number}.{self.choice.number} – " + language_name(
            self.language
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = list(self.breadcrumbs_items)
        if may_see_matrix(self.request.user):
            url = reverse("guidance_translations:matrix")
            items.append({"url": url, "label": gettext("Translations")})
        return [*items, {"url": "", "label": self.get_page_subtitle()}]

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = []
        for label, page in (
            (gettext("Edit the source page"), self.sides.source),
            (gettext("Edit the translated page"), self.sides.page),
        ):
            if may_edit(self.request.user, page) and page is not None:
                url = reverse("wagtailadmin_pages:edit", args=[page.pk])
                buttons.append(Button(label, url=url, icon_name="edit"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, source = self.request.user, guidance_settings().source
        shown = self.request.GET.get("show", "all")
        sides, page = self.sides, self.sides.page
        context |= {
            "choice": self.choice,
            "language": self.language,
            "language_name": language_name(self.language),
            "direction": direction(self.language),
            "source_language": source,
            "source_direction": direction(source),
            "sides": [
                (side, TEXT_KINDS.get(side.kind, side.kind))
                for side in sides.sides
                if _is_shown(side, shown)
            ],
            "show": shown if shown in _FILTERS else "all",
            "counts": {state.name.lower(): sides.count(state) for state in SideState},
            "total": len(sides.sides),
            "cell": self._cell(),
            "source": sides.source,
            "page": page,
            "languages": [
                (code, language_name(code)) for code in guidance_settings().targets
            ],
            "changes": self._changes(),
            "addresses": held_addresses(self.language, owner=self.choice.key),
            "may_decide": may_publish(user, self.language),
            "can_publish": may_publish(user, self.language),
            "can_note": _may_publish_page(user, page),
            "can_spread": _may_spread(user, self.language, page),
            "can_mark": _may_publish_page(user, sides.source),
        }
        return context

    def _cell(self) -> Cell | None:
        status = TranslationStatus.objects.filter(
            owner=self.choice.key, locale=self.language
        ).first()
        return cell(status) if status else None

    def _changes(self) -> list[Any]:
        """Return what changed in the source since the page was made."""
        page = self.sides.page
        since = page.last_published_at if page is not None else None
        return load_changes(owner=self.choice.key, since=since)


def _is_shown(side: Any, shown: str) -> bool:
    if shown == "open":
        return side.state in (SideState.UNTRANSLATED, SideState.FUZZY)
    if shown == "changed":
        return bool(side.before or side.is_new or side.state is SideState.OWN)
    return True


def _get_choice(pk: int) -> Choice:
    choices = Choice.objects.select_related("question")
    found: Choice = get_object_or_404(choices, pk=pk)
    return found


def _checked(language: str) -> str:
    if language not in guidance_settings().targets:
        raise Http404
    return language


def _page(choice: Choice, language: str) -> GuidancePage:
    pages = GuidancePage.objects.select_related("locale", "choice__question")
    found: GuidancePage = get_object_or_404(
        pages, choice=choice, locale__language_code=language
    )
    return found


def _may_publish_page(user: Any, page: GuidancePage | None) -> bool:
    return page is not None and bool(page.permissions_for_user(user).can_publish())


def _may_spread(user: Any, language: str, page: GuidancePage | None) -> bool:
    return _may_publish_page(user, page) or (
        may_translate(user, language) and may_edit(user, page)
    )


def _back(choice: Choice, language: str) -> HttpResponse:
    return redirect("guidance_translations:panel", choice.pk, language)


@require_POST
def publish_page(request: HttpRequest, choice: int, language: str) -> HttpResponse:
    """Publish what is translated of one page, whatever its share."""
    row = _get_choice(choice)
    if not may_publish(request.user, _checked(language)):
        raise PermissionDenied
    order = Order(
        language=language,
        threshold=0,
        show_source="show_source" in request.POST,
        owners=frozenset([row.key]),
    )
    publish_and_tell(request, order)
    return _back(row, language)


@require_POST
def spread(request: HttpRequest, choice: int, language: str) -> HttpResponse:
    """Use the translation that this page has of its own on all pages; publish by the rule."""
    row = _get_choice(choice)
    page = _page(row, _checked(language))
    if not _may_spread(request.user, language, page):
        raise PermissionDenied
    key = shared_key(row, request.POST.get("leaf", ""))
    if key is None:
        raise Http404
    with transaction.atomic():
        owners = use_everywhere(
            row.key, key, language, now=timezone.now(), user=request.user
        )
    if owners:
        messages.success(
            request,
            gettext(
                "The translation is that of all pages now; they show it when they are "
                "published again."
            ),
        )
        publish_by_rule(request, language, owners)
    return _back(row, language)


@require_POST
def note_source(request: HttpRequest, choice: int, language: str) -> HttpResponse:
    """Say that the page as it stands is right for the present source."""
    said = gettext("The page counts as up to date.")
    return _mark_page(request, choice, language, take_note, said)


@require_POST
def give_back(request: HttpRequest, choice: int, language: str) -> HttpResponse:
    """Let translations write over an adapted page again."""
    said = gettext("The next publication writes the page anew from its source.")
    return _mark_page(request, choice, language, take_back, said)


def _mark_page(
    request: HttpRequest,
    choice: int,
    language: str,
    mark: Callable[[GuidancePage], None],
    said: str,
) -> HttpResponse:
    row = _get_choice(choice)
    page = _page(row, _checked(language))
    if not _may_publish_page(request.user, page):
        raise PermissionDenied
    mark(page)
    messages.success(request, said)
    return _back(row, language)


@require_POST
def mark_change(request: HttpRequest, choice: int, language: str) -> HttpResponse:
    """Say of a change of the source that translations stay valid, or that they do not."""
    row = _get_choice(choice)
    source = _page(row, guidance_settings().source)
    if not _may_publish_page(request.user, source):
        raise PermissionDenied
    pk = request.POST.get("change", "")
    known = {each.pk for each in load_changes(owner=row.key)}
    if not pk.isdecimal() or int(pk) not in known:
        raise Http404
    mark = mark_minor if "minor" in request.POST else mark_major
    count = mark([int(pk)], now=timezone.now(), user=request.user)
    text = ngettext("%(n)d translation changed.", "%(n)d translations changed.", count)
    messages.success(request, text % {"n": count})
    return _back(row, _checked(language))


panel_view = PanelView.as_view()
