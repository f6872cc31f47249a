"""What the database holds for an export: pages, questions, documents and images."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from wagtail.images import get_image_model
from wagtail.models import Revision

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.pages import BATCH
from guidance.segments.stream import Stream
from importers.export.layout import Key
from importers.models import ImportRun, SourceDocument
from importers.plan import Base as Agreed
from importers.state import agreed_upon


@dataclass(frozen=True, slots=True)
class Known:
    """A document that an import knows, without its weight."""

    path: str
    source: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Base:
    """A document as its last import read it.

    ``agreed`` is the base of the next merge: the same, except where somebody still has
    to decide.
    """

    data: bytes
    title: str
    stream: Stream
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the library; ``sha1`` is empty when nobody has computed it yet."""

    pk: int
    name: str
    sha1: str

    def read(self) -> bytes:
        """Return its bytes. Raises OSError."""
        field = get_image_model()._meta.get_field("file")  # noqa: SLF001 - public API
        with field.storage.open(self.name) as file:
            return bytes(file.read())


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page: what its live version says, or its draft if that was asked for.

    ``text`` is the choice's text in the page's language, None when there is none.
    """

    pk: int
    key: Key
    text: str | None
    heading: str
    stream: Stream
    live: bool
    drafted: bool
    published_at: datetime | None


def known_documents() -> dict[Key, Known]:
    """Return all documents that an import knows."""
    rows = SourceDocument.objects.values_list(
        "question", "choice", "path", "source", "retired"
    )
    return {(q, c): Known(path, source, gone) for q, c, path, source, gone in rows}


def keys_of_pages(languages: Collection[str]) -> dict[int, Key]:
    """Return {page pk: key} of all guidance pages in these languages."""
    rows = GuidancePage.objects.filter(locale__language_code__in=languages).values_list(
        "pk", "choice__question__number", "choice__number"
    )
    return {pk: (question, choice) for pk, question, choice in rows}


def page_batches(
    keys: Collection[Key], language: str, *, draft: bool
) -> Iterator[list[PageRow]]:
    """Yield the pages of these keys in order, some at a time."""
    rows = sorted(
        (key, pk) for pk, key in keys_of_pages([language]).items() if key in keys
    )
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        pages = GuidancePage.objects.in_bulk([pk for _, pk in batch])
        choices = Choice.objects.in_bulk([p.choice_id for p in pages.values()])
        drafts = _drafts(pages.values()) if draft else {}
        yield [
            _row(pages[pk], drafts.get(pk), key, choices[pages[pk].choice_id], language)
            for key, pk in batch
            if pk in pages
        ]


def _row(
    page: GuidancePage,
    draft: GuidancePage | None,
    key: Key,
    choice: Choice,
    language: str,
) -> PageRow:
    shown = draft or page
    return PageRow(
        pk=page.pk,
        key=key,
        text=choice.text_in(language),
        heading=shown.heading,
        stream=shown.stream(),
        live=page.live,
        drafted=page.has_unpublished_changes,
        published_at=page.last_published_at,
    )


def _drafts(pages: Iterable[GuidancePage]) -> dict[int, GuidancePage]:
    """Return the latest revisions of the pages that have unpublished changes."""
    changed = {
        page.latest_revision_id: page.pk
        for page in pages
        if page.has_unpublished_changes and page.latest_revision_id
    }
    revisions = Revision.objects.filter(pk__in=list(changed))
    return {
        changed[revision.pk]: revision.as_object()
        for revision in revisions.select_related("content_type")
    }


def bases(keys: Collection[Key]) -> dict[Key, Base]:
    """Return the documents of these keys with their bytes."""
    rows = SourceDocument.objects.filter(
        question__in={question for question, _ in keys}
    )
    return {
        (row.question, row.choice): Base(
            bytes(row.original),
            row.title,
            row.stream,
            agreed_upon(row),
        )
        for row in rows
        if (row.question, row.choice) in keys
    }


def question_texts(language: str) -> dict[Key, str]:
    """Return the texts of all questions that have one in a language."""
    texts = {(row.number, 0): row.text_in(language) for row in Question.objects.all()}
    return {key: text for key, text in texts.items() if text}


def images(pks: Collection[int]) -> Mapping[int, Image]:
    """Return the images with these keys."""
    rows = get_image_model().objects.filter(pk__in=pks)
    return {row.pk: Image(row.pk, row.file.name, row.file_hash) for row in rows}


def drafted_by_import(page: int, published_at: datetime | None) -> bool:
    """Whether an import wrote a draft of a page since the page was last published."""
    revisions = Revision.page_revisions.filter(object_id=str(page))
    if published_at is not None:
        revisions = revisions.filter(created_at__gt=published_at)
    runs = ImportRun.objects.filter(started_at__lte=OuterRef("created_at")).filter(
        Q(finished_at__gte=OuterRef("created_at"))
        # Nobody noted the end of one that was killed.
        | Q(finished_at=None, heartbeat__gte=OuterRef("created_at"))
    )
    return bool(revisions.filter(Exists(runs)).exists())


def earlier_streams(page: int, most: int = 50) -> Iterator[Stream]:
    """Yield what a page said, the newest version first."""
    revisions = Revision.page_revisions.filter(object_id=str(page))
    for revision in revisions.order_by("-created_at", "-pk")[:most]:
        yield revision.as_object().stream()
