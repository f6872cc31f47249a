"""The documents of an import: what was found at the given paths, and its front matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from importers.files import SourceFile, gather
from importers.markdown.reading import (
    QuestionText,
    Reading,
    Rejected,
    SourceText,
    read,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file and what its front matter says."""

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
    """All documents in a fixed order; ``whole`` when only folders were given."""

    documents: tuple[Document, ...]
    whole: bool


def gather_documents(
    paths: Sequence[Path], question_file: re.Pattern[str]
) -> Documents:
    """Read all documents at ``paths``. Raises NoSuchPathError."""
    gathered = gather(paths)
    return Documents(
        tuple(Document(file, _read(file, question_file)) for file in gathered.files),
        whole=gathered.whole,
    )


def _read(file: SourceFile, question_file: re.Pattern[str]) -> Reading:
    if file.data is None:
        return Rejected(file.path, file.findings)
    return read(file.path, file.data, question_file)
