"""Questions and choices in the admin: one text field per language, each its own column.

``FieldPanel("text")`` would edit whatever language the editor's interface is in, so the
panels name the columns (``docs/decisions/0002-language-columns.md``).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidance.models import Choice, Question
from guidance.text.direction import direction


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


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display: ClassVar[list[str]] = ["label", "number"]
    ordering: ClassVar[list[str]] = ["number"]

    @classproperty
    def panels(cls) -> list[Panel]:
        return [FieldPanel("number"), language_panels()]


class ChoiceViewSet(SnippetViewSet):
    model = Choice
    icon = "list-ul"
    menu_label = _("Choices")
    list_display: ClassVar[list[str]] = ["__str__"]
    list_filter: ClassVar[list[str]] = ["question"]
    ordering: ClassVar[list[str]] = ["question__number", "number"]

    @classproperty
    def panels(cls) -> list[Panel]:
        return [FieldPanel("question"), FieldPanel("number"), language_panels()]


class QuestionnaireGroup(SnippetViewSetGroup):
    items: ClassVar[tuple[Any, ...]] = (QuestionViewSet, ChoiceViewSet)
    menu_label = _("Questionnaire")
    menu_icon = "clipboard-list"
    menu_order = 150
