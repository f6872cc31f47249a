"""Whether a file is the same work as an earlier upload, some hours on.

A translator who uploads, goes on in the same file and uploads it again is no second
translator: the own earlier upload is nothing to be in conflict with.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.header import EXPORT
from guidance.models import CatalogUpload, TranslationChange
from guidance.translation.catalog_files import CatalogFile

_TRANSLATOR = "Last-Translator"
_LATEST = 50


def continued_uploads(file: CatalogFile, user: Any = None) -> frozenset[int]:
    """Return the uploads that ``file`` is a later state of.

    They began with the same export, and are by the same person, or of the same name
    and for the most part in the file.
    """
    export = file.catalog.field(EXPORT)
    if not export:
        return frozenset()
    texts = {entry.key: entry.msgstr for entry in file.catalog.entries}
    return frozenset(
        pk
        for pk, is_same_person in _candidates(file, export, user)
        if _continues(pk, texts, is_same_person=is_same_person)
    )


def _candidates(
    file: CatalogFile, export: str, user: Any
) -> Iterator[tuple[int, bool]]:
    translator = file.catalog.field(_TRANSLATOR)
    uploads = CatalogUpload.objects.filter(locale=file.language, undone_at=None)
    for pk, name, owner, header in uploads.values_list(
        "pk", "name", "user_id", "header"
    )[:_LATEST]:
        said = dict(header)
        if said.get(EXPORT) != export:
            continue
        is_same_user = user is not None and owner == user.pk
        is_same_person = is_same_user or (
            bool(translator) and said.get(_TRANSLATOR) == translator
        )
        if is_same_person or name == file.name[-255:]:
            yield pk, is_same_person


def _continues(upload: int, texts: Mapping[Key, str], *, is_same_person: bool) -> bool:
    agreed = behind = 0
    changes = TranslationChange.objects.filter(upload=upload)
    for msgctxt, msgid, old, new in changes.values_list(
        "message__msgctxt", "message__msgid", "old_msgstr", "new_msgstr"
    ):
        text = texts.get((msgctxt, msgid))
        agreed += text == new
        behind += text != new and text in {"", old}
    return agreed >= behind if is_same_person else agreed > behind
