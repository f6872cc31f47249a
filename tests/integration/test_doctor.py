"""``manage.py doctor``: a healthy site has no problem, each broken one has its own."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from treebeard.mp_tree import MP_Node
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from guidance.doctor.check import Check, Problem
from guidance.doctor.examination import Diagnosis, examine, sweep
from guidance.doctor.registry import all_checks, register
from guidance.models import (
    Choice,
    GuidanceIndexPage,
    GuidancePage,
    Message,
    MessageUse,
    ParkedText,
    PublicationLock,
    Question,
)
from guidance.publication.lock import LockHeldError, content_lock
from guidance.translation.publish import Order, publish_translations
from importers.models import SourceDocument
from importers.picture_file import sha1
from tests.guidance_site import NOW, make_choice, make_page, page_in, prose
from tests.pictures import picture

pytestmark = pytest.mark.django_db

HOUR = 3600


def problems() -> dict[str, list[str]]:
    """Return {code: places} of what is wrong."""
    return {
        diagnosis.check.code: [problem.place for problem in diagnosis.problems]
        for diagnosis in examine()
        if diagnosis.problems
    }


@dataclass(frozen=True)
class Site:
    """A small site that lacks nothing, and where its media are."""

    media: Path
    source: GuidancePage
    translated: GuidancePage
    image: object


@pytest.fixture
def site(media: Path) -> Site:
    """Return a site with two pages in two languages, a picture, a document, a message."""
    # Wagtail remembers renditions by the image's key, which the next test uses again.
    cache.clear()
    one, two = make_choice(1, 1, tr="Bir."), make_choice(1, 2, tr="İki.")
    image = get_image_model().objects.create(
        title="Anket",
        file=ImageFile(BytesIO(picture()), name="anket.png"),
        file_hash=sha1(picture()),
    )
    target = make_page(two, prose("Sonraki adım burada."))
    shown = {
        "image": {"image": image.pk, "decorative": False, "alt_text": "Anket"},
        "caption": "",
        "width": None,
        "height": None,
        "source": "anket.png",
    }
    link = f'<a linktype="page" id="{target.pk}">ikinci</a>'
    stream = [
        *prose(f"Bkz. {link} adım."),
        {"type": "image", "value": shown, "id": "b2"},
    ]
    source = make_page(one, stream)
    for row, text in ((one, "One."), (two, "Two.")):
        row.set_text("en", text)
        row.save()
    SourceDocument.objects.create(
        question=1,
        choice=1,
        source="default",
        path="S1C1.md",
        fingerprint="0" * 64,
        original=b"x",
        title="Bir.",
        stream=stream,
        imported_at=NOW,
    )
    # Without messages it would take the texts of the choices away again.
    translate_headings(one, two)
    publish_translations(Order("en", threshold=0), now=NOW)
    translated = page_in("en", one)
    assert translated is not None
    return Site(media, GuidancePage.objects.get(pk=source.pk), translated, image)


def translate_headings(*choices: Choice) -> None:
    from guidance.translation.text_edits import record_edit

    for row in choices:
        record_edit(row, ["en"], now=NOW, user=None)


def test_a_site_that_lacks_nothing_has_no_problem(site: Site) -> None:
    assert problems() == {}
    # A draft is nothing wrong either.
    draft = site.source.get_latest_revision_as_object()
    draft.heading = "Taslak"
    draft.save_revision()
    assert problems() == {}


def test_what_an_editor_deleted_is_no_problem(site: Site) -> None:
    """The import remembers the document, so that it stays deleted."""
    choice = site.source.choice
    site.translated.delete()
    site.source.delete()
    choice.delete()

    assert SourceDocument.objects.filter(question=1, choice=1).exists()
    assert problems() == {}


def test_a_deleted_page_leaves_its_translations_and_links_without_a_fault(
    site: Site,
) -> None:
    """Only the links to it are one, because readers do not see them any more."""
    target = GuidancePage.objects.get(choice__number=2, locale__language_code="tr")

    target.delete()

    assert set(problems()) == {"link-to-nowhere"}
    site.source.delete()
    assert problems() == {}


@pytest.mark.slow
def test_the_example_in_three_languages_has_no_problem(media: Path) -> None:
    from django.conf import settings

    example = Path(settings.BASE_DIR) / "importers/example"
    call_command("import_markdown", example / "guidance", stdout=_nowhere())
    call_command("import_catalogs", str(example / "locale"), stdout=_nowhere())
    call_command("publish_translations", "--threshold", "0", stdout=_nowhere())

    assert GuidancePage.objects.live().count() == 3 * Choice.objects.count() > 0
    assert any(media.rglob("*.*"))
    assert problems() == {}


def _nowhere() -> object:
    from io import StringIO

    return StringIO()


# ---- one broken thing for each check


def row_of(page: GuidancePage) -> object:
    """Return a queryset that changes rows as no model would let it."""
    return GuidancePage.objects.filter(pk=page.pk)


def break_path(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(path="000100099999")
    return f"page {site.source.pk}"


def break_depth(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(depth=7)
    return f"page {site.source.pk}"


def break_alphabet(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(path="00010001000-")
    return f"page {site.source.pk}"


def break_children(site: Site) -> str:
    parent = site.source.get_parent()
    Page.objects.filter(pk=parent.pk).update(numchild=9)
    return f"page {parent.pk}"


def break_address(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(url_path="/baska/")
    return f"page {site.source.pk}"


def break_locales(_site: Site) -> str:
    Locale.all_objects.get(language_code="ar").delete()
    return "language ar"


def break_index(site: Site) -> str:
    import uuid

    index = GuidanceIndexPage.objects.get(locale=site.translated.locale)
    Page.objects.filter(pk=index.pk).update(translation_key=uuid.uuid4())
    return f"page {index.pk}"


def break_second_index(site: Site) -> str:
    root = Page.get_first_root_node()
    index = GuidanceIndexPage(title="İkinci", slug="ikinci", locale=site.source.locale)
    root.add_child(instance=index)
    return f"page {index.pk}"


def break_place(site: Site) -> str:
    other = GuidanceIndexPage.objects.get(locale=site.translated.locale)
    # Past Wagtail, whose signal would put it right.
    MP_Node.move(site.source, other, pos="last-child")
    return f"page {site.source.pk}"


def break_key(site: Site) -> str:
    import uuid

    Page.objects.filter(pk=site.source.pk).update(translation_key=uuid.uuid4())
    return f"page {site.source.pk} (1.1 tr)"


def break_uniqueness(site: Site) -> str:
    other = GuidancePage.objects.get(choice__number=2, locale=site.source.locale)
    row_of(other).update(choice=site.source.choice)
    return "choice 1.1 tr"


def break_latest_pointer(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(
        latest_revision=site.translated.latest_revision_id
    )
    return f"page {site.source.pk}"


def break_live_pointer(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(
        live_revision=site.translated.live_revision_id
    )
    return f"page {site.source.pk}"


def break_history(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(latest_revision=None)
    return f"page {site.source.pk}"


def break_live_history(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(live_revision=None)
    return f"page {site.source.pk}"


def break_unpublished_history(site: Site) -> str:
    Page.objects.filter(pk=site.source.pk).update(live=False)
    return f"page {site.source.pk}"


def break_draft_flag(site: Site) -> str:
    site.source.save_revision(changed=True)
    Page.objects.filter(pk=site.source.pk).update(has_unpublished_changes=False)
    return f"page {site.source.pk}"


def break_revision_owner(site: Site) -> str:
    revision = site.source.latest_revision
    orphan = Revision.objects.create(
        content_type=revision.content_type,
        base_content_type=revision.base_content_type,
        object_id="999999",
        content={},
        created_at=NOW,
    )
    return f"revision {orphan.pk}"


def break_live_heading(site: Site) -> str:
    row_of(site.source).update(seo_title="Başka")
    return f"page {site.source.pk} (1.1 tr)"


def break_live_body(site: Site) -> str:
    stream = site.source.stream()
    revision = site.source.live_revision
    revision.content["body"] = json.dumps(stream[:1])
    revision.save()
    return f"page {site.source.pk} (1.1 tr)"


def write_body(page: GuidancePage, stream: list[dict[str, object]]) -> None:
    """Write a body where it is live, into its revision and into its digest."""
    from guidance.segments.digest import content_digest

    page.body = GuidancePage.body.field.to_python(stream)
    digest = content_digest(page.leaves())
    row_of(page).update(body=page.body, content_digest=digest)
    revision = page.live_revision
    revision.content["body"] = json.dumps(stream)
    revision.content["content_digest"] = digest
    revision.save()
    ReferenceIndex.create_or_update_for_object(GuidancePage.objects.get(pk=page.pk))


def break_rich_text(site: Site) -> str:
    stream = prose("Bir")
    stream[0]["value"] = stream[0]["value"].replace("</p>", "<br></p>")
    body = GuidancePage.body.field.to_python(stream)
    row_of(site.translated).update(body=body)
    return f"page {site.translated.pk} (1.1 en), live"


def break_draft(site: Site) -> str:
    draft = site.source.get_latest_revision_as_object()
    revision = draft.save_revision()
    revision.content["body"] = "[{}"
    revision.save()
    return f"page {site.source.pk} (1.1 tr), draft"


def break_leaf_ids(site: Site) -> str:
    write_body(site.translated, [*prose("Bir."), *prose("İki.")])
    return f"page {site.translated.pk} (1.1 en), live"


def break_digest(site: Site) -> str:
    row_of(site.translated).update(content_digest="0" * 64)
    return f"page {site.translated.pk} (1.1 en)"


def break_link(site: Site) -> str:
    write_body(
        site.translated, prose('Bkz. <a linktype="page" id="99999">üçüncü</a> adım.')
    )
    return f"page {site.translated.pk} (1.1 en), live"


def break_draft_link(site: Site) -> str:
    draft = site.source.get_latest_revision_as_object()
    draft.body = prose('Bkz. <a linktype="page" id="99999">üçüncü</a> adım.')
    draft.save_revision()
    return f"page {site.source.pk} (1.1 tr), draft"


def break_link_target(site: Site) -> str:
    root = Page.get_first_root_node()
    write_body(
        site.translated,
        prose(f'Bkz. <a linktype="page" id="{root.pk}">üçüncü</a> adım.'),
    )
    return f"page {site.translated.pk} (1.1 en), live"


def break_picture(site: Site) -> str:
    stream = site.translated.stream()
    stream[1]["value"]["image"]["image"] = 99999
    write_body(site.translated, stream)
    return f"page {site.translated.pk} (1.1 en), live"


def break_references(site: Site) -> str:
    ReferenceIndex.objects.filter(object_id=str(site.source.pk)).delete()
    return f"guidancepage {site.source.pk}"


def break_extra_references(site: Site) -> str:
    row = ReferenceIndex.objects.filter(object_id=str(site.source.pk)).first()
    assert row is not None
    row.pk = None
    row.content_path = "body.elsewhere"
    row.content_path_hash = ReferenceIndex._get_content_path_hash("x")  # noqa: SLF001
    row.save()
    return f"guidancepage {site.source.pk}"


def break_reference_owner(site: Site) -> str:
    row = ReferenceIndex.objects.filter(object_id=str(site.source.pk)).first()
    assert row is not None
    row.pk = None
    row.object_id = "99999"
    row.save()
    return "page 99999"


def break_search(site: Site) -> str:
    IndexEntry.objects.filter(object_id=str(site.source.pk)).delete()
    return f"guidancepage {site.source.pk}"


def break_search_owner(site: Site) -> str:
    entry = IndexEntry.objects.get(object_id=str(site.source.pk))
    IndexEntry.objects.create(
        content_type=entry.content_type, object_id="99999", title="x", body="x"
    )
    return "guidancepage 99999"


def break_image_file(site: Site) -> str:
    (site.media / site.image.file.name).unlink()
    return f"image {site.image.pk} ({site.image.file.name})"


def break_image_bytes(site: Site) -> str:
    (site.media / site.image.file.name).write_bytes(picture(color=5))
    return f"image {site.image.pk} ({site.image.file.name})"


def break_image_hash(site: Site) -> str:
    get_image_model().objects.update(file_hash="")
    return f"image {site.image.pk} ({site.image.file.name})"


def break_rendition(site: Site) -> str:
    rendition = site.image.get_rendition("width-2")
    (site.media / rendition.file.name).unlink()
    return f"rendition {rendition.pk} ({rendition.file.name})"


def old(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture())
    os.utime(path, (time.time() - 2 * HOUR, time.time() - 2 * HOUR))
    return path


def break_orphan(site: Site) -> str:
    old(site.media / "original_images/kimsesiz.png")
    return "original_images/kimsesiz.png"


def break_unfinished(site: Site) -> str:
    old(site.media / "original_images/.5f.png.x7_ab12c")
    return "original_images/.5f.png.x7_ab12c"


def break_message(_site: Site) -> str:
    message = Message.objects.order_by("pk").first()
    assert message is not None
    Message.objects.filter(pk=message.pk).update(digest="0" * 64)
    return f"message {message.pk}"


def break_use(_site: Site) -> str:
    use = MessageUse.objects.order_by("pk").first()
    assert use is not None
    MessageUse.objects.filter(pk=use.pk).update(owner="q77.c1")
    return f"use {use.pk}"


def break_source_digest(site: Site) -> str:
    row_of(site.translated).update(source_digest="0" * 64)
    return f"page {site.translated.pk} (1.1 en)"


def break_number(_site: Site) -> str:
    question = Question.objects.create(number=10_000)
    return f"question {question.pk}"


def break_parked_row(_site: Site) -> str:
    text = ParkedText.objects.create(
        table="guidance_choice", column="text_de", row=9999, text="Eins."
    )
    return f"parked text {text.pk} ({text})"


def break_parked_column(site: Site) -> str:
    text = ParkedText.objects.create(
        table="guidance_choice",
        column="text_en",
        row=site.source.choice_id,
        text="One.",
    )
    return f"parked text {text.pk} ({text})"


def break_document_base(_site: Site) -> str:
    SourceDocument.objects.update(stream=[{"type": "text"}])
    return f"document {SourceDocument.objects.get().pk} (S1C1.md)"


def break_lock(_site: Site) -> str:
    long_ago = timezone.now() - timedelta(minutes=2)
    hold_lock(host="elsewhere", heartbeat=long_ago)
    return "lock content"


def hold_lock(host: str, heartbeat: object) -> None:
    import uuid

    PublicationLock.objects.update_or_create(
        name="content",
        defaults={
            "token": uuid.uuid4(),
            "holder": "import",
            "host": host,
            "pid": 1,
            "taken_at": NOW,
            "heartbeat": heartbeat,
        },
    )


def break_foreign_key(site: Site) -> str:
    row_of(site.source).update(choice=4711)
    return f"guidance_guidancepage row {site.source.pk}"


BROKEN: list[tuple[str, Callable[[Site], str]]] = [
    ("tree-path", break_path),
    ("tree-path", break_depth),
    ("tree-path", break_alphabet),
    ("tree-children", break_children),
    ("tree-address", break_address),
    ("locale-missing", break_locales),
    ("index-page", break_index),
    ("index-page", break_second_index),
    ("page-place", break_place),
    ("page-key", break_key),
    ("page-twice", break_uniqueness),
    ("revision-pointer", break_latest_pointer),
    ("revision-pointer", break_live_pointer),
    ("revision-missing", break_history),
    ("revision-missing", break_live_history),
    ("revision-missing", break_unpublished_history),
    ("draft-hidden", break_draft_flag),
    ("revision-orphan", break_revision_owner),
    ("revision-differs", break_live_heading),
    ("revision-differs", break_live_body),
    ("unsafe-content", break_rich_text),
    ("unsafe-content", break_draft),
    ("unsafe-content", break_leaf_ids),
    ("page-digest", break_digest),
    ("link-to-nowhere", break_link),
    ("link-to-nowhere", break_draft_link),
    ("link-to-nowhere", break_link_target),
    ("link-to-nowhere", break_picture),
    ("reference-index", break_references),
    ("reference-index", break_extra_references),
    ("reference-orphan", break_reference_owner),
    ("search-index", break_search),
    ("search-index", break_search_owner),
    ("image-file", break_image_file),
    ("image-hash", break_image_bytes),
    ("image-hash", break_image_hash),
    ("rendition-file", break_rendition),
    ("media-orphan", break_orphan),
    ("media-unfinished", break_unfinished),
    ("message-digest", break_message),
    ("message-use", break_use),
    ("source-digest", break_source_digest),
    ("number-range", break_number),
    ("parked-text", break_parked_row),
    ("parked-text", break_parked_column),
    ("document-base", break_document_base),
    ("lock-void", break_lock),
]
# What is tested on its own, because it cannot be broken inside of a transaction.
ELSEWHERE = {
    "database-damaged",
    "dangling-reference",
    "page-incomplete",
    "language-column",
}


@pytest.mark.parametrize(
    ("code", "break_it"), [pytest.param(*each, id=each[1].__name__) for each in BROKEN]
)
def test_a_broken_thing_is_found_and_named(
    code: str, break_it: Callable[[Site], str], site: Site
) -> None:
    place = break_it(site)

    found = problems()

    assert place in found.get(code, []), found


def test_every_check_has_a_broken_thing() -> None:
    codes = [check.code for check in all_checks()]

    assert len(codes) == len(set(codes))
    assert set(codes) == {code for code, _ in BROKEN} | ELSEWHERE


def test_what_treebeard_finds_is_found(site: Site) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    for break_it in (break_path, break_children):
        break_it(site)

    *_, orphans, _, wrong_numbers = Page.find_problems()

    found = problems()
    assert {f"page {pk}" for pk in orphans} == set(found["tree-path"])
    assert {f"page {pk}" for pk in wrong_numbers} <= set(found["tree-children"])


def test_a_row_that_points_at_nothing_is_found(site: Site) -> None:
    if connection.vendor != "sqlite":
        break_foreign_key(site)
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.check_constraints()
        row_of(site.source).update(choice=site.source.choice_id)
        assert not examine(_checks("dangling-reference"))[0].problems
        return
    choice = site.source.choice_id
    place = break_foreign_key(site)

    found = examine(_checks("dangling-reference"))

    assert [problem.place for problem in found[0].problems] == [place]
    row_of(site.source).update(choice=choice)


def test_a_page_without_its_own_part_is_found(site: Site) -> None:
    kind = site.source.content_type
    root = Page.get_first_root_node()
    page = root.add_child(instance=Page(title="Yarım", slug="yarim"))
    Page.objects.filter(pk=page.pk).update(content_type=kind)

    found = examine(_checks("page-incomplete"))

    assert [problem.place for problem in found[0].problems] == [f"page {page.pk}"]


def test_a_language_without_a_column_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from guidance.doctor import questionnaire

    monkeypatch.setattr(questionnaire, "configured_columns", lambda: ("text_xx",))

    found = examine(_checks("language-column"))

    assert [problem.place for problem in found[0].problems] == [
        "table guidance_question",
        "table guidance_choice",
    ]


def _checks(code: str) -> list[Check]:
    return [check for check in all_checks() if check.code == code]


def test_a_check_that_fails_does_not_stop_the_others(site: Site) -> None:
    def find() -> list[Problem]:
        raise DatabaseError("no such column: guidance_choice.text_xx")

    checks = [Check("failing", "Mend it.", find), *_checks("page-key")]

    failing, other = examine(checks)

    assert [problem.place for problem in failing.problems] == ["database"]
    assert "text_xx" in failing.problems[0].what
    assert other.problems == ()
    assert site.source.live


def test_the_number_of_statements_does_not_grow_with_the_pages(site: Site) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            examine()
        return len(queries)

    statements()
    before = statements()
    for number in range(3, 12):
        make_page(make_choice(1, number, tr=f"Seçenek {number}."), prose("Metin."))

    assert statements() == before
    assert site.source.live


def test_a_check_is_registered_once() -> None:
    before = all_checks()

    register(*before)

    assert all_checks() == before


# ---- sweeping


def test_only_old_files_are_orphans(site: Site) -> None:
    young = site.media / "original_images/yeni.png"
    young.write_bytes(b"x")

    assert problems() == {}


def test_the_sweep_takes_what_nobody_can_miss_and_nothing_else(site: Site) -> None:
    break_orphan(site)
    break_unfinished(site)
    break_lock(site)
    rendition = site.image.get_rendition("width-2")
    foreign = old(site.media / "documents/tutanak.pdf")
    diagnoses = examine()

    swept = sweep(diagnoses)

    assert {code for code, _ in swept} == {
        "media-orphan",
        "media-unfinished",
        "lock-void",
    }
    assert problems() == {}
    assert foreign.exists()
    assert (site.media / site.image.file.name).exists()
    assert (site.media / rendition.file.name).exists()
    assert PublicationLock.objects.get().token is None


def test_a_file_that_found_its_row_meanwhile_is_not_swept(site: Site) -> None:
    break_orphan(site)
    diagnoses = examine()
    image = get_image_model()(title="Bulundu", width=1, height=1)
    image.file = "original_images/kimsesiz.png"
    image.file_hash = "0" * 40
    get_image_model().objects.bulk_create([image])

    sweep(diagnoses)

    assert (site.media / "original_images/kimsesiz.png").exists()


def test_nothing_is_swept_while_somebody_writes(site: Site) -> None:
    break_orphan(site)
    diagnoses = examine()

    with content_lock("import"), pytest.raises(LockHeldError):
        sweep(diagnoses)

    assert (site.media / "original_images/kimsesiz.png").exists()


def test_what_is_broken_and_cannot_be_swept_stays_a_problem(site: Site) -> None:
    break_number(site)
    diagnoses: list[Diagnosis] = examine()

    assert sweep(diagnoses) == set()
    assert set(problems()) == {"number-range"}


def test_unfinished_catalogs_are_swept(
    site: Site, tmp_path: Path, settings: object
) -> None:
    settings.GUIDANCE_CATALOG_DIR = tmp_path / "locale"  # type: ignore[attr-defined]
    left = old(tmp_path / "locale/en/LC_MESSAGES/.guidance.po.x7_ab12c")
    kept = old(tmp_path / "locale/en/LC_MESSAGES/guidance.po")

    sweep(examine())

    assert not left.exists()
    assert kept.exists()
    assert site.source.live


def test_pictures_are_kept_as_they_are(site: Site) -> None:
    data = BytesIO((site.media / site.image.file.name).read_bytes()).getvalue()

    examine()

    assert (site.media / site.image.file.name).read_bytes() == data
