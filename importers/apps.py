from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportersConfig(AppConfig):
    name = "importers"
    verbose_name = _("Import")

    def ready(self) -> None:
        from guidance.doctor.registry import register
        from importers import checks, doctor

        checks.register_all()
        register(*doctor.CHECKS)
