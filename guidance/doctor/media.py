"""Media: every image row has its file, and every file a row.

Files are looked at through the storage, so that this is right for a folder and for S3.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage
from django.db.models import FileField
from django.utils import timezone
from wagtail.images import get_image_model

from guidance.conf import guidance_settings
from guidance.doctor.check import Check, Problem
from guidance.files import is_temporary

# Younger files may belong to an upload or an import that has not made its row yet.
_SETTLED = timedelta(hours=1)
_CHUNK = 64 * 1024


def images_without_file() -> Iterator[Problem]:
    yield from _without_file(get_image_model())


def renditions_without_file() -> Iterator[Problem]:
    yield from _without_file(get_image_model().get_rendition_model())


def wrong_hashes() -> Iterator[Problem]:
    """Read every image and compare it with the hash that makes it known to imports."""
    for pk, name, stored in _images().values_list("pk", "file", "file_hash").iterator():
        place = f"image {pk} ({name})"
        if not stored:
            yield Problem(place, "it has no hash, so that an import does not know it")
            continue
        try:
            found = _sha1(_storage(get_image_model()), name)
        except FileNotFoundError:
            continue  # said by ``images_without_file``
        except OSError as error:
            yield Problem(place, f"its file cannot be read: {error.strerror or error}")
            continue
        if found != stored:
            yield Problem(place, "its file is not the one that it was made with")


def orphans() -> Iterator[Problem]:
    """Find files in the folders of images that no row of the database names."""
    known = _known_files()
    for storage, name in _files():
        is_orphan = name not in known and not is_temporary(Path(name).name)
        if is_orphan and _is_settled(storage, name):
            yield Problem(name, "no row names this file", partial(storage.delete, name))


def temporary_files() -> Iterator[Problem]:
    """Find what a crash left behind while a file was written."""
    for storage, name in _files():
        if is_temporary(Path(name).name) and _is_settled(storage, name):
            yield Problem(name, _UNFINISHED, partial(storage.delete, name))
    for path in _unfinished_catalogs():
        yield Problem(str(path), _UNFINISHED, partial(path.unlink, missing_ok=True))


def _without_file(model: Any) -> Iterator[Problem]:
    storage = _storage(model)
    present = {name for where, name in _files() if where == storage}
    kind = model._meta.model_name  # noqa: SLF001 - public API
    rows = model.objects.order_by("pk").values_list("pk", "file")
    for pk, name in rows.iterator():
        if name not in present and not (name and storage.exists(name)):
            yield Problem(f"{kind} {pk} ({name})", "its file is missing")


def _images() -> Any:
    return get_image_model().objects.order_by("pk")


def _storage(model: Any) -> Storage:
    storage: Storage = model._meta.get_field("file").storage  # noqa: SLF001 - public API
    return storage


def _sha1(storage: Storage, name: str) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    with storage.open(name) as file:
        for chunk in iter(partial(file.read, _CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _known_files() -> set[str]:
    """Return the names of all files that any row of any installed app names."""
    return {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001 - public API
        if isinstance(field, FileField)
        for name in model._base_manager.values_list(field.name, flat=True).iterator()  # noqa: SLF001
    }


def _files() -> Iterator[tuple[Storage, str]]:
    """Yield (storage, name) of the files in the folders that imports and Wagtail fill."""
    image = get_image_model()
    rendition = image.get_rendition_model()
    for model in (image, rendition):
        folder = Path(model().get_upload_to("x.png")).parent.as_posix()
        for name in _below(_storage(model), folder):
            yield _storage(model), name


def _below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}"
    for name in sorted(folders):
        yield from _below(storage, f"{folder}/{name}")


def _is_settled(storage: Storage, name: str) -> bool:
    try:
        return _is_old(storage.get_modified_time(name))
    except FileNotFoundError:
        return False


def _is_old(modified: Any) -> bool:
    return bool(modified < timezone.now() - _SETTLED)


def _unfinished_catalogs() -> Iterator[Path]:
    """Yield temporary files beside PO and MO files."""
    folders = dict.fromkeys(
        [guidance_settings().catalog_dir, *map(Path, settings.LOCALE_PATHS)]
    )
    limit = (timezone.now() - _SETTLED).timestamp()
    for folder in folders:
        for path in (*folder.glob(".*"), *folder.glob("*/LC_MESSAGES/.*")):
            if is_temporary(path.name) and path.stat().st_mtime < limit:
                yield path


_UNFINISHED = "a file that a crash left half written"
_SWEEP = "Run `manage.py doctor --clean`, which deletes it."

CHECKS = (
    Check(
        "image-file",
        "Restore the file from the backup, or import the folder that holds it again.",
        images_without_file,
    ),
    Check(
        "image-hash",
        "Restore the file from the backup, or delete it and import its folder again; "
        "for a missing hash call `get_file_hash()` of the image.",
        wrong_hashes,
    ),
    Check(
        "rendition-file",
        "Run `manage.py wagtail_update_image_renditions`.",
        renditions_without_file,
    ),
    Check("media-orphan", _SWEEP, orphans),
    Check("media-unfinished", _SWEEP, temporary_files),
)
