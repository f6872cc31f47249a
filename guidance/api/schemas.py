"""The JSON of the answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from guidance.api.block_schemas import Block
from guidance.presentation.state import State

Direction = Literal["ltr", "rtl"]


class LocalizedText(BaseModel):
    """A text with the language that it is really in."""

    text: str
    locale: str
    dir: Direction


class LocaleAnswer(BaseModel):
    """What was asked for and what came."""

    requested: str
    content: str
    dir: Direction
    is_fallback: bool
    reason: Literal["not_translated"] | None
    chain: Annotated[
        list[str], Field(description="The languages that were tried, in order.")
    ]


class TranslationAnswer(BaseModel):
    """How the guidance in the requested locale stands to the source text."""

    state: State
    completeness: Annotated[
        float, Field(description="Translated share of the texts, 0 to 1.")
    ]
    untranslated: Annotated[
        int, Field(description="Number of texts that show the source text.")
    ]
    source_digest: Annotated[
        str | None, Field(description="Digest of the source text that is live now.")
    ]
    translated_from_digest: Annotated[
        str | None, Field(description="Digest of the source text it was made from.")
    ]
    stale_since: datetime | None


class Alternate(BaseModel):
    """The same guidance in a language that it is really there in."""

    locale: str
    hreflang: str
    dir: Direction
    url: str
    api_url: str
    state: State
    completeness: float


class GuidanceSummary(BaseModel):
    """The guidance for one choice without its body."""

    id: Annotated[str, Field(description="The same in every language.")]
    question_id: int
    choice_id: int
    question: LocalizedText
    choice: LocalizedText
    heading: str
    heading_locale: str
    locale: LocaleAnswer
    translation: TranslationAnswer
    url: Annotated[str, Field(description="Where a person reads this content.")]
    api_url: str
    alternates: list[Alternate]
    published_at: datetime | None
    modified_at: datetime | None
    digest: Annotated[str, Field(description="Digest of the texts of this content.")]


class BodyAnswer(BaseModel):
    html: str
    blocks: list[Block]


class GuidanceAnswer(GuidanceSummary):
    """The guidance for one choice."""

    body: BodyAnswer


class GuidanceList(BaseModel):
    """All guidance that can be read, in the order of questions and choices."""

    requested: str
    count: int
    items: list[GuidanceSummary]


class Entrance(BaseModel):
    guidance: str
    openapi: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
