"""What a block of a body is in JSON: one schema for each type.

Filled from ``guidance.presentation.block_views``, attribute by attribute.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Annotated[
    str | None,
    Field(description="Language of this text when it is not the one of the page."),
]
Html = Annotated[str, Field(description="Safe HTML.")]


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Phrase(_View):
    html: Html
    language: Language


class TextBlock(_View):
    type: Literal["text"]
    id: str
    html: Html


class QuoteBlock(_View):
    type: Literal["quote"]
    id: str
    html: Html


class HeadingBlock(_View):
    type: Literal["heading"]
    id: str
    level: int
    text: Phrase


class ListItem(_View):
    level: int
    ordered: bool
    html: Html
    language: Language


class ListBlock(_View):
    type: Literal["list"]
    id: str
    start: int
    items: list[ListItem]
    html: Html


class ImageFile(_View):
    url: str
    width: int
    height: int


class ImageBlock(_View):
    """``main`` is null while the picture is missing; it shows nothing then."""

    type: Literal["image"]
    id: str
    main: ImageFile | None
    sizes: list[ImageFile]
    alt: Annotated[str, Field(description="Empty for a decorative picture.")]
    alt_language: Language
    caption: Phrase
    display_width: int | None
    display_height: int | None


class TableBlock(_View):
    """``columns`` are alignments: empty, ``left``, ``center`` or ``right``."""

    type: Literal["table"]
    id: str
    header: Annotated[bool, Field(description="Whether the first row is the header.")]
    columns: list[str]
    rows: list[list[Phrase]]


class EmbedBlock(_View):
    type: Literal["embed"]
    id: str
    url: str
    title: str
    language: Language


class CalloutBlock(_View):
    type: Literal["callout"]
    id: str
    kind: str
    title: str
    title_language: Language
    html: Html


class CodeBlock(_View):
    type: Literal["code"]
    id: str
    syntax: Annotated[str, Field(description="The programming language.")]
    code: str


class RawHtmlBlock(_View):
    type: Literal["raw_html"]
    id: str
    html: Html


Block = Annotated[
    TextBlock
    | QuoteBlock
    | HeadingBlock
    | ListBlock
    | ImageBlock
    | TableBlock
    | EmbedBlock
    | CalloutBlock
    | CodeBlock
    | RawHtmlBlock,
    Field(discriminator="type"),
]
