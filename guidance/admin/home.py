"""The dashboard: how far each language is."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from guidance.admin.rights import may_see_matrix
from guidance.admin.wording import language_name
from guidance.conf import guidance_settings
from guidance.models import StatusState
from guidance.translation.progress import load_progress
from guidance.translation.roles import translated_by


class TranslationsPanel(Component):
    """Counts per language, for those who may do something about them."""

    name = "guidance_translations"
    template_name = "guidance/admin/home_panel.html"
    order = 120

    def render_html(self, parent_context: Any = None) -> str:
        user = parent_context["request"].user
        if not (may_see_matrix(user) or translated_by(user)):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = translated_by(user)
        sees_all = may_see_matrix(user)
        languages = guidance_settings().targets if sees_all else mine
        progress = load_progress(languages)
        matrix = reverse("guidance_translations:matrix")
        return {
            "sees_all": sees_all,
            "matrix": matrix,
            "states": [state.label for state in StatusState],
            "rows": [
                {
                    "language": code,
                    "name": language_name(code),
                    "progress": progress[code],
                    "is_mine": code in mine,
                    "states": [
                        (
                            state.label,
                            progress[code].states.get(state.value, 0),
                            f"{matrix}?locale={code}&state={state.value}",
                        )
                        for state in StatusState
                    ],
                }
                for code in languages
            ],
        }


def add_panel(_request: Any, panels: list[Component]) -> None:
    """Put the counts on the dashboard."""
    panels.append(TranslationsPanel())
