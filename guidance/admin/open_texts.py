"""What is open on a translated page, beside the form in which an editor works on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from guidance.admin.counting_toggle import CountingToggle
from guidance.admin.wording import TEXT_KINDS
from guidance.conf import guidance_settings
from guidance.models import GuidancePage
from guidance.text.direction import direction
from guidance.translation.side_by_side import Side, SideState, load_sides

_MOST_SHOWN = 50
_OPEN = frozenset({SideState.UNTRANSLATED, SideState.FUZZY})


@dataclass(frozen=True, slots=True)
class OpenText:
    """One text that is not translated, or whose source has changed since."""

    side: Side
    kind: Any
    url: str

    @property
    def is_untranslated(self) -> bool:
        return self.side.state is SideState.UNTRANSLATED

    @property
    def is_changed(self) -> bool:
        return bool(self.side.before) or self.side.is_new


class OpenTextsSidePanel(BaseSidePanel):
    """The texts of a page that are still in the source language or out of date."""

    class SidePanelToggle(CountingToggle):
        aria_label = _("Toggle what is open in the translation")
        icon_name = "globe"

    name = "open-texts"
    title = _("Translation")
    template_name = "guidance/admin/open_texts.html"
    order = 95

    def __init__(
        self, instance: GuidancePage, request: HttpRequest, texts: Sequence[OpenText]
    ) -> None:
        super().__init__(instance, request)
        self.page = instance
        self.texts = texts
        self.count = len(texts)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        language, source = self.page.language, guidance_settings().source
        return {
            **context,
            "texts": self.texts[:_MOST_SHOWN],
            "more": max(0, len(self.texts) - _MOST_SHOWN),
            "untranslated": sum(each.is_untranslated for each in self.texts),
            "changed": sum(each.is_changed for each in self.texts),
            "panel_url": _panel_url(self.page),
            "language": language,
            "direction": direction(language),
            "source_language": source,
            "source_direction": direction(source),
        }


def add_panel(request: HttpRequest, instance: Any, panels: list[Any]) -> None:
    """Add the panel to the editor of a translated page on which something is open."""
    if not isinstance(instance, GuidancePage):
        return
    if instance.language not in guidance_settings().targets:
        return
    texts = open_texts(instance)
    if texts:
        panels.append(OpenTextsSidePanel(instance, request, texts))


def open_texts(page: GuidancePage) -> list[OpenText]:
    """Return what is open on a page in reading order; a fixed number of statements."""
    sides = load_sides(page.choice, page.language)
    if sides.source is None:
        return []
    url = _panel_url(page)
    return [
        OpenText(
            side,
            TEXT_KINDS.get(side.kind, side.kind),
            f"{url}#text-{quote(side.leaf, safe='')}",
        )
        for side in sides.sides
        if side.state is not SideState.OWN
        and (side.state in _OPEN or side.is_source_shown or side.before or side.is_new)
    ]


def _panel_url(page: GuidancePage) -> str:
    return reverse("guidance_translations:panel", args=[page.choice_id, page.language])
