"""Registers what ``guidance.admin`` offers; decides nothing."""

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from guidance.admin import urls
from guidance.admin.copies import refuse_copy
from guidance.admin.home import add_panel
from guidance.admin.menu import panel_buttons, translations_item
from guidance.admin.open_texts import add_panel as add_open_texts
from guidance.admin.page_editor import HOOK, GuidancePageViewSet
from guidance.admin.policies import policies
from guidance.admin.questionnaire import QuestionnaireGroup
from guidance.translation.roles import language_permissions

register_snippet(QuestionnaireGroup)
hooks.register(HOOK, add_open_texts)
hooks.register("before_copy_page", refuse_copy)
hooks.register("register_admin_viewset", GuidancePageViewSet)
hooks.register("register_admin_urls", lambda: [path("translations/", include(urls))])
hooks.register("register_admin_menu_item", translations_item)
hooks.register("register_admin_viewset", lambda: policies)
hooks.register("construct_homepage_panels", add_panel)
hooks.register("register_page_header_buttons", panel_buttons)
hooks.register("register_permissions", language_permissions)
