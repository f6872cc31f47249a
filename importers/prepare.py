"""From a document to what its page would say: parsed, with pictures and links found."""

from collections import ChainMap
from collections.abc import (
    Container,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from dataclasses import dataclass, replace
from typing import Any

from guidance.findings import Finding, gettext_noop
from guidance.publication.lock import HeldLock
from guidance.segments.stream import Stream
from importers import links as document_links
from importers.documents import Document
from importers.fingerprint import fingerprint
from importers.journal import References
from importers.library import find_images, picture_title, put_images
from importers.markdown.document import ParsedBody
from importers.markdown.parse import parse_body
from importers.markdown.reading import QuestionText, SourceText
from importers.media import PictureFinder
from importers.picture_check import warning
from importers.picture_file import PictureFile
from importers.state import Key
from importers.stream import links, pictures, to_stream

# The image row of a dry run, which stores nothing.
_WOULD_BE_STORED = -1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be decided about."""

    document: Document
    key: Key
    title: str
    stream: Stream
    references: References
    fingerprint: str
    findings: tuple[Finding, ...]

    @property
    def is_question(self) -> bool:
        """Whether it gives a question its text, and has no page."""
        return self.key[1] == 0


@dataclass(frozen=True, slots=True)
class _Parsed:
    document: Document
    reading: SourceText
    body: ParsedBody
    pictures: Mapping[str, PictureFile | None]
    findings: tuple[Finding, ...]


class Preparer:
    """Parses documents and finds what they point at.

    ``keys`` maps the paths of all documents of the source to their ids, ``pages`` ids
    to pages (it grows while the import goes on). Without a lock, which is a dry run, no
    picture is stored.
    """

    def __init__(
        self,
        *,
        finder: PictureFinder,
        keys: Mapping[str, Key],
        pages: MutableMapping[Key, int],
        language: str,
        lock: HeldLock | None,
        user: Any = None,
    ) -> None:
        self._finder = finder
        self._keys = keys
        self._pages = pages
        self._settings = (language,)
        self._lock = lock
        self._user = user
        # What the links of each document led to when it was prepared.
        self._targets: dict[int, dict[str, Key | None]] = {}

    def fingerprint(self, document: Document, references: References) -> str:
        """Return the fingerprint of a document if it points at ``references``."""
        targets = self._resolve(document, references.links)
        return self._fingerprint(document, references.pictures, targets)

    def has_new_targets(self, document: Document) -> bool:
        """Whether a link leads to a page now that led nowhere when it was prepared."""
        before = self._targets.get(document.number, {})
        return self._resolve(document, before) != before

    def prepare(
        self, documents: Sequence[Document], reserved: MutableMapping[Key, int]
    ) -> list[Prepared]:
        """Return the documents with their streams, and store their pictures.

        ``reserved`` are the primary keys of pages that will be made together with these
        documents: {key: page pk}.
        """
        pages = ChainMap(self._pages, reserved)
        read = [(document, document.reading) for document in documents]
        parsed = {
            document.number: self._parse(document, reading)
            for document, reading in read
            if isinstance(reading, SourceText)
        }
        images = self._images(parsed.values())
        prepared = []
        for document, reading in read:
            if isinstance(reading, QuestionText):
                prepared.append(self._question(document, reading))
            else:
                page = self._page(parsed[document.number], images, pages)
                prepared.append(page)
        return prepared

    def leads_to(self, documents: Iterable[Document], keys: Container[Key]) -> set[Key]:
        """Return those of ``keys`` that links of the prepared documents lead to."""
        return {
            key
            for document in documents
            for key in self._targets.get(document.number, {}).values()
            if key is not None and key in keys
        }

    def _question(self, document: Document, reading: QuestionText) -> Prepared:
        return Prepared(
            document=document,
            key=(reading.question, 0),
            title=reading.text,
            stream=[],
            references=References(),
            fingerprint=self._fingerprint(document, (), {}),
            findings=reading.findings,
        )

    def _parse(self, document: Document, reading: SourceText) -> _Parsed:
        self._beat()
        body = parse_body(reading.body, reading.body_line)
        found: dict[str, PictureFile | None] = {}
        findings = [*reading.findings, *body.findings]
        for use in pictures(body):
            if use.source not in found:
                self._beat()
                search = self._finder.find(document.file, use.source, use.line)
                found[use.source] = search.picture
                findings += search.findings
        return _Parsed(document, reading, body, found, tuple(findings))

    def _beat(self) -> None:
        """Show a sign of life: the pictures of a batch can take minutes."""
        if self._lock is not None:
            self._lock.beat()

    def _images(self, parsed: Iterable[_Parsed]) -> Mapping[str, int]:
        """Return {SHA-1: image pk} of all pictures of the documents."""
        files: dict[str, PictureFile] = {}
        titles: dict[str, str] = {}
        for each in parsed:
            for number, picture in enumerate(each.pictures.values(), 1):
                # The first document names it, however many stand in one batch.
                if picture is not None and picture.sha1 not in files:
                    files[picture.sha1] = picture
                    titles[picture.sha1] = picture_title(each.reading.title, number)
        if self._lock is None:
            return {**dict.fromkeys(files, _WOULD_BE_STORED), **find_images(files)}
        return put_images(files, titles, user=self._user, beat=self._lock.beat)

    def _page(
        self, parsed: _Parsed, images: Mapping[str, int], pages: Mapping[Key, int]
    ) -> Prepared:
        document, reading = parsed.document, parsed.reading
        targets = self._resolve(document, links(parsed.body), pages)
        self._targets[document.number] = targets
        stored = {
            written: images.get(picture.sha1) if picture else None
            for written, picture in parsed.pictures.items()
        }
        lost = {
            written: picture
            for written, picture in parsed.pictures.items()
            if picture is not None and stored[written] is None
        }
        stream, findings = to_stream(
            parsed.body,
            key=f"{reading.question}.{reading.choice}",
            pictures=stored,
            links={
                written: None if key is None else pages[key]
                for written, key in targets.items()
            },
        )
        return Prepared(
            document=document,
            key=(reading.question, reading.choice),
            title=reading.title,
            stream=stream,
            references=References(tuple(parsed.pictures), tuple(targets)),
            fingerprint=self._fingerprint(
                document, tuple(parsed.pictures), targets, lost
            ),
            findings=(*parsed.findings, *_changed(parsed, lost), *findings),
        )

    def _resolve(
        self,
        document: Document,
        written: Iterable[str],
        pages: Container[Key] | None = None,
    ) -> dict[str, Key | None]:
        known = self._pages if pages is None else pages
        return document_links.resolve(document.path, written, self._keys, known)

    def _fingerprint(
        self,
        document: Document,
        pictures: Iterable[str],
        targets: Mapping[str, Key | None],
        lost: Container[str] = (),
    ) -> str:
        return fingerprint(
            document.fingerprint,
            settings=self._settings,
            # As if a lost one were missing, so that the next import looks for it.
            pictures={
                written: (
                    None
                    if written in lost
                    else self._finder.digest(document.file, written)
                )
                for written in pictures
            },
            links=targets,
        )


def _changed(parsed: _Parsed, lost: Mapping[str, PictureFile]) -> Iterator[Finding]:
    """Yield what there is to say about pictures that changed after they were checked."""
    lines = {use.source: use.line for use in pictures(parsed.body)}
    for written, picture in lost.items():
        finding = warning("missing-media", _CHANGED, path=picture.path)
        yield replace(finding, line=lines[written])


_CHANGED = gettext_noop(
    "The picture %(path)s was replaced while it was being imported. Import again."
)
