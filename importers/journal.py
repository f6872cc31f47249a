"""What earlier imports of a source left behind: ``SourceDocument`` without its weight."""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from guidance.findings import Finding
from importers.document_report import Gone
from importers.documents import Document
from importers.fingerprint import text_part
from importers.models import SourceDocument
from importers.report import finding_from_row
from importers.state import Key


@dataclass(frozen=True, slots=True)
class References:
    """What a document points at, as written."""

    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """Return plain data for the database."""
        return {"pictures": list(self.pictures), "links": list(self.links)}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one document."""

    path: str
    source: str
    fingerprint: str
    references: References
    findings: tuple[Finding, ...]
    retired: bool
    in_dispute: bool


class Journal:
    """The documents of all sources, by key; one query."""

    def __init__(self, source: str) -> None:
        self._source = source
        rows = SourceDocument.objects.annotate(
            in_dispute=Q(disputed__isnull=False)
        ).values_list(
            "question",
            "choice",
            "path",
            "source",
            "fingerprint",
            "retired",
            Cast("references", TextField()),
            Cast("findings", TextField()),
            "in_dispute",
        )
        self.known: dict[Key | None, Known] = {
            (question, choice): Known(
                path,
                source,
                fingerprint,
                _references(references),
                _findings(findings),
                retired,
                in_dispute,
            )
            for (
                question,
                choice,
                path,
                source,
                fingerprint,
                retired,
                references,
                findings,
                in_dispute,
            ) in rows
        }

    def paths(self, present: Container[Key]) -> dict[str, Key]:
        """Return the ids of the documents of this source, by path, but the present ones.

        Where those were before, there is nothing any more that a link could mean.
        """
        return {
            known.path: key
            for key, known in self.known.items()
            if key is not None and known.source == self._source and key not in present
        }

    def owner(self, key: Key | None) -> Known | None:
        """Return the document of another source whose key this is, None if it is free.

        An import that retired a document has let go of its key.
        """
        known = self.known.get(key)
        if known is None or known.source == self._source or known.retired:
            return None
        return known

    def is_moved(self, document: Document) -> bool:
        """Whether an unchanged document has another name now, or another source."""
        known = self.known[document.key]
        return (known.path, known.source) != (document.path, self._source)

    def move(self, key: Key | None, path: str) -> None:
        """Remember that an unchanged document has another name or source now."""
        if key is not None:
            question, choice = key
            SourceDocument.objects.filter(question=question, choice=choice).update(
                path=path, source=self._source
            )

    def gone(self, documents: Iterable[Document]) -> tuple[Gone, ...]:
        """Return this source's documents that are no longer there.

        A document that is there but cannot be read is not gone.
        """
        documents = list(documents)
        keys = {document.key for document in documents}
        paths = {document.path for document in documents}
        return tuple(
            Gone(known.path, *key)
            for key, known in sorted(self.known.items(), key=lambda item: item[1].path)
            if key is not None
            and known.source == self._source
            and not known.retired
            and key not in keys
            and known.path not in paths
        )


def known_keys() -> dict[tuple[str, str], Key]:
    """Return {(path, text fingerprint): ids} of all documents; one query."""
    rows = SourceDocument.objects.values_list(
        "path", "fingerprint", "question", "choice"
    )
    return {
        (path, text_part(fingerprint)): (question, choice)
        for path, fingerprint, question, choice in rows
    }


# Most documents have the same as another: one picture, and the same thing to say of it.


@lru_cache(maxsize=4096)
def _references(stored: str) -> References:
    names = json.loads(stored)
    return References(tuple(names.get("pictures", ())), tuple(names.get("links", ())))


@lru_cache(maxsize=4096)
def _findings(stored: str) -> tuple[Finding, ...]:
    return tuple(map(finding_from_row, json.loads(stored)))
