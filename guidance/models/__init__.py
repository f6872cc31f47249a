"""Re-exports; every model in a module of its own noun."""

from guidance.models.lock import PublicationLock
from guidance.models.messages import (
    CatalogUpload,
    Message,
    MessageUse,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationState,
)
from guidance.models.pages import GuidanceIndexPage, GuidancePage
from guidance.models.parked import ParkedText
from guidance.models.questionnaire import Choice, Question

__all__ = [
    "CatalogUpload",
    "Choice",
    "GuidanceIndexPage",
    "GuidancePage",
    "Message",
    "MessageUse",
    "ParkedText",
    "PublicationLock",
    "Question",
    "Translation",
    "TranslationChange",
    "TranslationOrigin",
    "TranslationState",
]
