"""A page as a user of wagtail-localize writes it."""

from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class PeerPage(Page):
    body = StreamField([("text", RichTextBlock())], use_json_field=True)
