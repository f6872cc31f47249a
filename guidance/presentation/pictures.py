"""Pictures in sizes for phones and desks.

A visit writes nothing: it shows the sizes that are there. ``prepare_soon`` makes them
when a page goes live; until then, and when that failed, the picture itself is shown.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

_log = logging.getLogger(__name__)

# The widths that exist, in pixels. A short fixed list: sizes that a visitor could ask
# for freely would fill the disk.
WIDTHS = (480, 960, 1440)
_FILTERS = tuple(Filter(spec=f"width-{width}") for width in WIDTHS)


@dataclass(frozen=True, slots=True)
class PictureSize:
    """One file of a picture."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """``main`` for every browser, ``sizes`` for those that choose; all of one shape."""

    main: PictureSize
    sizes: tuple[PictureSize, ...] = ()


def picture_files(pks: Iterable[int], request: HttpRequest) -> dict[int, PictureFiles]:
    """Return {image pk: its files}; an image that is gone has none.

    Two statements, or none without pictures.
    """
    wanted = set(pks)
    if not wanted:
        return {}
    images = get_image_model().objects.filter(pk__in=wanted)
    return {
        image.pk: _files(image, request)
        for image in images.prefetch_renditions(*_FILTERS)
    }


def _files(image: AbstractImage, request: HttpRequest) -> PictureFiles:
    renditions = image.find_existing_renditions(*_filters_for(image)).values()
    original = PictureSize(
        request.build_absolute_uri(image.file.url), image.width, image.height
    )
    smaller = sorted(
        (
            PictureSize(
                request.build_absolute_uri(rendition.url),
                rendition.width,
                rendition.height,
            )
            for rendition in renditions
        ),
        key=lambda size: size.width,
    )
    if not smaller:
        return PictureFiles(original)
    if image.width <= WIDTHS[-1]:
        smaller.append(original)
    # The middle one suits a browser that knows no srcset.
    main = next((size for size in smaller if size.width >= WIDTHS[1]), smaller[-1])
    return PictureFiles(main, tuple(smaller))


def _filters_for(image: AbstractImage) -> list[Filter]:
    return [
        size
        for size, width in zip(_FILTERS, WIDTHS, strict=True)
        if width < image.width
    ]


def prepare_soon(pks: Iterable[int]) -> None:
    """Make the missing sizes of these images once the transaction has committed.

    Images of many pages are looked up together.
    """
    wanted = set(pks)
    if not wanted:
        return
    for _savepoints, later, _is_robust in transaction.get_connection().run_on_commit:
        waiting = getattr(later, "__self__", None)
        if isinstance(waiting, _Preparation):
            waiting.pks |= wanted
            return
    transaction.on_commit(_Preparation(wanted).run, robust=True)


@dataclass(slots=True)
class _Preparation:
    """What one transaction has to do about pictures when it has committed."""

    pks: set[int]

    def run(self) -> None:
        prepare(self.pks)


def prepare(pks: Iterable[int]) -> None:
    """Make the sizes of these images that are missing.

    A file that cannot be read is logged and left out: the text goes live all the same.
    """
    larger = get_image_model().objects.filter(pk__in=set(pks), width__gt=min(WIDTHS))
    for image in larger:
        filters = [_TidyFilter(size.spec) for size in _filters_for(image)]
        try:
            image.get_renditions(*filters)
        except (SourceImageIOError, OSError, ValueError):
            _log.warning("No smaller sizes of image %s (%s)", image.pk, image.file.name)
        finally:
            for size in filters:
                size.close()


class _TidyFilter(Filter):  # type: ignore[misc]  # Wagtail has no types
    """A filter that closes its output; Wagtail leaves that to the garbage collector."""

    def __init__(self, spec: str) -> None:
        super().__init__(spec)
        self._outputs: list[IO[bytes]] = []

    def run(
        self, image: AbstractImage, output: IO[bytes], source: File[bytes] | None = None
    ) -> Any:
        self._outputs.append(output)
        return super().run(image, output, source=source)

    def close(self) -> None:
        for output in self._outputs:
            output.close()
