"""A page as a user of wagtail-localize writes it."""

from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class PeerPage(Page):
    body = StreamField(
        [("heading", CharBlock()), ("text", RichTextBlock())], use_json_field=True
    )
