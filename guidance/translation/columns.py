"""Texts of questions and choices in other languages: the columns that visitors read.

The column is the published value, ``Translation`` holds its state and history; this
module keeps the two in line and is the only one that writes the columns of languages
other than the source's.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from guidance.catalog.context import CHOICE, QUESTION, context
from guidance.catalog.entry import Key
from guidance.catalog.message import Known
from guidance.conf import guidance_settings
from guidance.models import Choice, Question, TranslationOrigin
from guidance.publication.titles import refresh_titles
from guidance.segments.inline import Text
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.segment import to_segment
from guidance.translation.memory import Memory, load_memory, write_translations
from guidance.translation.page_text import translated_text
from guidance.translation.status import refresh_status
from guidance.translation.uses import ensure_messages

_BATCH = 500


def write_columns(language: str) -> int:
    """Set the columns of ``language`` to what may be published; return how many changed.

    A missing or fuzzy translation is NULL, never the source text.
    """
    translations = load_memory(language).published()
    changed = 0
    for model, rows in _rows():
        behind = [row for row in rows if _set_column(row, language, translations)]
        if behind:
            column = behind[0].text_column(language)
            model.objects.bulk_update(behind, [column], batch_size=_BATCH)
            changed += len(behind)
            if isinstance(behind[0], Choice):
                refresh_titles([row.pk for row in behind], language)
            refresh_status([row.key for row in behind], [language])
    return changed


def record_edit(
    row: Question | Choice, languages: Iterable[str], *, now: datetime, user: Any
) -> None:
    """Store what an editor wrote into the columns as translations of their own origin.

    An emptied column withdraws the translation: it becomes fuzzy, so that nobody reads
    it and no translator loses it.
    """
    leaf = _leaf(row)
    if leaf is None:
        return
    key = (context(leaf, row.key), to_segment(leaf.inline))
    for language in languages:
        if language == guidance_settings().source:
            continue
        text = row.text_in(language)
        stored = load_memory(language).known.get(key)
        value = _edited(text, stored)
        if value is not None and value != stored:
            write_translations(
                Memory(language, {key: value}),
                ensure_messages([key]),
                now,
                TranslationOrigin.EDITOR,
                user=user,
            )


def _edited(text: str | None, stored: Known | None) -> Known | None:
    if text:
        return Known(to_segment((Text(text),)))
    if stored is not None and stored.msgstr:
        return Known(stored.msgstr, fuzzy=True, comment=stored.comment)
    return None


def _rows() -> list[tuple[type[Question | Choice], list[Any]]]:
    return [
        (Question, list(Question.objects.all())),
        (Choice, list(Choice.objects.select_related("question"))),
    ]


def _set_column(
    row: Question | Choice, language: str, translations: Mapping[Key, str]
) -> bool:
    """Set the column in memory; return whether it was something else."""
    leaf = _leaf(row)
    text = translated_text(leaf, row.key, translations) if leaf else None
    if text == row.text_in(language):
        return False
    row.set_text(language, text)
    return True


def _leaf(row: Question | Choice) -> Leaf | None:
    text = row.text_in(guidance_settings().source)
    if not text:
        return None
    if isinstance(row, Question):
        return plain_leaf(QUESTION, LeafKind.QUESTION, text)
    return plain_leaf(CHOICE, LeafKind.CHOICE, text)
