"""The documents of an import: what was found at the given paths, and its front matter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from importers.files import PathFinding, SourceFile, gather
from importers.fingerprint import text_fingerprint
from importers.markdown.reading import (
    QuestionText,
    Reading,
    SourceText,
    read,
)

# Documents of so many bytes are kept as text, too, which takes two or three times that.
_ROOM = 16 * 1024 * 1024


@dataclass(frozen=True)
class Document:
    """A file and what its front matter says; ``number`` is its place in the import.

    ``known_key`` are the ids of one that was imported from this path with the same
    bytes: nobody has to read it to know them. ``is_kept`` when there is room for what
    it says until it is imported.
    """

    number: int
    file: SourceFile
    question_file: re.Pattern[str]
    encoding: str
    fingerprint: str
    known_key: tuple[int, int] | None = None
    is_kept: bool = False

    @property
    def path(self) -> str:
        """Where it was found, relative to the root of its source."""
        return self.file.path

    @property
    def reading(self) -> Reading:
        """What it says; read again each time if all texts would take too much room."""
        return self.head if self.is_kept else self._read()

    @cached_property
    def head(self) -> Reading:
        """What it says, perhaps without its body."""
        reading = self._read()
        if self.is_kept or not isinstance(reading, SourceText):
            return reading
        return replace(reading, body="")

    def _read(self) -> Reading:
        return read(self.path, self.file.data, self.question_file, self.encoding)

    @property
    def key(self) -> tuple[int, int] | None:
        """Its ids; choice 0 for a question file, None for what is not imported."""
        if self.known_key is not None:
            return self.known_key
        match self.head:
            case SourceText(question=question, choice=choice):
                return question, choice
            case QuestionText(question=question):
                return question, 0
        return None

    @property
    def is_question(self) -> bool:
        """Whether it gives a question its text, and has no page."""
        return self.key is not None and self.key[1] == 0


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents in a fixed order.

    ``unread`` are there and could not be read, ``notes`` are about other things that
    were found; ``whole`` when what is not among the documents is really gone.
    """

    documents: tuple[Document, ...]
    unread: tuple[PathFinding, ...]
    notes: tuple[PathFinding, ...]
    whole: bool


def gather_documents(
    paths: Sequence[Path],
    question_file: re.Pattern[str],
    encoding: str,
    known: Mapping[tuple[str, str], tuple[int, int]] | None = None,
) -> Documents:
    """Return all documents at ``paths``; those that are not UTF-8 in ``encoding``.

    ``known`` maps path and ``text_fingerprint`` of imported documents to their ids.
    Raises GatherError.
    """
    known = known or {}
    settings = (encoding, question_file.pattern)
    gathered = gather(paths)
    is_kept = sum(len(file.data) for file in gathered.documents) <= _ROOM
    documents = []
    for number, file in enumerate(gathered.documents):
        text = text_fingerprint(file.data, settings=settings)
        key = known.get((file.path, text))
        documents.append(
            Document(number, file, question_file, encoding, text, key, is_kept)
        )
    return Documents(
        tuple(documents),
        gathered.unread,
        gathered.notes,
        whole=not gathered.unread and all(path.is_dir() for path in paths),
    )
