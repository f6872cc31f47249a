"""The button of a side panel that counts what waits in it."""

from typing import Any

from wagtail.admin.ui.side_panels import BaseSidePanel


class CountingToggle(BaseSidePanel.SidePanelToggle):
    """For panels whose ``count`` says how much there is to look at."""

    counter_classname = "w-bg-critical-200"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["count"] = self.panel.count
        return context
