"""The StreamField vocabulary of a guidance page.

The names and the shape of the stored values are a contract with
``guidance.segments.stream`` and ``importers.stream``; ``tests/integration/test_blocks.py``
holds them together.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from guidance.block_names import (
    BLOCK_FEATURES,
    CALLOUT_KINDS,
    CELL_ALIGNMENTS,
    HEADING_FEATURES,
    HEADING_LEVELS,
    INLINE_FEATURES,
    BlockName,
)
from guidance.rich_text import clean_html
from guidance.segments.richtext import parse_blocks
from guidance.segments.searchable import searchable_texts


class ProseBlock(blocks.RichTextBlock):
    """Rich text that stays an empty string when the editor leaves it empty.

    Draftail answers ``<p data-block-key="…"></p>`` with a new key for an empty value,
    so that every save without an edit would make a difference.
    """

    def value_from_form(self, value: str) -> RichText:
        kept = parse_blocks(value) if value else ()
        empty = all(block.tag != "hr" and not block.inline for block in kept)
        return RichText("" if empty else value)


class LineBlock(ProseBlock):
    """Rich text of one paragraph: a heading, a caption."""

    def clean(self, value: RichText) -> RichText:
        value = super().clean(value)
        if len(parse_blocks(value.source)) > 1:
            raise ValidationError(_("Only one paragraph is possible here."))
        return value


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text; stored like Wagtail's ``ImageBlock``.

    Unlike that one it keeps the alternative text while the picture is still missing,
    because an import knows the text before somebody delivers the file.
    """

    image = ImageChooserBlock(required=False, label=_("Image"))
    decorative = blocks.BooleanBlock(
        default=False, required=False, label=_("Image is decorative")
    )
    alt_text = blocks.CharBlock(required=False, label=_("Alternative text"))

    class Meta:
        icon = "image"
        label = _("Picture")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        needs_text = value["image"] and not (value["alt_text"] or value["decorative"])
        if needs_text and not self.is_deferred_validation:
            message = _(
                "Describe the picture for people who cannot see it, or mark it as "
                "decorative."
            )
            raise StructBlockValidationError(
                block_errors={"alt_text": ValidationError(message)}
            )
        return value


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[(str(level), f"H{level}") for level in HEADING_LEVELS],
        default=str(HEADING_LEVELS[0]),
        label=_("Level"),
    )
    text = LineBlock(features=[*HEADING_FEATURES], label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Heading")


class ListItemBlock(blocks.StructBlock):
    level = blocks.IntegerBlock(
        min_value=1, max_value=6, default=1, label=_("Level"), required=True
    )
    ordered = blocks.BooleanBlock(required=False, default=False, label=_("Numbered"))
    text = ProseBlock(features=[*INLINE_FEATURES], label=_("Text"))


class ListBlock(blocks.StructBlock):
    """A list that Draftail cannot hold: mixed nesting, another start, long items."""

    start = blocks.IntegerBlock(default=1, label=_("First number"), required=True)
    items = blocks.ListBlock(ListItemBlock(), label=_("Items"))

    class Meta:
        icon = "list-ol"
        label = _("List")


class FigureBlock(blocks.StructBlock):
    image = PictureBlock()
    caption = LineBlock(features=[*INLINE_FEATURES], required=False, label=_("Caption"))
    width = blocks.IntegerBlock(
        required=False, min_value=1, label=_("Width in CSS pixels")
    )
    height = blocks.IntegerBlock(
        required=False, min_value=1, label=_("Height in CSS pixels")
    )
    source = blocks.CharBlock(
        required=False,
        label=_("Path in the source document"),
        help_text=_("Set by the import; an import that finds the file fills it in."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class TableRowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(
        ProseBlock(features=[*INLINE_FEATURES], required=False), label=_("Cells")
    )


class TableBlock(blocks.StructBlock):
    header = blocks.BooleanBlock(
        required=False, default=True, label=_("First row is the header")
    )
    columns = blocks.ListBlock(
        blocks.ChoiceBlock(
            choices=[
                (value, value or _("default")) for value in CELL_ALIGNMENTS if value
            ],
            required=False,
        ),
        label=_("Alignment of the columns"),
    )
    rows = blocks.ListBlock(TableRowBlock(), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")


class EmbedBlock(blocks.StructBlock):
    """A video or the like, shown as a link: no third party is asked by a visit."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(required=False, label=_("Title"))

    class Meta:
        icon = "media"
        label = _("Embed")


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            (kind, label)
            for kind, label in zip(
                CALLOUT_KINDS,
                (_("Note"), _("Tip"), _("Important"), _("Warning"), _("Caution")),
                strict=True,
            )
        ],
        default=CALLOUT_KINDS[0],
        label=_("Kind"),
    )
    title = blocks.CharBlock(required=False, label=_("Title"))
    text = ProseBlock(features=[*BLOCK_FEATURES], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(required=False, label=_("Language"))
    code = blocks.TextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        label = _("Code")


class HtmlBlock(blocks.RawHTMLBlock):
    """A piece of HTML that no other block can hold, cleaned whoever wrote it."""

    def value_from_form(self, value: str) -> str:
        return str(super().value_from_form(clean_html(value)))

    class Meta:
        icon = "code"
        label = _("HTML (from an import)")


class GuidanceStreamBlock(blocks.StreamBlock):
    text = ProseBlock(features=[*BLOCK_FEATURES], label=_("Text"))
    heading = HeadingBlock()
    list = ListBlock()
    image = FigureBlock()
    quote = ProseBlock(features=[*BLOCK_FEATURES], icon="openquote", label=_("Quote"))
    table = TableBlock()
    embed = EmbedBlock()
    callout = CalloutBlock()
    code = CodeBlock()
    raw_html = HtmlBlock()

    class Meta:
        required = False

    def get_searchable_content(self, value: Any) -> Sequence[str]:
        """Return the texts that a search finds, from the stored form of the stream.

        Wagtail's own way makes an object of every block and fetches its image; search
        backends ask three times for each page.
        """
        return [*searchable_texts([*value.get_prep_value()])]


assert set(GuidanceStreamBlock.base_blocks) == set(BlockName)  # noqa: S101
