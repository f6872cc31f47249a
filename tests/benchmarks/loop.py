"""The importer that a Wagtail developer usually writes: a loop, and Wagtail's own API.

For each document: python-frontmatter, Markdown to HTML (markdown-it-py, which takes half
of the time of Python-Markdown), one picture saved, ``add_child``, one revision saved and
published, all in autocommit. Nothing is checked, merged or remembered.
"""

import re
from pathlib import Path
from typing import Any

import frontmatter
from django.core.files.base import ContentFile
from markdown_it import MarkdownIt
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText

from tests.benchmarks.plain.models import PlainPage

_PICTURE = re.compile(r"<img src=\"\./([^\"]+)\"[^>]*>")


def import_documents(paths: list[Path]) -> None:
    """Make a page of each document."""
    parent = Page.objects.get(depth=2)
    markdown = MarkdownIt("commonmark", {"html": True})
    for path in paths:
        post = frontmatter.load(str(path))
        page = PlainPage.objects.filter(
            question_id=post["question_id"], choice_id=post["choice_id"]
        ).first()
        body = list(_body(post.content, path.parent, markdown))
        if page is None:
            page = PlainPage(
                title=post["title"],
                question_id=post["question_id"],
                choice_id=post["choice_id"],
                body=body,
            )
            parent.add_child(instance=page)
        else:
            page.title, page.body = post["title"], body
        page.save_revision().publish()


def _body(text: str, folder: Path, markdown: MarkdownIt) -> Any:
    """Yield the blocks: the texts between the pictures, and the pictures."""
    for place, piece in enumerate(_PICTURE.split(text)):
        if place % 2:
            file = ContentFile(
                (folder / piece).read_bytes(), name=f"{folder.name}-{piece}"
            )
            image = get_image_model()(title=f"{folder.name} {piece}", file=file)
            image.save()
            yield "image", image
        elif piece.strip():
            yield "text", RichText(markdown.render(piece))
