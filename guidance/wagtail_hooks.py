"""Registers what ``guidance.admin`` offers; decides nothing."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from guidance.admin.copies import refuse_copy
from guidance.admin.questionnaire import QuestionnaireGroup
from guidance.admin.stale_forms import hold_stale_form

register_snippet(QuestionnaireGroup)
hooks.register("before_copy_page", refuse_copy)
hooks.register("before_edit_page", hold_stale_form)
