"""Where each question and choice stands in each language: what the matrix shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.models.pages import GuidancePage
from guidance.models.questionnaire import Choice, Question


class StatusState(models.TextChoices):
    """What a visitor of that language gets, in the order of the work left to do."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    STALE = "stale", _("stale")
    PARTIAL = "partial", _("partial")
    PUBLISHED = "published", _("published")


class TranslationStatus(models.Model):
    """One row for each question and each choice in each language that is translated into.

    Written only by ``guidance.translation.status``, in the transaction that changes
    what it follows from.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    # None for the question itself.
    choice = models.ForeignKey(
        Choice, null=True, on_delete=models.CASCADE, related_name="+"
    )
    owner = models.CharField(max_length=16)
    locale = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=StatusState.choices)
    page = models.ForeignKey(
        GuidancePage, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What could be published now: the texts of the source and their translations.
    total = models.PositiveIntegerField(default=0)
    translated = models.PositiveIntegerField(default=0)
    fuzzy = models.PositiveIntegerField(default=0)
    has_heading = models.BooleanField(default=False)
    # How many texts of the live page are in the source language.
    shown_untranslated = models.PositiveIntegerField(default=0)
    # When the source text that the live page does not know yet went live.
    stale_since = models.DateTimeField(null=True)
    is_adapted = models.BooleanField(default=False)

    class Meta:
        ordering = [
            "question__number",
            models.F("choice__number").asc(nulls_first=True),
        ]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "locale"], name="guidance_status_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.locale}: {self.state}"

    @property
    def percent(self) -> int:
        """The share that could be published now, in whole per cent, rounded down."""
        return self.translated * 100 // self.total if self.total else 100

    @property
    def shown_percent(self) -> int:
        """The share of the live page that is translated, rounded down."""
        done = max(self.total - self.shown_untranslated, 0)
        return done * 100 // self.total if self.total else 100
