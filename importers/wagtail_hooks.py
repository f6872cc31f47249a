"""Registers what ``importers.admin`` offers; decides nothing."""

from wagtail import hooks

from importers.admin.access import import_permission
from importers.admin.menu import import_urls, menu_item

hooks.register("register_admin_urls", import_urls)
hooks.register("register_admin_menu_item", menu_item)
hooks.register("register_permissions", import_permission)
