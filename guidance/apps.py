from django.apps import AppConfig
from django.db.models.signals import (
    post_delete,
    post_migrate,
    post_save,
    pre_migrate,
)
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from wagtail import signals as wagtail_signals
        from wagtail.models import PageViewRestriction

        from guidance import checks, receivers
        from guidance.publication.pages import pages_written
        from guidance.translation.changes import source_changed

        checks.register_all()
        pre_migrate.connect(
            receivers.complete_language_columns,
            sender=self,
            dispatch_uid="guidance.complete_language_columns",
        )
        post_migrate.connect(
            receivers.restore_parked_texts,
            sender=self,
            dispatch_uid="guidance.restore_parked_texts",
        )
        post_migrate.connect(
            receivers.ensure_locales,
            sender=self,
            dispatch_uid="guidance.ensure_locales",
        )
        page = self.get_model("GuidancePage")
        question, choice = self.get_model("Question"), self.get_model("Choice")
        connections = (
            (post_migrate, self, receivers.ensure_roles),
            (post_migrate, self, receivers.ensure_policies),
            (post_migrate, self, receivers.complete_status),
            (wagtail_signals.page_published, page, receivers.page_published),
            (wagtail_signals.page_published, page, receivers.prepare_pictures),
            (wagtail_signals.page_unpublished, page, receivers.page_hidden),
            (post_delete, page, receivers.page_hidden),
            (post_save, page, receivers.page_saved),
            (pages_written, page, receivers.pages_written),
            (wagtail_signals.post_page_move, page, receivers.page_moved),
            (post_save, PageViewRestriction, receivers.restriction_changed),
            (post_delete, PageViewRestriction, receivers.restriction_changed),
            (post_save, question, receivers.text_changed),
            (post_save, choice, receivers.text_changed),
            (post_delete, question, receivers.text_changed),
            (post_delete, choice, receivers.text_changed),
            (source_changed, None, receivers.source_changed),
        )
        for signal, sender, receiver in connections:
            name = sender.__name__ if isinstance(sender, type) else ""
            uid = f"guidance.{receiver.__name__}.{name}"
            signal.connect(receiver, sender=sender, dispatch_uid=uid)
