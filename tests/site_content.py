"""Guidance for the tests of site and API, written through ``publication``."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage
from wagtail.images import get_image_model

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.pages import PageWrite, write_pages
from guidance.segments.stream import Stream


def make_choice(
    question: int = 1,
    choice: int = 1,
    *,
    texts: Mapping[str, str] | None = None,
    question_texts: Mapping[str, str] | None = None,
) -> Choice:
    """Make a choice, and its question when there is none."""
    if question_texts is None:
        question_texts = {"tr": f"{question}. soru"}
    if texts is None:
        texts = {"tr": f"Seçenek {question}.{choice}"}
    asked, _ = Question.objects.get_or_create(
        number=question, defaults=_columns(question_texts)
    )
    return Choice.objects.create(question=asked, number=choice, **_columns(texts))


def _columns(texts: Mapping[str, str]) -> dict[str, str]:
    return {f"text_{language}": text for language, text in texts.items()}


def text_block(
    *paragraphs: str, block: str = "5f000000-0000-4000-8000-000000000001"
) -> dict[str, Any]:
    """Return a text block whose paragraphs have the keys k1, k2 and so on."""
    html = "".join(
        f'<p data-block-key="k{number}">{paragraph}</p>'
        for number, paragraph in enumerate(paragraphs, 1)
    )
    return {"type": "text", "value": html, "id": block}


def publish(  # noqa: PLR0913
    choice: Choice,
    language: str = "tr",
    stream: Stream | None = None,
    *,
    heading: str = "",
    untranslated: Iterable[str] = (),
    source_digest: str = "",
    live: bool = True,
) -> GuidancePage:
    """Write a page, live unless told otherwise, and return it as it is stored."""
    write = PageWrite(
        choice=choice,
        language=language,
        heading=heading,
        stream=stream if stream is not None else [text_block(f"Metin ({language}).")],
        publish=live,
        untranslated=tuple(untranslated),
        source_digest=source_digest,
    )
    written = write_pages([write])
    return GuidancePage.objects.get(pk=written[choice.pk])


def rich(text: str, key: str = "k1") -> str:
    return f'<p data-block-key="{key}">{text}</p>'


def make_image(width: int, height: int) -> Any:
    """Make an image of one color."""
    # Wagtail remembers sizes by the image's key, which the next test uses again.
    cache.clear()
    file = BytesIO()
    PillowImage.new("RGB", (width, height), "teal").save(file, "PNG")
    file.seek(0)
    return get_image_model().objects.create(
        title="Resim", file=ImageFile(file, name="resim.png")
    )


def picture_block(pk: int | None, **values: object) -> dict[str, object]:
    value = {
        "image": {"image": pk, "decorative": False, "alt_text": "Bir masa"},
        "caption": rich("Toplantı"),
        "width": None,
        "height": None,
        "source": "./media/resim.png",
    }
    return {
        "type": "image",
        "id": "5f000000-0000-4000-8000-000000000003",
        "value": {**value, **values},
    }


def statements_of(client: Client, path: str) -> int:
    """Return how many SQL statements a visit takes once the caches are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
