"""The journey of an export: gather, decide, write, report.

One function for the command and whoever else needs it. The database is only read.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from guidance.conf import guidance_settings
from guidance.findings import Finding, Severity, gettext_noop
from guidance.segments.stream import Stream
from importers.export.document import (
    Guidance,
    Original,
    Written,
    says,
    write_document,
    write_question,
)
from importers.export.folder import Folder, MediaRoots
from importers.export.layout import (
    Key,
    Links,
    default_paths,
    picture_parts,
    safe_parts,
)
from importers.export.pictures import Pictures, base_pictures, image_keys
from importers.export.report import Action, ExportReport, FileReport
from importers.export.state import (
    Base,
    Image,
    PageRow,
    bases,
    drafted_by_import,
    earlier_streams,
    images,
    keys_of_pages,
    known_documents,
    page_batches,
    question_texts,
)
from importers.export.undecided import Sayable, held_finding, sayable
from importers.markdown.document_keys import TRANSLATION
from importers.markdown.file_text import read_file
from importers.markdown.front_matter import parse_front_matter
from importers.markdown.yaml_entries import FrontMatterError
from importers.merge.page import same_content
from importers.plan import Incoming


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the caller asked for; the names are those of the command."""

    folder: Path
    locale: str | None = None
    source: str | None = None
    media_roots: tuple[Path, ...] = ()
    draft: bool = False
    force: bool = False
    dry_run: bool = False


def run_export(options: ExportOptions) -> ExportReport:
    """Write the files and return the report. Raises FolderError."""
    export = _Export(options)
    rows = [*export.questions(), *export.pages()]
    order = {path: place for place, path in enumerate(sorted(r.path for r in rows))}
    rows.sort(key=lambda row: (row.question, row.choice or 0, order[row.path]))
    return ExportReport(tuple(rows), export.pictures_written)


class _Export:
    """One export: what it found, and what it wrote so far."""

    def __init__(self, options: ExportOptions) -> None:
        settings = guidance_settings()
        self._options = options
        self._language = options.locale or settings.source
        self._translation = (
            options.locale if options.locale not in (None, settings.source) else ""
        ) or ""
        self._question_file = settings.question_file
        self._folder = Folder(options.folder, dry_run=options.dry_run)
        self._media_roots = MediaRoots(options.media_roots)
        self._known = known_documents()
        self._page_keys = keys_of_pages({self._language, settings.source})
        self._questions = question_texts(self._language)
        self._paths = self._all_paths()
        self._owners: dict[str, Key] = {}
        self.pictures_written = 0

    def _all_paths(self) -> dict[Key, str]:
        known = {key: document.path for key, document in self._known.items()}
        new = {*self._page_keys.values(), *self._questions} - set(known)
        return known | default_paths(sorted(new), known)

    def _is_asked(self, key: Key) -> bool:
        known = self._known.get(key)
        if self._options.source is None:
            return True
        return known is not None and known.source == self._options.source

    # ---- questions

    def questions(self) -> Iterator[FileReport]:
        """Write the question files and yield their rows."""
        keys = [key for key in sorted(self._questions) if self._is_asked(key)]
        found = bases(keys)
        for key in keys:
            text, base = self._questions[key], found.get(key)
            said = self._sayable(Incoming(text, []), base)
            page = self._guidance(key, said.title, [])
            original = _original(base, self._translation)
            if base is not None and base.title == page.title and not self._translation:
                written = Written(base.data)
            else:
                written = write_question(page, original, self._question_file)
            edited = base is None or base.title != text
            yield self._row(page, written, base, edited=edited, notes=said.findings)

    # ---- pages

    def pages(self) -> Iterator[FileReport]:
        """Write the documents of the pages and yield their rows."""
        keys = {key for key in self._paths if key[1] and self._is_asked(key)}
        for batch in page_batches(keys, self._language, draft=self._options.draft):
            found = bases([row.key for row in batch])
            library = images(image_keys(batch, found.values()))
            for row in batch:
                yield self._page(row, found.get(row.key), library)

    def _page(
        self, row: PageRow, base: Base | None, library: Mapping[int, Image]
    ) -> FileReport:
        reason = self._reason_to_skip(row)
        if reason is not None:
            path = self._paths[row.key]
            return FileReport(path, Action.SKIP, *row.key, findings=(reason,))
        shown = Incoming(row.text or "", row.stream)
        edited = base is None or not _is_base(shown, base)
        said = self._sayable(shown, base)
        if edited and base is not None and self._is_held(row, base):
            said = Sayable(base.title, base.stream, (held_finding(),))
        page = self._guidance(row.key, said.title, said.stream)
        pictures = Pictures(row.key, base_pictures(base), library)
        links = Links(page.path, self._paths, self._page_keys)
        if base is not None and _is_base(said, base) and not self._translation:
            used = {s: pk for s, pk in pictures.base.items() if pk is not None}
            pictures.used.update(used)
            written = Written(base.data)
        else:
            original = _original(base, self._translation)
            written = write_document(
                page, original, links, pictures.source, self._question_file
            )
        is_earlier = _Earlier(
            row.pk, page, base, links, pictures.base, library, self._question_file
        )
        report = self._row(
            page,
            written,
            base,
            edited=edited,
            notes=(*self._notes(row, page), *said.findings),
            earlier=is_earlier,
        )
        if report.action in (Action.WRITE, Action.KEEP):
            told = tuple(self._write_pictures(page.path, pictures))
            report = replace(report, findings=(*report.findings, *told))
        return report

    def _sayable(self, shown: Incoming, base: Base | None) -> Sayable:
        """Return what to write for what a page or question says."""
        if base is None or self._translation:
            return Sayable(shown.title, shown.stream)
        return sayable(shown, Incoming(base.title, base.stream), base.agreed)

    def _guidance(self, key: Key, title: str, stream: Stream) -> Guidance:
        return Guidance(key, self._paths[key], title, stream, self._translation)

    def _reason_to_skip(self, row: PageRow) -> Finding | None:
        known = self._known.get(row.key)
        if known is not None and known.retired and not row.live:
            return _finding("retired", Severity.INFO, _RETIRED)
        if not row.live and not self._options.draft:
            return _finding("not-live", Severity.INFO, _NOT_LIVE)
        if not row.text:
            return _finding("no-title", Severity.WARNING, _NO_TITLE)
        return None

    def _is_held(self, row: PageRow, base: Base) -> bool:
        """Whether the live page is older than its document, which waits as a draft."""
        if self._options.draft or self._translation or not row.drafted:
            return False
        if drafted_by_import(row.pk, row.published_at):
            return True
        # An editor's draft may say already what the file says.
        drafts = earlier_streams(row.pk, 1)
        return any(same_content(draft, base.stream) for draft in drafts)

    def _notes(self, row: PageRow, page: Guidance) -> Iterator[Finding]:
        if row.heading and row.heading != page.title and not self._translation:
            values = {"heading": row.heading[:80]}
            yield _finding("heading", Severity.WARNING, _HEADING, values)

    # ---- files

    def _row(
        self,
        page: Guidance,
        written: Written,
        base: Base | None,
        *,
        edited: bool,
        notes: Sequence[Finding] = (),
        earlier: "_Earlier | None" = None,
    ) -> FileReport:
        findings = [*written.findings, *notes]
        action = Action.REFUSE
        if written.is_whole or self._options.force:
            action = self._write(page, written.data, base, findings, earlier)
        question, choice = page.key
        return FileReport(
            page.path, action, question, choice or None, edited, tuple(findings)
        )

    def _write(
        self,
        page: Guidance,
        data: bytes,
        base: Base | None,
        findings: list[Finding],
        earlier: "_Earlier | None",
    ) -> Action:
        """Write the document; add to ``findings`` why it was not written."""
        parts = safe_parts(page.path)
        owner = self._owners.setdefault(page.path.casefold(), page.key)
        if parts is None:
            findings.append(_finding("unsafe-path", Severity.ERROR, _UNSAFE_PATH))
            return Action.REFUSE
        if owner != page.key:
            values = {"other": f"{owner[0]}.{owner[1]}"}
            findings.append(_finding("path-taken", Severity.ERROR, _TAKEN, values))
            return Action.REFUSE
        try:
            there = self._folder.read(parts)
            if there == data:
                return Action.KEEP
            if there is not None and not self._may_replace(there, base, earlier):
                findings.append(_finding("changed-file", Severity.ERROR, _CHANGED))
                return Action.REFUSE
            self._folder.write(parts, data)
        except OSError as error:
            findings.append(_unwritten(error))
            return Action.REFUSE
        return Action.WRITE

    def _may_replace(
        self,
        there: bytes,
        base: Base | None,
        earlier: "_Earlier | None",
    ) -> bool:
        """Whether nobody's work is lost with the file that stands there."""
        if self._options.force:
            return True
        if self._translation:
            return _translation_of(there) == self._translation
        if base is not None and there == base.data:
            return True
        return earlier is not None and earlier.said(there)

    # ---- pictures

    def _write_pictures(self, document: str, pictures: Pictures) -> Iterator[Finding]:
        for source, pk in sorted(pictures.used.items()):
            values: dict[str, object] = {"source": source[:120]}
            places = picture_parts(document, source)
            image = pictures.library.get(pk)
            if image is None or not places:
                message = _NO_IMAGE if image is None else _OUTSIDE
                code = "missing-image" if image is None else "unsafe-path"
                yield _finding(code, Severity.WARNING, message, values)
                continue
            try:
                yield from self._write_picture(places, image, values)
            except OSError as error:
                yield _unwritten(error, source)

    def _write_picture(
        self,
        places: Sequence[tuple[str, ...]],
        image: Image,
        values: Mapping[str, object],
    ) -> Iterator[Finding]:
        """Write a picture where its document means it, unless it is there."""
        sha1 = image.sha1 or _sha1(image.read())
        for place in places:
            alike = self._folder.read(place, exact=False)
            if alike is not None and _sha1(alike) == sha1:
                return
            if self._folder.read(place) is None:
                continue
            if not self._options.force:
                yield _finding("changed-file", Severity.ERROR, _OTHER_PICTURE, values)
                return
        data = image.read()
        if not self._media_roots.hold(places, data):
            self._folder.write(places[0], data)
            self.pictures_written += 1


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What a page said before: a file that says this was written by an export."""

    pk: int
    page: Guidance
    base: Base | None
    links: Links
    sources: Mapping[str, int | None]
    library: Mapping[int, Image]
    question_file: re.Pattern[str]

    def said(self, data: bytes) -> bool:
        """Whether the page said once what a file says."""
        titles = [self.page.title, *([self.base.title] if self.base else [])]
        streams = chain([self.page.stream], self._streams())
        return any(
            says(
                Guidance(self.page.key, self.page.path, title, stream),
                data,
                self.links,
                Pictures(self.page.key, dict(self.sources), self.library).source,
                self.question_file,
            )
            for stream in streams
            for title in dict.fromkeys(titles)
        )

    def _streams(self) -> Iterator[Stream]:
        """Yield what it said, and what was written of it while a conflict was open."""
        for stream in earlier_streams(self.pk):
            yield stream
            if self.base is not None and self.base.agreed.stream != self.base.stream:
                shown = Incoming(self.page.title, stream)
                document = Incoming(self.base.title, self.base.stream)
                yield sayable(shown, document, self.base.agreed).stream


def _is_base(shown: Incoming | Sayable, base: Base) -> bool:
    return shown.title == base.title and same_content(shown.stream, base.stream)


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _original(base: Base | None, translation: str) -> Original | None:
    if base is None or translation:
        return None
    return Original(base.data, base.title)


def _translation_of(data: bytes) -> str:
    """Return the language of a translation that an export wrote, else ""."""
    file = read_file(data)
    try:
        front = parse_front_matter(file.text) if file is not None else None
    except FrontMatterError:
        return ""
    entry = front.entries.get(TRANSLATION) if front is not None else None
    return entry.text if entry is not None else ""


def _finding(
    code: str,
    severity: Severity,
    message: str,
    values: Mapping[str, object] | None = None,
) -> Finding:
    return Finding(code, severity, message, None, values or {})


def _unwritten(error: OSError, source: str = "") -> Finding:
    reason = error.strerror or str(error)
    message = _NOT_WRITTEN_PICTURE if source else _NOT_WRITTEN
    values = {"reason": reason, "source": source[:120]}
    return _finding("not-written", Severity.ERROR, message, values)


_NOT_LIVE = gettext_noop(
    "The page is not published, so its file was left alone. Export with --draft to "
    "write it."
)
_RETIRED = gettext_noop(
    "The document is gone from its set and its page was unpublished, so it was not "
    "written again."
)
_NO_TITLE = gettext_noop(
    "The choice has no text in this language, and a document needs a title. Write the "
    "text of the choice."
)
_HEADING = gettext_noop(
    "The page has a heading of its own, “%(heading)s”, which a document cannot say; its "
    "title is the text of the choice."
)
_UNSAFE_PATH = gettext_noop(
    "The path leads out of the folder of the export, so nothing was written there. "
    "Import the document again."
)
_TAKEN = gettext_noop(
    "%(other)s has the same path, so only that one was written. Export one set of "
    "documents at a time: --source NAME."
)
_CHANGED = gettext_noop(
    "The file there was changed since its last import, so it was not replaced. Import "
    "it first, or export with --force."
)
_OTHER_PICTURE = gettext_noop(
    "Another picture stands in place of %(source)s, so it was not replaced. Import it "
    "first, or export with --force."
)
_NO_IMAGE = gettext_noop(
    "The image of %(source)s is gone from the library, so it was not written. Choose "
    "another one for the page."
)
_OUTSIDE = gettext_noop(
    "The picture %(source)s lies outside of the folder of the export, so it was not "
    "written."
)
_NOT_WRITTEN = gettext_noop("The file could not be written: %(reason)s.")
_NOT_WRITTEN_PICTURE = gettext_noop(
    "The picture %(source)s could not be written: %(reason)s."
)
