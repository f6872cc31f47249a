"""The page type that somebody would write for such documents in an afternoon."""

from typing import Any, ClassVar

from django.db import models
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index


class PlainPage(Page):
    """A document: two numbers and a body of texts and pictures."""

    question_id = models.PositiveIntegerField()
    choice_id = models.PositiveIntegerField()
    body = StreamField(
        [("text", RichTextBlock()), ("image", ImageChooserBlock())], blank=True
    )

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("body"),
    ]
