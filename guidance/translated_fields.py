"""Which model fields have one column per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from guidance.models import Choice, Question


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text",)
    empty_values = None  # an emptied field is NULL: not translated


@register(Choice)
class ChoiceTranslation(TranslationOptions):
    fields = ("text",)
    empty_values = None  # an emptied field is NULL: not translated
