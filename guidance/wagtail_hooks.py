"""Registers what ``guidance.admin`` offers; decides nothing."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from guidance.admin.copies import refuse_copy
from guidance.admin.page_editor import GuidancePageViewSet
from guidance.admin.questionnaire import QuestionnaireGroup

register_snippet(QuestionnaireGroup)
hooks.register("before_copy_page", refuse_copy)
hooks.register("register_admin_viewset", GuidancePageViewSet)
