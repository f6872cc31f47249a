"""Pictures in Wagtail's image library: each once, whole, and as Image.save makes them."""

# ruff: noqa: N802 -- names begin with the row of the catalogue or the acceptance table

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex
from wagtail.search.models import IndexEntry

from importers.files import SourceFile, gather
from importers.library import picture_rules, picture_title, put_images
from importers.media import PictureFinder
from importers.picture_check import PictureChecker, PictureRules
from importers.picture_file import PictureChangedError, PictureFile, sha1
from tests import pictures
from tests.file_tree import build
from tests.pictures import frames, picture, saved

pytestmark = pytest.mark.django_db

DIRS = Path(__file__).parents[1] / "corpus/edge-cases/dirs"
RED, BLUE, GREEN = (picture(color=color) for color in (1, 2, 3))


@pytest.fixture
def finder() -> Iterator[PictureFinder]:
    with PictureChecker(picture_rules()) as checker:
        yield PictureFinder(checker)


@pytest.fixture
def local_media(settings: LazySettings, tmp_path: Path) -> Path:
    """Return the media folder of a site that stores files on its own disk."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return folder


def checked(
    finder: PictureFinder, folder: Path, *contents: bytes
) -> dict[str, PictureFile]:
    """Return checked pictures of these contents by their SHA-1."""
    build(folder, {f"{sha1(data)}.png": data for data in contents})
    found = {}
    for data in contents:
        source = SourceFile(folder.resolve(), ("S1C1.md",), "S1C1.md", b"")
        one = finder.find(source, f"{sha1(data)}.png").picture
        assert one is not None
        found[one.sha1] = one
    return found


def put(files: dict[str, PictureFile], **options: Any) -> dict[str, int]:
    titles = {key: f"Belge ({number})" for number, key in enumerate(sorted(files), 1)}
    return put_images(files, titles, **options)


# ---- what is made


def test_an_image_has_all_that_wagtail_wants_to_know(
    finder: PictureFinder, tmp_path: Path, admin_user: Any
) -> None:
    files = checked(finder, tmp_path, RED)

    pks = put_images(files, {sha1(RED): "Bir belge (1)"}, user=admin_user)

    image = Image.objects.get()
    assert pks == {sha1(RED): image.pk}
    assert image.title == "Bir belge (1)"
    assert image.file.name == f"original_images/{sha1(RED)}.png"
    assert (image.width, image.height, image.file_size) == (4, 3, len(RED))
    assert image.file_hash == sha1(RED) == image.get_file_hash()
    assert image.collection == Collection.get_first_root_node()
    assert image.uploaded_by_user == admin_user
    with image.file.open() as file:
        assert file.read() == RED


def test_rows_are_the_same_as_those_of_image_save(
    finder: PictureFinder, tmp_path: Path
) -> None:
    theirs = Image(title="Belge (1)", file=ContentFile(BLUE, name="mavi.png"))
    theirs._set_image_file_metadata()  # noqa: SLF001 -- what Wagtail's upload form calls
    theirs.save()

    ours = Image.objects.get(pk=put(checked(finder, tmp_path, RED))[sha1(RED)])

    assert rows(ours) == rows(theirs)
    assert columns(ours) == columns(theirs)


def rows(image: Image) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the indexes hold about an image, without its key."""
    references = ReferenceIndex.objects.filter(object_id=str(image.pk)).values_list(
        "content_type",
        "base_content_type",
        "to_content_type",
        "to_object_id",
        "model_path",
        "content_path",
        "content_path_hash",
    )
    entries = IndexEntry.objects.filter(object_id=str(image.pk)).values_list(
        "content_type", "title", "autocomplete", "body"
    )
    found = {"references": list(references), "entries": list(entries)}
    assert all(found.values()), "the comparison would be empty"
    return found


def columns(image: Image) -> dict[str, Any]:
    """Return the columns that do not come from the bytes or the clock."""
    own = {"id", "file", "file_hash", "file_size", "created_at"}
    return {
        field.attname: getattr(image, field.attname)
        for field in image._meta.concrete_fields  # noqa: SLF001 -- public API
        if field.name not in own
    }


def test_editors_find_the_images(finder: PictureFinder, tmp_path: Path) -> None:
    put_images(checked(finder, tmp_path, RED), {sha1(RED): "Üye toplantısı (1)"})

    assert [image.title for image in Image.objects.search("toplantısı")] == [
        "Üye toplantısı (1)"
    ]


GOOD = {
    "png of 16 bit gray": saved(
        pictures.noise((16, 16)).convert("L").convert("I").convert("I;16"), "PNG"
    ),
    "png with a transparent color": saved(
        pictures.noise((16, 16)).quantize(8), "PNG", transparency=2
    ),
    "jpeg for print": saved(pictures.noise((16, 16)).convert("CMYK"), "JPEG"),
    "jpeg of a telephone": frames("MPO"),
    "gif that moves": frames("GIF"),
    "webp that moves": frames("WEBP"),
    "avif": picture("AVIF", size=(16, 16)),
}


@pytest.mark.parametrize("case", GOOD)
def test_S10_what_the_check_takes_wagtail_can_scale(
    finder: PictureFinder, tmp_path: Path, case: str
) -> None:
    files = checked(finder, tmp_path, GOOD[case])

    put(files)

    image = Image.objects.get()
    for wanted in ("max-2x2", "max-2x2|format-webp"):
        assert image.get_rendition(wanted).width <= 2


# ---- each one once


def test_D10_three_files_with_two_contents_are_two_images_also_the_second_time(
    finder: PictureFinder,
) -> None:
    documents = gather([DIRS / "D10-media-collision"]).documents
    names = ["./media/image1.png", "./media/image1.png", "./media/kopya.png"]
    found = [
        finder.find(document, name).picture
        for document, name in zip(documents, names, strict=True)
    ]
    files = {one.sha1: one for one in found if one is not None}

    first = put(files)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = put(files)

    assert len(files) == Image.objects.count() == 2
    assert second == first
    assert not [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]


def test_an_image_that_an_editor_uploaded_is_used_as_it_is(
    finder: PictureFinder, tmp_path: Path
) -> None:
    theirs = Image(
        title="Logo", file=ContentFile(RED, name="logo.png"), file_hash=sha1(RED)
    )
    theirs.save()
    later = Image(
        title="Yine", file=ContentFile(RED, name="yine.png"), file_hash=sha1(RED)
    )
    later.save()

    pks = put(checked(finder, tmp_path, RED, BLUE))

    assert pks[sha1(RED)] == theirs.pk
    assert Image.objects.count() == 3
    theirs.refresh_from_db()
    assert theirs.title == "Logo"


def test_an_image_of_a_private_collection_is_not_shown_on_a_public_page(
    finder: PictureFinder, tmp_path: Path
) -> None:
    private = Collection.get_first_root_node().add_child(name="İç")
    below = private.add_child(name="Daha iç")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type="login"
    )
    secret = Image(
        title="İç",
        file=ContentFile(RED, name="ic.png"),
        file_hash=sha1(RED),
        collection=below,
    )
    secret.save()

    pks = put(checked(finder, tmp_path, RED))

    assert pks[sha1(RED)] != secret.pk
    assert Image.objects.get(pk=pks[sha1(RED)]).collection.is_root()


def test_a_picture_that_is_replaced_is_another_image(
    finder: PictureFinder, tmp_path: Path
) -> None:
    before = put(checked(finder, tmp_path, RED))
    after = put(checked(finder, tmp_path, BLUE))

    assert before.keys().isdisjoint(after)
    assert Image.objects.count() == 2


@pytest.mark.parametrize("times", [1, 60])
def test_the_number_of_queries_does_not_grow(
    finder: PictureFinder,
    tmp_path: Path,
    times: int,
    django_assert_max_num_queries: Any,
) -> None:
    contents = [picture(size=(number + 1, 2)) for number in range(times)]
    files = checked(finder, tmp_path, *contents)
    put(checked(finder, tmp_path, GREEN))  # fills caches of content types

    with django_assert_max_num_queries(14):
        pks = put(files)

    assert len(pks) == times == len(set(pks.values()))


def test_nothing_asked_nothing_done() -> None:
    assert put_images({}, {}) == {}


# ---- files


def test_a_file_on_the_own_disk_is_written_whole_and_left_alone_by_the_next_import(
    finder: PictureFinder, tmp_path: Path, local_media: Path
) -> None:
    files = checked(finder, tmp_path / "docs", RED)

    put(files)
    put(files)

    (written,) = [path for path in local_media.rglob("*") if path.is_file()]
    assert written == local_media / f"original_images/{sha1(RED)}.png"
    assert written.read_bytes() == RED


def test_a_rendition_is_made_from_a_file_on_the_own_disk(
    finder: PictureFinder, tmp_path: Path, local_media: Path
) -> None:
    pks = put(checked(finder, tmp_path / "docs", RED))

    rendition = Image.objects.get(pk=pks[sha1(RED)]).get_rendition("max-2x2")

    assert (local_media / rendition.file.name).is_file()


@pytest.mark.parametrize("where", ["local", "elsewhere"])
def test_a_file_that_a_rolled_back_run_left_is_used(
    finder: PictureFinder, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    if where == "local":
        request.getfixturevalue("local_media")
    files = checked(finder, tmp_path / "docs", RED)
    with transaction.atomic():
        put(files)
        transaction.set_rollback(True)
    assert Image.objects.count() == 0

    put(files)

    assert Image.objects.get().file.name == f"original_images/{sha1(RED)}.png"
    assert default_storage.listdir("original_images") == ([], [f"{sha1(RED)}.png"])


@pytest.mark.parametrize("where", ["local", "elsewhere"])
def test_a_file_of_somebody_else_under_that_name_is_not_overwritten(
    finder: PictureFinder, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    if where == "local":
        request.getfixturevalue("local_media")
    name = default_storage.save(f"original_images/{sha1(RED)}.png", ContentFile(BLUE))

    put(checked(finder, tmp_path / "docs", RED))

    image = Image.objects.get()
    assert image.file.name != name
    with default_storage.open(name) as theirs, image.file.open() as ours:
        assert (theirs.read(), ours.read()) == (BLUE, RED)


@pytest.mark.parametrize("where", ["local", "elsewhere"])
def test_a_file_that_was_lost_is_put_back(
    finder: PictureFinder, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    if where == "local":
        request.getfixturevalue("local_media")
    theirs = Image(
        title="Logo", file=ContentFile(RED, name="logo.png"), file_hash=sha1(RED)
    )
    theirs.save()
    default_storage.delete(theirs.file.name)

    pks = put(checked(finder, tmp_path / "docs", RED))

    assert pks == {sha1(RED): theirs.pk}
    with default_storage.open(theirs.file.name) as file:
        assert file.read() == RED


def test_a_full_disk_leaves_neither_a_row_nor_half_a_file(
    finder: PictureFinder,
    tmp_path: Path,
    local_media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = checked(finder, tmp_path / "docs", RED)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guidance.files.os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        put(files)

    assert Image.objects.count() == 0
    assert [path for path in local_media.rglob("*") if path.is_file()] == []


def test_a_picture_replaced_since_it_was_checked_makes_no_row(
    finder: PictureFinder, tmp_path: Path
) -> None:
    files = checked(finder, tmp_path, RED, BLUE)
    (tmp_path / f"{sha1(BLUE)}.png").write_bytes(pictures.HTML)

    with pytest.raises(PictureChangedError):
        put(files)

    assert Image.objects.count() == 0


# ---- what the site says


def test_the_rules_are_those_of_an_upload_in_the_admin(settings: LazySettings) -> None:
    settings.WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "svg"]
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 7

    assert picture_rules() == PictureRules(frozenset({"jpeg", "png"}), 5, 7)


def test_a_site_without_limits_keeps_those_of_the_importer(
    settings: LazySettings,
) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = None
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = None

    assert picture_rules() == PictureRules()


def test_a_title_says_the_document_and_fits_into_its_column() -> None:
    assert picture_title("Kısa.", 1) == "Kısa. (1)"
    long = picture_title("u" * 284, 12)
    assert len(long) == 255
    assert long.endswith("u… (12)")
