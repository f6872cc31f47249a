"""Re-exports; every model in a module of its own noun."""

from guidance.models.lock import PublicationLock
from guidance.models.messages import (
    CatalogDownload,
    CatalogState,
    CatalogUpload,
    Message,
    MessageUse,
    ProposalState,
    SourceChange,
    Translation,
    TranslationChange,
    TranslationOrigin,
    TranslationProposal,
    TranslationState,
)
from guidance.models.pages import GuidanceIndexPage, GuidancePage
from guidance.models.parked import ParkedText
from guidance.models.questionnaire import Choice, Question

__all__ = [
    "CatalogDownload",
    "CatalogState",
    "CatalogUpload",
    "Choice",
    "GuidanceIndexPage",
    "GuidancePage",
    "Message",
    "MessageUse",
    "ParkedText",
    "ProposalState",
    "PublicationLock",
    "Question",
    "SourceChange",
    "Translation",
    "TranslationChange",
    "TranslationOrigin",
    "TranslationProposal",
    "TranslationState",
]
