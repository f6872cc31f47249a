"""Questions and choices in the admin: one text field per language, each its own column.

``FieldPanel("text")`` would edit whatever language the editor's interface is in, so the
panels name the columns (``docs/decisions/0002-language-columns.md``).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from guidance.admin.page_editor import more_side_panels
from guidance.models import Choice, Question
from guidance.publication.titles import refresh_titles
from guidance.text.direction import direction
from guidance.translation.changes import gathered
from guidance.translation.text_edits import record_edit


def language_panels() -> Panel:
    """Return one field for each language's own column, in its own direction."""
    return MultiFieldPanel(
        [
            FieldPanel(
                build_localized_fieldname("text", code),
                heading=name,
                widget=AdminAutoHeightTextInput(
                    attrs={"lang": code, "dir": direction(code)}
                ),
            )
            for code, name in settings.LANGUAGES
        ],
        heading=_("Text"),
    )


class IdentityForm(WagtailAdminModelForm):
    """The form of a row; what it is known by can be given once, and then only read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for name in self.instance.IDENTITY:
                self.fields[name].disabled = True


class _Recorded:
    """Saving keeps the history of the translations and the titles of the pages."""

    def save_instance(self: Any) -> Any:
        changed = [
            code
            for code, _name in settings.LANGUAGES
            if build_localized_fieldname("text", code) in self.form.changed_data
        ]
        with transaction.atomic(), gathered():
            instance = super().save_instance()  # type: ignore[misc]
            record_edit(instance, changed, now=timezone.now(), user=self.request.user)
            if changed and isinstance(instance, Choice):
                refresh_titles([instance.pk])
        return instance


class _CreateView(_Recorded, CreateView):
    """Wagtail's form for a new row."""


class _EditView(_Recorded, EditView):
    """Wagtail's form for a row that is there."""

    def get_side_panels(self: Any) -> MediaContainer:
        panels = list(super().get_side_panels())
        if not self.expects_json_response:
            panels += more_side_panels(self.request, self.object)
        return MediaContainer(panels)


class QuestionViewSet(SnippetViewSet):
    model = Question
    add_view_class = _CreateView
    edit_view_class = _EditView
    icon = "help"
    menu_label = _("Questions")
    list_display: ClassVar[list[str]] = ["label", "number"]
    ordering: ClassVar[list[str]] = ["number"]

    edit_handler = ObjectList(
        [FieldPanel("number"), language_panels()], base_form_class=IdentityForm
    )


class ChoiceViewSet(SnippetViewSet):
    model = Choice
    add_view_class = _CreateView
    edit_view_class = _EditView
    icon = "list-ul"
    menu_label = _("Choices")
    list_display: ClassVar[list[str]] = ["__str__"]
    list_filter: ClassVar[list[str]] = ["question"]
    ordering: ClassVar[list[str]] = ["question__number", "number"]

    edit_handler = ObjectList(
        [FieldPanel("question"), FieldPanel("number"), language_panels()],
        base_form_class=IdentityForm,
    )


class QuestionnaireGroup(SnippetViewSetGroup):
    items: ClassVar[tuple[Any, ...]] = (QuestionViewSet, ChoiceViewSet)
    menu_label = _("Questionnaire")
    menu_icon = "clipboard-list"
    menu_order = 150
