"""When the pages of each language are published: a form per language in the settings."""

from typing import Any, ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from guidance.models import LocalePolicy


class _OneRowPerLanguage(ModelPermissionPolicy):
    """Rows come and go with the configured languages, never by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "change" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "change" in actions and self.user_has_permission(user, "change")

    def user_has_permission_for_instance(
        self, user: Any, action: str, _instance: Any
    ) -> bool:
        return self.user_has_permission(user, action)


register_permission_policy(LocalePolicy, _OneRowPerLanguage(LocalePolicy))


class PolicyViewSet(ModelViewSet):
    model = LocalePolicy
    name = "publishing_rules"
    url_prefix = "guidance/publishing-rules"
    icon = "globe"
    menu_label = _("Publishing of translations")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("get_mode_display", label=capfirst(_("pages are published"))),
        Column(
            "threshold",
            label=capfirst(_("from how many per cent")),
            accessor=lambda rule: rule.percentage,
        ),
    ]
    panels: ClassVar[list[Panel]] = [FieldPanel("mode"), FieldPanel("threshold")]


policies = PolicyViewSet()
