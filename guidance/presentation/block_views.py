"""The blocks of a body as readers get them: plain data for templates and for JSON.

``html`` is safe HTML. ``language`` is None where a text is in the language of the
page, else the language that it is really in.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from guidance.block_names import BlockName
from guidance.presentation.html import ListItem
from guidance.presentation.pictures import PictureFiles, PictureSize

# The widest line of text in site.css (42rem) in CSS pixels.
_MEASURE = 714


@dataclass(frozen=True, slots=True)
class Phrase:
    """A short text as HTML, with its language."""

    html: str
    language: str | None = None


NO_PHRASE = Phrase("")


@dataclass(frozen=True, slots=True)
class TextView:
    type: ClassVar[str] = BlockName.TEXT
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    type: ClassVar[str] = BlockName.QUOTE
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class HeadingView:
    type: ClassVar[str] = BlockName.HEADING
    id: str
    level: int
    text: Phrase


@dataclass(frozen=True, slots=True)
class ListView:
    type: ClassVar[str] = BlockName.LIST
    id: str
    start: int
    items: tuple[ListItem, ...]
    html: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """``files`` is None while the picture is missing.

    The display sizes are what the author wants to see, in CSS pixels.
    """

    type: ClassVar[str] = BlockName.IMAGE
    id: str
    files: PictureFiles | None
    alt: str
    alt_language: str | None
    caption: Phrase
    display_width: int | None
    display_height: int | None

    @property
    def main(self) -> PictureSize | None:
        return self.files.main if self.files else None

    @property
    def sizes(self) -> tuple[PictureSize, ...]:
        return self.files.sizes if self.files else ()

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return width and height in CSS pixels.

        What the author gave is taken; one alone gives the other.
        """
        if self.files is None:
            return (0, 0)
        natural = self.files.main
        match self.display_width, self.display_height:
            case int(width), int(height):
                return (width, height)
            case int(width), None:
                return (width, max(round(width * natural.height / natural.width), 1))
            case None, int(height):
                return (max(round(height * natural.width / natural.height), 1), height)
        return (natural.width, natural.height)

    @property
    def srcset(self) -> str:
        return ", ".join(f"{size.url} {size.width}w" for size in self.sizes)

    @property
    def sizes_attribute(self) -> str:
        """Return how wide the picture is shown, as the style sheet has it."""
        width = min(self.shown_size[0], _MEASURE)
        return f"(min-width: {width}px) {width}px, 95vw"


@dataclass(frozen=True, slots=True)
class TableView:
    """``columns`` are the alignments: empty, ``left``, ``center`` or ``right``."""

    type: ClassVar[str] = BlockName.TABLE
    id: str
    header: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[Phrase, ...], ...]

    @property
    def head(self) -> list[tuple[Phrase, str]]:
        return self._aligned(self.rows[0]) if self.header and self.rows else []

    @property
    def body(self) -> list[list[tuple[Phrase, str]]]:
        return [self._aligned(row) for row in self.rows[bool(self.header) :]]

    def _aligned(self, row: tuple[Phrase, ...]) -> list[tuple[Phrase, str]]:
        columns = (*self.columns, *[""] * len(row))
        return list(zip(row, columns, strict=False))


@dataclass(frozen=True, slots=True)
class EmbedView:
    type: ClassVar[str] = BlockName.EMBED
    id: str
    url: str
    title: str
    language: str | None


@dataclass(frozen=True, slots=True)
class CalloutView:
    type: ClassVar[str] = BlockName.CALLOUT
    id: str
    kind: str
    title: str
    title_language: str | None
    html: str

    @property
    def label(self) -> str:
        """Return what the kind is called in the active language."""
        labels = {
            "note": _("Note"),
            "tip": _("Tip"),
            "important": _("Important"),
            "warning": _("Warning"),
            "caution": _("Caution"),
        }
        return labels.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class CodeView:
    """``syntax`` is the programming language."""

    type: ClassVar[str] = BlockName.CODE
    id: str
    syntax: str
    code: str


@dataclass(frozen=True, slots=True)
class RawHtmlView:
    type: ClassVar[str] = BlockName.RAW_HTML
    id: str
    html: str


BlockView = (
    TextView
    | QuoteView
    | HeadingView
    | ListView
    | PictureView
    | TableView
    | EmbedView
    | CalloutView
    | CodeView
    | RawHtmlView
)
