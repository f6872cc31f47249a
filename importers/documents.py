"""The documents of an import: what was found at the given paths, and its front matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from importers.files import PathFinding, SourceFile, gather
from importers.markdown.reading import (
    QuestionText,
    Reading,
    SourceText,
    read,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file and what its front matter says; ``number`` is its place in the import."""

    number: int
    file: SourceFile
    reading: Reading

    @property
    def path(self) -> str:
        """Where it was found, relative to the root of its source."""
        return self.file.path

    @property
    def key(self) -> tuple[int, int] | None:
        """Its ids; choice 0 for a question file, None for what is not imported."""
        match self.reading:
            case SourceText(question=question, choice=choice):
                return question, choice
            case QuestionText(question=question):
                return question, 0
        return None


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
    paths: Sequence[Path], question_file: re.Pattern[str], encoding: str
) -> Documents:
    """Read all documents at ``paths``; those that are not UTF-8 in ``encoding``.

    Raises GatherError.
    """
    gathered = gather(paths)
    return Documents(
        tuple(
            Document(number, file, read(file.path, file.data, question_file, encoding))
            for number, file in enumerate(gathered.documents)
        ),
        gathered.unread,
        gathered.notes,
        whole=not gathered.unread and all(path.is_dir() for path in paths),
    )
