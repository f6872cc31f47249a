"""From a document to what its page would say: parsed, with pictures and links found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.findings import Finding
from guidance.segments.stream import Stream
from importers.documents import Document
from importers.fingerprint import fingerprint
from importers.journal import References
from importers.library import find_images, put_images
from importers.links import resolve
from importers.markdown.document import ParsedBody
from importers.markdown.parse import parse_body
from importers.markdown.reading import QuestionText, SourceText
from importers.media import PictureFile, PictureFinder
from importers.state import Key
from importers.stream import links, pictures, to_stream


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be decided about."""

    document: Document
    title: str
    stream: Stream
    references: References
    fingerprint: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Parsed:
    document: Document
    body: ParsedBody
    pictures: Mapping[str, PictureFile | None]
    findings: tuple[Finding, ...]


class Preparer:
    """Parses documents and finds what they point at.

    ``keys`` maps the paths of all documents of the source to their ids. In a dry run no
    picture is stored; one that would be has the row id -1.
    """

    def __init__(
        self,
        *,
        finder: PictureFinder,
        keys: Mapping[str, Key],
        language: str,
        dry_run: bool,
    ) -> None:
        self._finder = finder
        self._keys = keys
        self._settings = (language,)
        self._dry_run = dry_run
        self._links: dict[str, dict[str, int | None]] = {}

    def fingerprint(
        self, document: Document, references: References, pages: Mapping[Key, int]
    ) -> str:
        """Return the fingerprint of a document if it pointed at ``references``."""
        found = {
            written: self._finder.find(document.file, written)[0]
            for written in references.pictures
        }
        return self._fingerprint(document, found, self._resolve(document, references, pages))

    def waits_for(self, document: Document, pages: Mapping[Key, int]) -> bool:
        """Whether a link that led nowhere when the document was prepared leads now."""
        before = self._links.get(document.path, {})
        if all(page is not None for page in before.values()):
            return False
        now = resolve(document.path, tuple(before), self._keys, pages)
        return any(now[written] != page for written, page in before.items())

    def prepare(
        self, documents: Sequence[Document], pages: Mapping[Key, int]
    ) -> list[Prepared]:
        """Return the documents with their streams; stores their pictures."""
        parsed = [self._parse(document) for document in documents]
        images = self._images(parsed)
        return [self._prepared(each, images, pages) for each in parsed]

    def _parse(self, document: Document) -> _Parsed:
        reading = document.reading
        if not isinstance(reading, SourceText):
            return _Parsed(document, ParsedBody(), {}, reading.findings)
        body = parse_body(reading.body, reading.body_line)
        found, findings = {}, list(reading.findings)
        for use in pictures(body):
            if use.source not in found:
                found[use.source], about = self._finder.find(document.file, use.source, use.line)
                findings += about
        return _Parsed(document, body, found, tuple(findings))

    def _images(self, parsed: Sequence[_Parsed]) -> Mapping[str, int]:
        """Return {SHA-1: image pk} of all pictures of the documents."""
        files = {
            picture.sha1: picture
            for each in parsed
            for picture in each.pictures.values()
            if picture is not None
        }
        if self._dry_run:
            return {sha1: -1 for sha1 in files} | find_images(files)
        return put_images(files)

    def _prepared(
        self, parsed: _Parsed, images: Mapping[str, int], pages: Mapping[Key, int]
    ) -> Prepared:
        document, reading = parsed.document, parsed.document.reading
        if isinstance(reading, QuestionText):
            return Prepared(
                document,
                reading.text,
                [],
                References(),
                self._fingerprint(document, {}, {}),
                parsed.findings,
            )
        references = References(
            tuple(parsed.pictures), tuple(dict.fromkeys(links(parsed.body)))
        )
        targets = self._resolve(document, references, pages)
        self._links[document.path] = targets
        question, choice = document.key
        stream, findings = to_stream(
            parsed.body,
            key=f"{question}.{choice}",
            pictures={
                written: images[picture.sha1] if picture else None
                for written, picture in parsed.pictures.items()
            },
            links=targets,
        )
        return Prepared(
            document,
            reading.title,
            stream,
            references,
            self._fingerprint(document, parsed.pictures, targets),
            (*parsed.findings, *findings),
        )

    def _resolve(
        self, document: Document, references: References, pages: Mapping[Key, int]
    ) -> dict[str, int | None]:
        return resolve(document.path, references.links, self._keys, pages)

    def _fingerprint(
        self,
        document: Document,
        found: Mapping[str, PictureFile | None],
        targets: Mapping[str, int | None],
    ) -> str:
        return fingerprint(
            document.file.data or b"",
            settings=self._settings,
            pictures={
                written: picture.sha1 if picture else None
                for written, picture in found.items()
            },
            links={written: page is not None for written, page in targets.items()},
        )
