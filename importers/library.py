"""Putting pictures into Wagtail's image library, each one once.

A picture is its bytes: two files with the same SHA-1 are one image, and an image that
an editor uploaded is used as it is. Rows are made in bulk, with what Wagtail's own
``Image.save`` and its signal handlers would have made.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.images.utils import get_allowed_image_extensions
from wagtail.models import Collection as ImageCollection
from wagtail.models import CollectionViewRestriction
from wagtail.search.index import RelatedFields

from guidance.files import write_atomically
from guidance.publication.indexes import index_for_search, index_new_references
from importers.picture_check import FORMATS, PictureRules, formats_of
from importers.picture_file import PictureChangedError, PictureFile

_TITLE_LENGTH = 255


def picture_rules() -> PictureRules:
    """Return what the site's settings allow; the same limits as for an editor's upload.

    Where a site sets an upload limit to None (none at all), the default limit holds.
    """
    default = PictureRules()
    return PictureRules(
        formats=formats_of(get_allowed_image_extensions()),
        max_bytes=getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", None)
        or default.max_bytes,
        max_pixels=getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", None)
        or default.max_pixels,
    )


def picture_title(document: str, number: int) -> str:
    """Return the title of the ``number``-th picture of a document, for the library.

    Never the file's name: Wagtail shows a title where there is no alternative text.

    >>> picture_title("Üyelerimizle buluşuyoruz.", 2)
    'Üyelerimizle buluşuyoruz. (2)'
    """
    end = f" ({number})"
    room = _TITLE_LENGTH - len(end)
    title = document if len(document) <= room else f"{document[: room - 1]}…"
    return title + end


def find_images(hashes: Collection[str]) -> dict[str, int]:
    """Return {SHA-1: pk} of the images that are there already; changes nothing."""
    return {key: image.pk for key, image in _visible(hashes).items()}


def put_images(
    pictures: Mapping[str, PictureFile],
    titles: Mapping[str, str],
    *,
    user: Any = None,
    beat: Callable[[], None] | None = None,
) -> dict[str, int]:
    """Return {SHA-1: image pk} of the pictures; make the images that do not exist.

    Both mappings have the SHA-1 as key. Files are written first, whole or not at all,
    then all rows in one transaction, with a constant number of queries. Call it before
    the transaction that writes the pages: no lock is held while files are written, and
    an image that no page uses after a crash is found again by the next import.
    ``beat`` is called before each file.

    A picture whose bytes are not kept, and whose file was replaced since it was checked,
    is left out. Raises OSError when one cannot be stored; then no row was made.
    """
    found = _existing(pictures)
    new = {key: pictures[key] for key in sorted(pictures.keys() - found.keys())}
    if not new:
        return found
    root = ImageCollection.get_first_root_node()
    blank = get_image_model()(collection=root)
    names = {}
    for key, picture in new.items():
        if beat is not None:
            beat()
        with suppress(PictureChangedError):
            names[key] = _store(blank, picture)
    images = [
        get_image_model()(
            title=titles[key],
            file=name,
            width=new[key].width,
            height=new[key].height,
            file_size=new[key].size,
            file_hash=key,
            collection=root,
            uploaded_by_user=user,
        )
        for key, name in names.items()
    ]
    with transaction.atomic():
        get_image_model().objects.bulk_create(images)
        # As Wagtail's signal handlers do for one image.
        index_new_references(images)
        _fetch_for_search(images)
        index_for_search(images)
    return found | {image.file_hash: image.pk for image in images}


# ---- what is there


def _existing(pictures: Mapping[str, PictureFile]) -> dict[str, int]:
    """Return {SHA-1: pk} of the images that visitors may see, the oldest of each.

    A file that somebody lost is put back under its name.
    """
    found = _visible(pictures)
    for key, image in found.items():
        storage = image.file.storage
        if not storage.exists(image.file.name):
            with suppress(PictureChangedError):
                _write(storage, image.file.name, pictures[key].read())
    return {key: image.pk for key, image in found.items()}


def _visible(hashes: Collection[str]) -> dict[str, AbstractImage]:
    images = (
        get_image_model()
        .objects.filter(file_hash__in=hashes)
        .exclude(collection__in=_private_collections())
        .order_by("-pk")
    )
    return {image.file_hash: image for image in images}


def _private_collections() -> Collection[ImageCollection]:
    """Return the restricted collections with all below them."""
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return list(ImageCollection.objects.filter(below))


def _fetch_for_search(images: Sequence[AbstractImage]) -> None:
    """Have at hand what search indexes of other rows; a new image has no tags yet."""
    for search_field in get_image_model().get_search_fields():
        if not isinstance(search_field, RelatedFields):
            continue
        field = search_field.get_field(get_image_model())
        if not field.many_to_many:
            prefetch_related_objects(images, field.name)
            continue
        nothing = field.related_model._default_manager.none()  # noqa: SLF001 -- public API
        for image in images:
            cache = image.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[field.name] = nothing


# ---- files


def _store(blank: AbstractImage, picture: PictureFile) -> str:
    """Write a picture under the name of its hash, if it is not there; return the name."""
    field = blank.file.field
    storage, longest = field.storage, field.max_length
    data = picture.read()
    wanted = f"{picture.sha1}.{FORMATS[picture.format]}"
    name = str(field.generate_filename(blank, wanted))
    if not storage.is_name_available(name, max_length=longest):
        if _holds(storage, name, data):
            return name
        name = storage.get_available_name(name, max_length=longest)
    return _write(storage, name, data)


def _holds(storage: Storage, name: str, data: bytes) -> bool:
    """Whether an earlier run left exactly this file; its rows may have been rolled back."""
    if not storage.exists(name) or storage.size(name) != len(data):
        return False
    with storage.open(name) as file:
        return bool(file.read() == data)


def _write(storage: Storage, name: str, data: bytes) -> str:
    if not isinstance(storage, FileSystemStorage):
        return str(storage.save(name, ContentFile(data)))
    # Django's own storage leaves half a file at its final name when the disk is full.
    write_atomically(Path(storage.path(name)), data)
    return name
