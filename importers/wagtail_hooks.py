"""Registers what ``importers.admin`` offers; decides nothing."""

from wagtail import hooks

from guidance.admin.page_editor import HOOK
from importers.admin import proposals
from importers.admin.access import import_permission
from importers.admin.menu import import_urls, menu_item

hooks.register("register_admin_urls", import_urls)
hooks.register("register_admin_menu_item", menu_item)
hooks.register("register_permissions", import_permission)
hooks.register("register_admin_urls", proposals.urls)
hooks.register(HOOK, proposals.add_panel)
