"""Registers what ``importers.admin`` offers; decides nothing."""

from django.urls import URLPattern, path
from wagtail import hooks

from guidance.admin.page_editor import HOOK
from importers.admin import proposals


def admin_urls() -> list[URLPattern]:
    return [
        path(
            "guidance/proposals/<int:number>/",
            proposals.answer,
            name="importers_answer",
        )
    ]


hooks.register(HOOK, proposals.add_panel)
hooks.register("register_admin_urls", admin_urls)
