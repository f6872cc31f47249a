"""The pictures of a document: which image stands under which path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from importers.export.layout import Key, has_ending, picture_source
from importers.export.state import Base, Image, PageRow
from importers.page_blocks import PictureUse


@dataclass(slots=True)
class Pictures:
    """The pictures of one document: which image stands under which path."""

    key: Key
    base: Mapping[str, int | None]
    library: Mapping[int, Image]
    used: dict[str, int] = field(default_factory=dict)

    def source(self, use: PictureUse) -> str:
        """Return the path that the document writes for a picture."""
        if use.image is None or self.base.get(use.source, 0) == use.image:
            if use.image is not None:
                self.used[use.source] = use.image
            return use.source
        image = self.library.get(use.image)
        if image is None:
            return use.source
        source = self._named(use, image)
        self.used[source] = use.image
        return source

    def _named(self, use: PictureUse, image: Image) -> str:
        for source, pk in {**self.base, **self.used}.items():
            if pk == image.pk and source:
                return source
        is_free = use.source in self.base and self.base[use.source] is None
        if is_free and has_ending(use.source, image.name):
            return use.source
        others = [source for source in self.base if source]
        for number in range(1, len(self.base) + len(self.used) + 2):
            source = picture_source(self.key, number, image.name, others)
            if source not in self.used and source not in self.base:
                return source
            if number == 1:
                # The name in the library is taken: take one that says where it is.
                image = Image(
                    image.pk, f"{'0' * 40}.{image.name.rpartition('.')[2]}", ""
                )
        return ""


def base_pictures(base: Base | None) -> dict[str, int | None]:
    """Return {path: image} of the pictures in a document, as its import found them."""
    if base is None:
        return {}
    return {
        block["value"]["source"]: block["value"]["image"]["image"]
        for block in base.stream
        if block["type"] == "image" and block["value"]["source"]
    }


def image_keys(rows: Iterable[PageRow], found: Iterable[Base]) -> set[int]:
    """Return the images of pages and of their documents."""
    streams = [*(row.stream for row in rows), *(base.stream for base in found)]
    keys = (
        block["value"]["image"]["image"]
        for stream in streams
        for block in stream
        if block["type"] == "image"
    )
    return {key for key in keys if key is not None}
