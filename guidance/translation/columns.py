"""Texts of questions and choices in other languages: the columns that visitors read.

A change of the source never alters them by itself, as it never alters a live page. The column is the published value, ``Translation`` holds its state and history; this
module keeps the two in line and is the only one that writes the columns of languages
other than the source's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guidance.bulk_rows import update_column
from guidance.catalog.context import CHOICE, QUESTION, context
from guidance.catalog.entry import Key
from guidance.conf import guidance_settings
from guidance.models import Choice, Question
from guidance.publication.titles import refresh_titles
from guidance.segments.leaf import Leaf, LeafKind, plain_leaf
from guidance.segments.segment import to_segment
from guidance.translation.memory import load_memory
from guidance.translation.page_text import translated_text
from guidance.translation.status import refresh_status


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Texts that are taken from the site where they have no valid translation.

    Those of some messages, or of some documents (``q10.c2``; None: all).
    """

    messages: Collection[Key] = ()
    owners: Collection[str] | None = ()

    def covers(self, row: Question | Choice, leaf: Leaf) -> bool:
        """Return whether the text of a row is withdrawn."""
        if self.owners is None or row.key in self.owners:
            return True
        return not _keys_of(row, leaf).isdisjoint(self.messages)


NOTHING = Withdrawal()


def write_columns(language: str, withdrawn: Withdrawal = NOTHING) -> int:
    """Set the columns of ``language`` to what may be published; return how many changed.

    Without a valid translation a column stays as it was published, until there is one,
    or until it is ``withdrawn``: then it is NULL, never the source text.
    """
    tables = _rows()
    asked = {key for _, rows in tables for row in rows for key in _keys(row)}
    translations = load_memory(language, asked).published()
    changed: list[str] = []
    for model, rows in tables:
        behind = [
            row for row in rows if _set_column(row, language, translations, withdrawn)
        ]
        if behind:
            column = behind[0].text_column(language)
            update_column(
                model, column, [(row.pk, row.text_in(language)) for row in behind]
            )
            changed += [row.key for row in behind]
            if isinstance(behind[0], Choice):
                refresh_titles([row.pk for row in behind], language)
    if changed:
        refresh_status(changed, [language])
    return len(changed)


def _rows() -> list[tuple[type[Question | Choice], list[Any]]]:
    return [
        (Question, list(Question.objects.all())),
        (Choice, list(Choice.objects.select_related("question"))),
    ]


def _keys(row: Question | Choice) -> set[Key]:
    """Return the messages that the text of a row may have its translation from."""
    leaf = text_leaf(row)
    return _keys_of(row, leaf) if leaf is not None else set()


def _keys_of(row: Question | Choice, leaf: Leaf) -> set[Key]:
    msgid = to_segment(leaf.inline)
    return {(row.key, msgid), (context(leaf, row.key), msgid)}


def _set_column(
    row: Question | Choice,
    language: str,
    translations: Mapping[Key, str],
    withdrawn: Withdrawal,
) -> bool:
    """Set the column in memory; return whether it was something else."""
    leaf = text_leaf(row)
    text = translated_text(leaf, row.key, translations) if leaf else None
    if text == row.text_in(language):
        return False
    if text is None and leaf is not None and not withdrawn.covers(row, leaf):
        return False
    row.set_text(language, text)
    return True


def is_translated(row: Question | Choice, translations: Mapping[Key, str]) -> bool:
    """Return whether the present source text of a row has a valid translation."""
    leaf = text_leaf(row)
    return leaf is not None and translated_text(leaf, row.key, translations) is not None


def text_leaf(row: Question | Choice) -> Leaf | None:
    """Return the source text of a question or choice as a leaf, None when it has none."""
    text = row.text_in(guidance_settings().source)
    if not text:
        return None
    if isinstance(row, Question):
        return plain_leaf(QUESTION, LeafKind.QUESTION, text)
    return plain_leaf(CHOICE, LeafKind.CHOICE, text)
