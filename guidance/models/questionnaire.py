"""Question and choice: one identity in every language, one text column per language."""

from typing import ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.search import index

from guidance.conf import guidance_settings

LOWEST_NUMBER, HIGHEST_NUMBER = 1, 9999
_FIXED = _(
    "This cannot be changed: files, pages and translations are found by it. Add a new "
    "entry instead."
)
_NUMBER_RANGE = (MinValueValidator(LOWEST_NUMBER), MaxValueValidator(HIGHEST_NUMBER))


def choice_key(question: int, number: int) -> str:
    """Return how messages, files and the status call a choice, by its numbers: ``q10.c2``."""
    return f"q{question}.c{number}"


class LocalizedText(NamedTuple):
    """A text and the language that it is really in."""

    text: str
    language: str


class Translated(models.Model):
    """Reading and writing of the translated ``text`` without hidden fallbacks."""

    # The fields that its key is made of: files, pages and messages know it by them.
    IDENTITY: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse another identity for a row that is there."""
        super().clean()
        kept = type(self)._base_manager.filter(pk=self.pk)  # noqa: SLF001 - public API
        for row in kept.values(*self.IDENTITY):
            changed = [
                name
                for name in self.IDENTITY
                if row[name] != self.serializable_value(name)
            ]
            if changed:
                raise ValidationError(dict.fromkeys(changed, _FIXED))

    @staticmethod
    def text_column(language: str) -> str:
        """Return the name of the column that holds the text in ``language``."""
        return str(build_localized_fieldname("text", language))

    def text_in(self, language: str) -> str | None:
        """Return the published text in ``language``, or None when there is none."""
        return getattr(self, self.text_column(language), None) or None

    def set_text(self, language: str, text: str | None) -> None:
        """Set the text in ``language`` in memory; None says *not translated*."""
        setattr(self, self.text_column(language), text or None)

    def best_text(self, language: str) -> LocalizedText:
        """Return the text in ``language``, else in the source language."""
        source = guidance_settings().source
        text = self.text_in(language)
        if text is not None:
            return LocalizedText(text, language)
        return LocalizedText(self.text_in(source) or "", source)


class Question(Translated, index.Indexed):
    """A question of the self-assessment, known by its number in every language."""

    IDENTITY = ("number",)

    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, validators=_NUMBER_RANGE
    )
    text = models.TextField(_("text"), blank=True)

    objects: ClassVar[models.Manager["Question"]] = models.Manager()
    choices: "models.Manager[Choice]"

    class Meta:
        ordering = ["number"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label()

    @property
    def key(self) -> str:
        """The owner key of its messages, for example ``q10``."""
        return f"q{self.number}"

    def label(self, language: str | None = None) -> str:
        """Return its text in ``language`` (default: source), or *Question 10*."""
        best = self.best_text(language or guidance_settings().source)
        return best.text or gettext("Question %(number)d") % {"number": self.number}

    # The heading of its column in the admin's list.
    label.short_description = _("question")  # type: ignore[attr-defined]


class Choice(Translated, index.Indexed):
    """An answer that can be chosen; its text in full, however long."""

    IDENTITY = ("question", "number")

    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="choices",
        verbose_name=_("question"),
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=_NUMBER_RANGE)
    text = models.TextField(_("text"), blank=True)

    objects: ClassVar[models.Manager["Choice"]] = models.Manager()

    class Meta:
        ordering = ["question__number", "number"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"],
                name="guidance_choice_once_per_question",
                violation_error_message=_("This question has such a choice already."),
            )
        ]

    def __str__(self) -> str:
        best = self.best_text(guidance_settings().source)
        return f"{self.question.number}.{self.number} {best.text}"

    @property
    def key(self) -> str:
        """The owner key of its messages, for example ``q10.c2``."""
        return choice_key(self.question.number, self.number)
