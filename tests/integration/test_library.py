"""Pictures in Wagtail's image library: each once, whole, and as Image.save makes them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Filter, Image
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex
from wagtail.search.models import IndexEntry

from importers.files import SourceFile, gather
from importers.library import picture_rules, picture_title, put_images
from importers.media import PictureFinder
from importers.picture_check import PictureChecker, PictureRules
from importers.picture_file import KeptBytes, PictureFile, sha1
from tests import pictures
from tests.file_tree import build
from tests.pictures import frames, picture, saved

pytestmark = pytest.mark.django_db

DIRS = Path(__file__).parents[1] / "corpus/edge-cases/dirs"
RED, BLUE, GREEN = (picture(color=color) for color in (1, 2, 3))


@pytest.fixture
def checker() -> Iterator[PictureChecker]:
    with PictureChecker(picture_rules()) as checker:
        yield checker


@pytest.fixture
def elsewhere(settings: LazySettings) -> None:
    """Store media, fresh for a test, where no path leads."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


def checked(
    checker: PictureChecker,
    folder: Path,
    *contents: bytes,
    kept: KeptBytes | None = None,
) -> dict[str, PictureFile]:
    """Return checked pictures of these contents by their SHA-1."""
    build(folder, {f"{sha1(data)}.png": data for data in contents})
    finder = PictureFinder(checker, kept=kept)
    source = SourceFile(folder.resolve(), ("S1C1.md",), "S1C1.md", b"")
    found = [finder.find(source, f"{sha1(data)}.png").picture for data in contents]
    return {one.sha1: one for one in found if one is not None}


def put(files: dict[str, PictureFile], **options: Any) -> dict[str, int]:
    titles = {key: f"Belge ({number})" for number, key in enumerate(sorted(files), 1)}
    return put_images(files, titles, **options)


# ---- what is made


def test_an_image_has_all_that_wagtail_wants_to_know(
    checker: PictureChecker, tmp_path: Path, admin_user: Any
) -> None:
    files = checked(checker, tmp_path, RED)

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
    checker: PictureChecker, tmp_path: Path
) -> None:
    theirs = Image(title="Belge (1)", file=ContentFile(BLUE, name="mavi.png"))
    theirs._set_image_file_metadata()  # noqa: SLF001 -- what Wagtail's upload form calls
    theirs.save()

    ours = Image.objects.get(pk=put(checked(checker, tmp_path, RED))[sha1(RED)])

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


def test_editors_find_the_images(checker: PictureChecker, tmp_path: Path) -> None:
    put_images(checked(checker, tmp_path, RED), {sha1(RED): "Üye toplantısı (1)"})

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
    checker: PictureChecker, tmp_path: Path, case: str
) -> None:
    files = checked(checker, tmp_path, GOOD[case])

    put(files)

    for wanted in ("max-2x2", "max-2x2|format-webp"):
        scaled = io.BytesIO()
        Filter(wanted).run(Image.objects.get(), scaled)
        assert max(PIL.Image.open(scaled).size) == 2


# ---- each one once


def test_D10_three_files_with_two_contents_are_two_images_also_the_second_time(
    checker: PictureChecker,
) -> None:
    finder = PictureFinder(checker)
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
    checker: PictureChecker, tmp_path: Path
) -> None:
    theirs = Image(
        title="Logo", file=ContentFile(RED, name="logo.png"), file_hash=sha1(RED)
    )
    theirs.save()
    later = Image(
        title="Yine", file=ContentFile(RED, name="yine.png"), file_hash=sha1(RED)
    )
    later.save()

    pks = put(checked(checker, tmp_path, RED, BLUE))

    assert pks[sha1(RED)] == theirs.pk
    assert Image.objects.count() == 3
    theirs.refresh_from_db()
    assert theirs.title == "Logo"


def test_an_image_of_a_private_collection_is_not_shown_on_a_public_page(
    checker: PictureChecker, tmp_path: Path
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

    pks = put(checked(checker, tmp_path, RED))

    assert pks[sha1(RED)] != secret.pk
    assert Image.objects.get(pk=pks[sha1(RED)]).collection.is_root()


def test_a_picture_that_is_replaced_is_another_image(
    checker: PictureChecker, tmp_path: Path
) -> None:
    before = put(checked(checker, tmp_path, RED))
    after = put(checked(checker, tmp_path, BLUE))

    assert before.keys().isdisjoint(after)
    assert Image.objects.count() == 2


def test_the_number_of_queries_does_not_grow(
    checker: PictureChecker, tmp_path: Path
) -> None:
    put(checked(checker, tmp_path, GREEN))  # content types are looked up once
    few, many = (
        checked(checker, tmp_path, *(picture(size=(4, height)) for height in heights))
        for heights in (range(10, 11), range(20, 80))
    )

    with CaptureQueriesContext(connection) as for_few:
        put(few)
    with CaptureQueriesContext(connection) as for_many:
        put(many)

    assert (len(few), len(many)) == (1, 60)
    assert len(for_few) == len(for_many) <= 14


def test_nothing_asked_nothing_done() -> None:
    assert put_images({}, {}) == {}


# ---- files


def test_a_file_on_the_own_disk_is_written_whole_and_left_alone_by_the_next_import(
    checker: PictureChecker, tmp_path: Path, media: Path
) -> None:
    files = checked(checker, tmp_path / "docs", RED)

    put(files)
    put(files)

    (written,) = [path for path in media.rglob("*") if path.is_file()]
    assert written == media / f"original_images/{sha1(RED)}.png"
    assert written.read_bytes() == RED


@pytest.mark.parametrize("where", ["media", "elsewhere"])
def test_a_file_that_a_rolled_back_run_left_is_used(
    checker: PictureChecker, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    request.getfixturevalue(where)
    files = checked(checker, tmp_path / "docs", RED)
    with transaction.atomic():
        put(files)
        transaction.set_rollback(True)
    assert Image.objects.count() == 0

    put(files)

    assert Image.objects.get().file.name == f"original_images/{sha1(RED)}.png"
    assert default_storage.listdir("original_images") == ([], [f"{sha1(RED)}.png"])


@pytest.mark.parametrize("where", ["media", "elsewhere"])
def test_a_file_of_somebody_else_under_that_name_is_not_overwritten(
    checker: PictureChecker, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    request.getfixturevalue(where)
    name = default_storage.save(f"original_images/{sha1(RED)}.png", ContentFile(BLUE))

    put(checked(checker, tmp_path / "docs", RED))

    image = Image.objects.get()
    assert image.file.name != name
    with default_storage.open(name) as theirs, image.file.open() as ours:
        assert (theirs.read(), ours.read()) == (BLUE, RED)


@pytest.mark.parametrize("where", ["media", "elsewhere"])
def test_a_file_that_was_lost_is_put_back(
    checker: PictureChecker, tmp_path: Path, request: pytest.FixtureRequest, where: str
) -> None:
    request.getfixturevalue(where)
    theirs = Image(
        title="Logo", file=ContentFile(RED, name="logo.png"), file_hash=sha1(RED)
    )
    theirs.save()
    default_storage.delete(theirs.file.name)

    pks = put(checked(checker, tmp_path / "docs", RED))

    assert pks == {sha1(RED): theirs.pk}
    with default_storage.open(theirs.file.name) as file:
        assert file.read() == RED


def test_a_full_disk_leaves_neither_a_row_nor_half_a_file(
    checker: PictureChecker,
    tmp_path: Path,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = checked(checker, tmp_path / "docs", RED)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("guidance.files.os.fsync", full)

    with pytest.raises(OSError, match="No space left"):
        put(files)

    assert Image.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "replaced"])
def test_a_picture_that_changed_since_it_was_checked_is_left_out(
    checker: PictureChecker, tmp_path: Path, *, is_gone: bool
) -> None:
    files = checked(checker, tmp_path, RED, BLUE, kept=KeptBytes(limit=0))
    changed = tmp_path / f"{sha1(BLUE)}.png"
    changed.unlink() if is_gone else changed.write_bytes(pictures.HTML)

    pks = put(files)

    assert list(pks) == [sha1(RED)]
    assert [image.file_hash for image in Image.objects.all()] == [sha1(RED)]


def test_what_was_checked_is_stored_even_if_the_file_changed_since(
    checker: PictureChecker, tmp_path: Path
) -> None:
    files = checked(checker, tmp_path, RED)
    (tmp_path / f"{sha1(RED)}.png").write_bytes(pictures.HTML)

    put(files)

    image = Image.objects.get()
    assert image.file_hash == sha1(RED)
    with image.file.open() as file:
        assert file.read() == RED


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
