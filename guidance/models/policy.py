"""When the pages of a language are published, and files that wait to be applied."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.conf import guidance_settings


class PolicyMode(models.TextChoices):
    MANUAL = "manual", _("only when somebody says so")
    AUTOMATIC = "automatic", _("as soon as enough is translated")


class LocalePolicy(models.Model):
    """How the guidance of a language is published; without a row, by hand."""

    locale = models.CharField(_("language"), max_length=16, unique=True, editable=False)
    mode = models.CharField(
        _("pages are published"),
        max_length=16,
        choices=PolicyMode.choices,
        default=PolicyMode.MANUAL,
    )
    threshold = models.PositiveSmallIntegerField(
        _("from how many per cent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "A page is made when at least so many per cent of its texts and its heading "
            "are translated. Empty: as the site's setting says."
        ),
    )

    class Meta:
        ordering = ["locale"]
        default_permissions = ("change",)
        verbose_name = _("publishing rule")
        verbose_name_plural = _("publishing rules")

    def __str__(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.locale, self.locale))

    @property
    def percentage(self) -> int:
        """How much must be translated: its own threshold, or the site's."""
        own: int | None = self.threshold
        return guidance_settings().threshold if own is None else own


class StagedUpload(models.Model):
    """A PO file between the plan that was shown and the word to apply it."""

    locale = models.CharField(max_length=16)
    name = models.CharField(max_length=255)
    data = models.BinaryField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"
