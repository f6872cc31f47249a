"""Whether a file is the same work as an earlier upload, some hours on.

A translator who uploads, goes on in the same file and uploads it again is no second
translator: the own earlier upload is nothing to be in conflict with.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from guidance.catalog.entry import Key
from guidance.catalog.header import EXPORT
from guidance.catalog.message import is_prefilled
from guidance.models import CatalogUpload, TranslationChange
from guidance.translation.catalog_files import CatalogFile
from guidance.translation.history import last_change

_TRANSLATOR = "Last-Translator"
_LATEST = 50


def continued_uploads(file: CatalogFile, user: Any = None) -> frozenset[int]:
    """Return the uploads that ``file`` is a later state of.

    They began with the same export, and are by the same person, or nobody knows the
    person and they are of the same name and for the most part in the file.
    """
    export = file.catalog.field(EXPORT)
    began_at = last_change(file.language, export)
    if began_at is None:
        return frozenset()
    texts = {entry.key: entry.msgstr for entry in file.catalog.entries}
    return frozenset(
        pk
        for pk, proof in _candidates(file, export, began_at, user)
        if _continues(pk, texts, proof)
    )


class _Proof(Enum):
    """What tells that a file and an upload are by one person."""

    ACCOUNT = "account"
    TRANSLATOR = "translator"
    NAME = "name"


def _candidates(
    file: CatalogFile, export: str, began_at: int, user: Any
) -> Iterator[tuple[int, _Proof]]:
    translator = _own_translator(file, began_at)
    uploads = CatalogUpload.objects.filter(locale=file.language, undone_at=None)
    for pk, name, owner, header in uploads.values_list(
        "pk", "name", "user_id", "header"
    )[:_LATEST]:
        said = dict(header)
        if said.get(EXPORT) != export:
            continue
        if user is not None and owner is not None:
            # Two accounts are two persons, whatever their files say.
            if owner == user.pk:
                yield pk, _Proof.ACCOUNT
        elif translator and said.get(_TRANSLATOR) == translator:
            yield pk, _Proof.TRANSLATOR
        elif name == file.name[-255:]:
            yield pk, _Proof.NAME


def _own_translator(file: CatalogFile, began_at: int) -> str:
    """Return the translator that the file names, ``""`` if the export may have named them.

    An export gives back what the uploads before it said, so many who never touch the
    field have the same name in it.
    """
    translator = file.catalog.field(_TRANSLATOR)
    before = CatalogUpload.objects.filter(locale=file.language)
    changes = TranslationChange.objects.filter(locale=file.language, pk__gt=began_at)
    first = changes.first()
    if first is not None:
        before = before.filter(created_at__lte=first.created_at)
        if first.upload_id is not None:
            before = before.exclude(pk=first.upload_id)
    headers = before.values_list("header", flat=True)
    is_ours = any(dict(header).get(_TRANSLATOR) == translator for header in headers)
    return "" if is_ours else translator


def _continues(upload: int, texts: Mapping[Key, str], proof: _Proof) -> bool:
    agreed = behind = 0
    changes = TranslationChange.objects.filter(upload=upload)
    for msgctxt, msgid, old, new in changes.values_list(
        "message__msgctxt", "message__msgid", "old_msgstr", "new_msgstr"
    ):
        key = (msgctxt, msgid)
        text = texts.get(key)
        agreed += text == new
        behind += text != new and (text in {"", old} or is_prefilled(key, text or ""))
    if proof is _Proof.ACCOUNT:
        return agreed >= behind
    return agreed > behind if proof is _Proof.NAME else agreed >= max(behind, 1)
