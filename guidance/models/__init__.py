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
from guidance.models.policy import LocalePolicy, PolicyMode, StagedUpload
from guidance.models.questionnaire import Choice, Question, choice_key
from guidance.models.status import StatusState, TranslationStatus

__all__ = [
    "CatalogDownload",
    "CatalogState",
    "CatalogUpload",
    "Choice",
    "GuidanceIndexPage",
    "GuidancePage",
    "LocalePolicy",
    "Message",
    "MessageUse",
    "ParkedText",
    "PolicyMode",
    "ProposalState",
    "PublicationLock",
    "Question",
    "SourceChange",
    "StagedUpload",
    "StatusState",
    "Translation",
    "TranslationChange",
    "TranslationOrigin",
    "TranslationProposal",
    "TranslationState",
    "TranslationStatus",
    "choice_key",
]
