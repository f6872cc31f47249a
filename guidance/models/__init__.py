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
from guidance.models.policy import (
    CatalogDownload,
    LocalePolicy,
    PolicyMode,
    StagedUpload,
)
from guidance.models.questionnaire import Choice, Question
from guidance.models.status import StatusState, TranslationStatus

__all__ = [
    "CatalogDownload",
    "CatalogUpload",
    "Choice",
    "GuidanceIndexPage",
    "GuidancePage",
    "LocalePolicy",
    "Message",
    "MessageUse",
    "ParkedText",
    "PolicyMode",
    "PublicationLock",
    "Question",
    "StagedUpload",
    "StatusState",
    "Translation",
    "TranslationChange",
    "TranslationOrigin",
    "TranslationState",
    "TranslationStatus",
]
