"""The least that the rows of ``loop`` can cost in Python: no checks, no second look.

The fastest Markdown parser there is (cmark, in C), front matter split by hand, pictures
copied, and each table filled by bulk statements with paths worked out beforehand, all in
one transaction. Nobody should import like this; it says how far down there is to go.
"""

import hashlib
import html
import json
import re
import struct
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cmarkgfm
from cmarkgfm.cmark import Options
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from tests.benchmarks.plain.models import PlainPage

_PICTURE = re.compile(r"<img src=\"\./([^\"]+)\"[^>]*>")
_TAG = re.compile(r"<[^>]+>")


class _Read(NamedTuple):
    folder: Path
    meta: dict[str, str]
    pieces: list[str]


def import_documents(paths: list[Path]) -> None:
    """Make a page of each document."""
    read = [_read(path) for path in paths]
    with transaction.atomic():
        _write(read)


def _read(path: Path) -> _Read:
    head, _, body = path.read_text(encoding="utf-8")[4:].partition("\n---\n")
    pairs = (line.partition(": ") for line in head.split("\n"))
    meta = {key: value.strip('"') for key, _, value in pairs}
    pieces = _PICTURE.split(body)
    pieces[::2] = [
        cmarkgfm.markdown_to_html(piece, Options.CMARK_OPT_UNSAFE)
        for piece in pieces[::2]
    ]
    return _Read(path.parent, meta, pieces)


def _write(read: Sequence[_Read]) -> None:
    parent = Page.objects.get(depth=2)
    images = _images(read)
    bodies = [_body(each, pks) for each, pks in zip(read, images, strict=True)]
    pages = _pages(parent, read)
    _children(pages, read, bodies)
    revisions = _revisions(parent, pages, read, bodies)
    _log(pages, revisions)
    _references(pages, bodies, images)
    _search(pages, read, images)


def _images(read: Sequence[_Read]) -> list[list[int]]:
    """Copy the pictures and store their rows; return the keys for each document."""
    folder = Path(settings.MEDIA_ROOT) / "original_images"
    folder.mkdir(parents=True, exist_ok=True)
    root, now = Collection.get_first_root_node(), timezone.now()
    rows = []
    for each in read:
        for name in each.pieces[1::2]:
            data = (each.folder / name).read_bytes()
            stored = f"{each.folder.name}-{name}"
            (folder / stored).write_bytes(data)
            width, height = struct.unpack(">II", data[16:24])
            rows.append(
                get_image_model()(
                    title=f"{each.folder.name} {name}",
                    file=f"original_images/{stored}",
                    width=width,
                    height=height,
                    file_size=len(data),
                    file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
                    collection=root,
                    created_at=now,
                )
            )
    get_image_model().objects.bulk_create(rows)
    keys = iter([row.pk for row in rows])
    return [[next(keys) for _ in each.pieces[1::2]] for each in read]


def _body(each: _Read, images: list[int]) -> list[dict[str, Any]]:
    keys = iter(images)
    return [
        {
            "type": "image" if place % 2 else "text",
            "value": next(keys) if place % 2 else piece,
            "id": str(uuid.uuid4()),
        }
        for place, piece in enumerate(each.pieces)
    ]


def _pages(parent: Page, read: Sequence[_Read]) -> list[Page]:
    now, kind = timezone.now(), ContentType.objects.get_for_model(PlainPage)
    pages = []
    for step, each in enumerate(read, parent.numchild + 1):
        title = each.meta["title"]
        slug = slugify(title)
        path = Page._int2str(step).rjust(Page.steplen, Page.alphabet[0])  # noqa: SLF001
        pages.append(
            Page(
                title=title,
                draft_title=title,
                slug=slug,
                url_path=f"{parent.url_path}{slug}/",
                path=parent.path + path,
                depth=parent.depth + 1,
                content_type=kind,
                locale_id=parent.locale_id,
                live=True,
                first_published_at=now,
                last_published_at=now,
                latest_revision_created_at=now,
            )
        )
    Page.objects.bulk_create(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    return pages


def _children(
    pages: Sequence[Page], read: Sequence[_Read], bodies: Sequence[Any]
) -> None:
    table = connection.ops.quote_name(PlainPage._meta.db_table)  # noqa: SLF001
    rows = [
        (page.pk, each.meta["question_id"], each.meta["choice_id"], json.dumps(body))
        for page, each, body in zip(pages, read, bodies, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (page_ptr_id, question_id, choice_id, body) "  # noqa: S608
            "VALUES (%s, %s, %s, %s)",
            rows,
        )


def _revisions(
    parent: Page, pages: Sequence[Page], read: Sequence[_Read], bodies: Sequence[Any]
) -> list[Revision]:
    now, base = timezone.now(), ContentType.objects.get_for_model(Page)
    blank = {field.name: None for field in PlainPage._meta.fields if field.serialize}  # noqa: SLF001
    revisions = [
        Revision(
            content_type_id=page.content_type_id,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=now,
            object_str=page.title,
            content={
                **blank,
                "pk": page.pk,
                "path": page.path,
                "depth": page.depth,
                "numchild": 0,
                "translation_key": str(page.translation_key),
                "locale": parent.locale_id,
                "live": True,
                "title": page.title,
                "draft_title": page.title,
                "slug": page.slug,
                "url_path": page.url_path,
                "content_type": page.content_type_id,
                "question_id": each.meta["question_id"],
                "choice_id": each.meta["choice_id"],
                "body": json.dumps(body),
                "wagtail_admin_comments": [],
            },
        )
        for page, each, body in zip(pages, read, bodies, strict=True)
    ]
    Revision.objects.bulk_create(revisions)
    own = Revision.objects.filter(
        base_content_type=base, object_id=Cast(OuterRef("pk"), models.CharField())
    )
    new = Page.objects.filter(depth=parent.depth + 1, live_revision=None)
    new.update(latest_revision=Subquery(own.values("pk")[:1]))
    new.update(live_revision=F("latest_revision"))
    return revisions


def _log(pages: Sequence[Page], revisions: Iterable[Revision]) -> None:
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.title,
            action=action,
            timestamp=now,
            revision_id=revision.pk,
            content_changed=True,
        )
        for page, revision in zip(pages, revisions, strict=True)
        for action in ("wagtail.create", "wagtail.publish")
    )


def _references(
    pages: Sequence[Page], bodies: Sequence[Any], images: Iterable[list[int]]
) -> None:
    types = {
        model: ContentType.objects.get_for_model(model)
        for model in (Page, PlainPage, get_image_model(), Collection)
    }
    image, collection = types[get_image_model()], types[Collection]
    root = Collection.get_first_root_node()
    rows = [
        (types[PlainPage], types[Page], page.pk, image, block["value"], "image", block)
        for page, body in zip(pages, bodies, strict=True)
        for block in body
        if block["type"] == "image"
    ]
    rows += [
        (image, image, pk, collection, root.pk, "collection", None)
        for pks in images
        for pk in pks
    ]
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=kind,
            base_content_type=base,
            object_id=str(key),
            to_content_type=to_kind,
            to_object_id=str(to_key),
            model_path=f"body.{name}" if block else name,
            content_path=(path := f"body.{block['id']}" if block else name),
            content_path_hash=ReferenceIndex._get_content_path_hash(path),  # noqa: SLF001
        )
        for kind, base, key, to_kind, to_key, name, block in rows
    )


def _search(
    pages: Sequence[Page], read: Sequence[_Read], images: Iterable[list[int]]
) -> None:
    kind = ContentType.objects.get_for_model(PlainPage).pk
    image = ContentType.objects.get_for_model(get_image_model()).pk
    rows = [
        (kind, str(page.pk), page.title, html.unescape(_TAG.sub(" ", " ".join(texts))))
        for page, texts in zip(pages, (each.pieces[::2] for each in read), strict=True)
    ]
    rows += [
        (image, str(pk), f"{each.folder.name} {name}", "")
        for each, pks in zip(read, images, strict=True)
        for pk, name in zip(pks, each.pieces[1::2], strict=True)
    ]
    if connection.vendor == "postgresql":
        _search_in_postgresql(rows)
        return
    mean = sum(len(title) for _, _, title, _ in rows) / len(rows)
    IndexEntry.objects.bulk_create(
        IndexEntry(
            content_type_id=kind,
            object_id=key,
            title=title,
            autocomplete=title,
            body=body,
            title_norm=mean / len(title),
        )
        for kind, key, title, body in rows
    )


def _search_in_postgresql(rows: Iterable[tuple[int, str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title, "
            "autocomplete, body, title_text, body_text, title_norm) VALUES (%s, %s, "
            "setweight(to_tsvector(%s), 'A'), to_tsvector('simple', %s), "
            "to_tsvector(%s), %s, %s, 1.0)",
            [
                (kind, key, *(title,) * 2, body, title, body)
                for kind, key, title, body in rows
            ],
        )
