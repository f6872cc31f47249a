from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportersConfig(AppConfig):
    name = "importers"
    verbose_name = _("Import")

    def ready(self) -> None:
        from importers import checks

        checks.register_all()
