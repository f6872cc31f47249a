from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from guidance import checks, receivers
        from guidance.models import GuidancePage

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
        page_published.connect(
            receivers.prepare_pictures,
            sender=GuidancePage,
            dispatch_uid="guidance.prepare_pictures",
        )
