"""What the database holds for the documents of a batch: set-based, one look."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision, WorkflowState

from guidance.models import Choice, GuidancePage, Question
from guidance.publication.pages import in_language
from importers.barrier import Barrier
from importers.models import SourceDocument
from importers.plan import Base, Current

# What an editor can change in a draft besides the body.
_EDITED = (
    "heading",
    "seo_title",
    "search_description",
    "slug",
    "show_in_menus",
    "go_live_at",
    "expire_at",
)

# A question and a choice number; choice 0 stands for the question file.
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in the database for one document.

    ``text`` is what the question or choice says in the source language, None when there
    is no such row yet. ``in_dispute`` says that there are open proposals.
    """

    base: Base | None
    current: Current | None
    text: str | None
    in_dispute: bool = False


def load_held(keys: Collection[Key], language: str) -> dict[Key, Held]:
    """Return what the database holds for each key, in a constant number of queries."""
    documents = {
        (document.question, document.choice): document
        for document in SourceDocument.objects.filter(_documents(keys)).defer(
            "original", "findings"
        )
    }
    texts = _texts(keys, language)
    pages = {_key(page): page for page in _pages(keys, language)}
    drafts = _drafts(pages.values())
    barriers = _barriers(pages.values())
    held = {}
    for key in keys:
        document, page = documents.get(key), pages.get(key)
        held[key] = Held(
            base=agreed_upon(document) if document is not None else None,
            current=_current(page, document, drafts, barriers),
            text=texts.get(key),
            in_dispute=document is not None and document.disputed is not None,
        )
    return held


def page_keys(language: str) -> dict[Key, int]:
    """Return {key: page pk} of every guidance page in a language."""
    rows = GuidancePage.objects.filter(locale__language_code=language).values_list(
        "choice__question__number", "choice__number", "pk"
    )
    return {(question, choice): pk for question, choice, pk in rows}


def question_numbers() -> frozenset[int]:
    """Return the numbers of all questions there are."""
    return frozenset(Question.objects.values_list("number", flat=True))


def _documents(keys: Iterable[Key]) -> Q:
    return Q(question__in={question for question, _ in keys})


def _key(page: GuidancePage) -> Key:
    return (page.choice.question.number, page.choice.number)


def _pages(keys: Collection[Key], language: str) -> Iterable[GuidancePage]:
    questions = GuidancePage.objects.filter(
        choice__question__number__in={question for question, _ in keys}
    )
    pages = in_language(questions, language)
    wanted = set(keys)
    return [
        page
        for page in pages.select_related("choice__question", "locale")
        if _key(page) in wanted
    ]


def _texts(keys: Collection[Key], language: str) -> dict[Key, str]:
    numbers = {question for question, _ in keys}
    questions = Question.objects.filter(number__in=numbers)
    choices = Choice.objects.filter(question__in=questions).select_related("question")
    return {
        **{(row.number, 0): row.text_in(language) or "" for row in questions},
        **{
            (row.question.number, row.number): row.text_in(language) or ""
            for row in choices
        },
    }


def _drafts(pages: Iterable[GuidancePage]) -> dict[int, GuidancePage]:
    """Return the drafts of the pages that have unpublished changes."""
    changed = {
        page.latest_revision_id: page for page in pages if page.has_unpublished_changes
    }
    revisions = Revision.objects.filter(pk__in=[pk for pk in changed if pk])
    return {
        changed[revision.pk].pk: revision.as_object()
        for revision in revisions.select_related("content_type")
    }


def _barriers(pages: Iterable[GuidancePage]) -> Mapping[int, Barrier]:
    pages = list(pages)
    moderated = {
        int(pk)
        for pk in WorkflowState.objects.active()
        .filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id__in=[str(page.pk) for page in pages],
        )
        .values_list("object_id", flat=True)
    }
    scheduled = {
        int(pk)
        for pk in Revision.objects.filter(
            base_content_type=ContentType.objects.get(
                app_label="wagtailcore", model="page"
            ),
            object_id__in=[str(page.pk) for page in pages],
            approved_go_live_at__isnull=False,
        ).values_list("object_id", flat=True)
    }
    return {
        page.pk: barrier
        for page in pages
        if (barrier := _barrier(page, moderated, scheduled))
    }


def _barrier(
    page: GuidancePage, moderated: Collection[int], scheduled: Collection[int]
) -> Barrier | None:
    if page.locked:
        return Barrier.LOCKED
    if page.pk in moderated:
        return Barrier.IN_MODERATION
    if page.pk in scheduled:
        return Barrier.SCHEDULED
    if not page.live:
        return Barrier.NOT_LIVE
    return Barrier.UNPUBLISHED_CHANGES if page.has_unpublished_changes else None


def agreed_upon(document: SourceDocument) -> Base:
    """Return the base of the next merge: the last import, except in open conflicts."""
    if document.disputed is not None:
        return Base(document.disputed["title"], document.disputed["stream"])
    return Base(document.title, document.stream)


def _current(
    page: GuidancePage | None,
    document: SourceDocument | None,
    drafts: Mapping[int, GuidancePage],
    barriers: Mapping[int, Barrier],
) -> Current | None:
    if page is None:
        return None
    draft = drafts.get(page.pk, page)
    retired = document is not None and document.retired and not page.live
    return Current(
        draft.stream(),
        barriers.get(page.pk),
        retired=retired,
        hides_draft=retired and _content(draft) != _content(page),
    )


def _content(page: GuidancePage) -> list[Any]:
    """Return all that an editor can have changed in a draft, and nobody has published."""
    return [page.stream(), *(getattr(page, name) for name in _EDITED)]
