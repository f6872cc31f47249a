"""The journey of an import: gather, decide, apply, report.

One function for the command, the admin and the background task.
"""

from collections import ChainMap
from collections.abc import (
    Callable,
    Container,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guidance.collector import rare_collections
from guidance.conf import guidance_settings
from guidance.findings import Finding
from guidance.publication.lock import content_lock
from importers.action import Action
from importers.claims import (
    claimants,
    duplicate_finding,
    other_source_finding,
    same_path_finding,
)
from importers.document_report import DocumentReport, Gone, Report
from importers.documents import Document, Documents, gather_documents
from importers.files import PathFinding
from importers.journal import Journal, Known, known_keys
from importers.library import picture_rules
from importers.markdown.reading import Rejected
from importers.media import PictureFinder
from importers.models import ImportRun
from importers.pages import Writer
from importers.picture_check import PictureChecker
from importers.plan import Options
from importers.prepare import Preparer
from importers.retire import (
    check_folders,
    check_share,
    locked_findings,
    marked,
    retire,
    unknown_finding,
)
from importers.run_record import beat, finish, recorded
from importers.state import Key, page_keys
from importers.work import Progress, Watch, Work, no_progress, row_of

# Of a page, in every database. Rich text has no link to anything below 1.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller asked for; the names are those of the command.

    Its ``--force`` is both ``force``, to retire many pages, and ``take_over``, to import
    documents that belong to another source.
    """

    paths: tuple[Path, ...]
    media_roots: tuple[Path, ...] = ()
    source: str = "default"
    encoding: str = "utf-8"
    dry_run: bool = False
    draft: bool = False
    strict: bool = False
    retire: bool = False
    force: bool = False
    take_over: bool = False
    restore: bool = False


def run_import(
    options: ImportOptions,
    *,
    user: Any = None,
    progress: Progress = no_progress,
    watch: Watch | None = None,
    run: ImportRun | None = None,
) -> Report:
    """Import the documents and return the report.

    ``run`` is the row that says so, if there is one already. Raises GatherError for a
    path that is not there, LockHeldError when somebody else is writing,
    RetireRefusedError when too much is gone or a path is a file; nothing is written
    then. Raises LockLostError, OSError (media cannot be stored) and DatabaseError
    between two batches: what was written stays, and the same import does the rest.
    """
    watch = watch or Watch(progress)
    gathered = gather_documents(
        options.paths,
        guidance_settings().question_file,
        options.encoding,
        known_keys(),
    )
    if options.retire:
        check_folders(options.paths)
    if options.strict and (gathered.unread or _any_rejected(gathered, options)):
        options = replace(options, dry_run=True)
    with rare_collections(), ExitStack() as stack:
        lock = None if options.dry_run else stack.enter_context(content_lock("import"))
        if lock is not None:
            stack.enter_context(rare_collections())
        checker = stack.enter_context(PictureChecker(picture_rules()))
        finder = PictureFinder(checker, options.media_roots)
        journal = Journal(options.source)
        refused = dict(_refused(gathered.documents, journal, options))
        pages = page_keys(guidance_settings().source)
        missing = journal.gone(gathered.documents)
        gone = _gone(missing if gathered.whole else (), pages, options)
        if options.dry_run:
            run = None
        else:
            record = recorded(options.source, _shown(options), user, run)
            run = stack.enter_context(record)
            watch = _recording(watch, run)
        planned = _planned(gathered.documents, refused, journal, pages, options)
        writer = _writer(options, run, user, frozenset(each for each, _ in planned))
        keys = {each.path: each.key for each in gathered.documents if each.key}
        preparer = Preparer(
            finder=finder,
            keys=journal.paths(frozenset(keys.values())) | keys,
            pages=pages if lock is not None else ChainMap(pages, planned),
            language=guidance_settings().source,
            lock=lock,
            user=user,
        )
        work = Work(gathered.documents, journal, pages, preparer, writer, lock)
        shown = _shown_paths(gathered.documents, options.paths)
        rows = {
            number: replace(row, path=shown[number])
            for number, row in (refused | work.do(refused, planned, watch)).items()
        }
        if lock is not None and options.retire and not work.stopped:
            gone = retire(gone, pages, lock, user=user)
        retired = bool(gone) and options.retire and not work.stopped
        if work.stopped:
            gone = tuple(
                replace(each, unpublished=(), is_locked=False) for each in gone
            )
        notes = _unknown(gathered, options) if missing else ()
        notes += locked_findings(gone)
        report = _report(
            gathered, rows, gone, notes, retired=retired, written=lock is not None
        )
        if run is not None:
            finish(run, report, stopped=work.stopped)
    return report


def _recording(watch: Watch, run: ImportRun) -> Watch:
    """Return a watch that also writes the progress into the run's row."""

    def progress(done: int, total: int) -> None:
        beat(run, done, total)
        watch.progress(done, total)

    return replace(watch, progress=progress)


def _refused(
    documents: Sequence[Document], journal: Journal, options: ImportOptions
) -> Iterator[tuple[int, DocumentReport]]:
    """Yield (number, row) of every document that is not to be imported at all."""
    shown = _shown_paths(documents, options.paths)
    own = [(shown[each.number], each) for each in documents if each.key]
    claims = claimants((path, each.key) for path, each in own if each.key)
    places = claimants((path, each.path) for path, each in own)

    owner = (lambda _key: None) if options.take_over else journal.owner
    for document in documents:
        if document.key is None:
            is_rejected = isinstance(document.head, Rejected)
            action = Action.REJECT if is_rejected else Action.SKIP
            yield document.number, row_of(document, action, document.head.findings)
        elif finding := _refusal(document, claims, places, owner):
            findings = (*document.head.findings, finding)
            yield document.number, row_of(document, Action.REJECT, findings)


def _refusal(
    document: Document,
    claims: Mapping[Key, Sequence[str]],
    places: Mapping[str, Sequence[str]],
    owner: Callable[[Key], Known | None],
) -> Finding | None:
    """Return why another document stands in the way of this one, or None."""
    key = document.key
    if key is None:
        return None
    if key in claims:
        return duplicate_finding(key, claims[key])
    if document.path in places:
        return same_path_finding(document.path, places[document.path])
    other = owner(key)
    if other is None:
        return None
    return other_source_finding(key, other.path, other.source)


def _planned(
    documents: Sequence[Document],
    refused: Mapping[int, DocumentReport],
    journal: Journal,
    pages: Mapping[Key, int],
    options: ImportOptions,
) -> dict[Key, int]:
    """Return stand-ins of the pages that an import would make, for the links of a plan.

    They differ, and no page has them. A page that somebody deleted comes only with
    --restore.
    """
    return {
        key: _LARGEST_KEY - document.number
        for document in documents
        if document.number not in refused and not document.is_question
        if (key := document.key) is not None and key not in pages
        if options.restore or key not in journal.known
    }


def _shown_paths(
    documents: Sequence[Document], paths: Sequence[Path]
) -> dict[int, str]:
    """Return {number: path for people}: with the folder as given, if there are several."""
    given: dict[Path, Path] = {}
    for path in paths:
        folder = path if path.is_dir() else path.parent
        given.setdefault(folder.resolve(), folder)
    several = len({each.file.root for each in documents}) > 1
    return {
        each.number: (given.get(each.file.root, each.file.root) / each.path).as_posix()
        if several
        else each.path
        for each in documents
    }


def _any_rejected(gathered: Documents, options: ImportOptions) -> bool:
    refused = _refused(gathered.documents, Journal(options.source), options)
    return any(row.action is Action.REJECT for _, row in refused)


def _writer(
    options: ImportOptions,
    run: ImportRun | None,
    user: Any,
    returning: Container[int],
) -> Writer:
    return Writer(
        options=Options(draft=options.draft, restore=options.restore),
        language=guidance_settings().source,
        source=options.source,
        run=run,
        user=user,
        returning=returning,
    )


def _report(
    gathered: Documents,
    rows: dict[int, DocumentReport],
    gone: tuple[Gone, ...],
    notes: tuple[PathFinding, ...],
    *,
    retired: bool,
    written: bool,
) -> Report:
    unread = (
        DocumentReport(each.path, Action.REJECT, None, None, (each.finding,))
        for each in gathered.unread
    )
    return Report(
        documents=(*(rows[number] for number in sorted(rows)), *unread),
        gone=gone,
        retired=retired,
        notes=tuple((note.path, note.finding) for note in (*gathered.notes, *notes)),
        written=written,
    )


def _gone(
    gone: tuple[Gone, ...], pages: Mapping[Key, int], options: ImportOptions
) -> tuple[Gone, ...]:
    """Return what is gone, with what ``--retire`` takes off the site."""
    if not options.retire:
        return gone
    if not options.force:
        check_share(gone, pages)
    return marked(gone)


def _unknown(gathered: Documents, options: ImportOptions) -> tuple[PathFinding, ...]:
    """Return what there is to say when something unread hides what is gone."""
    return tuple(
        PathFinding(each.path, unknown_finding(retiring=options.retire))
        for each in gathered.unread[:1]
        if all(path.is_dir() for path in options.paths)
    )


def _shown(options: ImportOptions) -> dict[str, Any]:
    return {
        "paths": [str(path) for path in options.paths],
        "encoding": options.encoding,
        "draft": options.draft,
        "strict": options.strict,
        "retire": options.retire,
        "take_over": options.take_over,
        "restore": options.restore,
    }
