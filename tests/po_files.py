"""PO files in tests: where they lie, and what a translator's program does to them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from guidance.catalog.entry import Catalog, Entry
from guidance.catalog.pofile import parse, render


def po(folder: Path, language: str = "en") -> Path:
    return folder / language / "LC_MESSAGES" / "guidance.po"


def rewrite(path: Path, change: Callable[[Entry], Entry | None]) -> None:
    """Do what a translator's program does: read, change entries, write."""
    catalog = parse(path.read_bytes())
    entries = [entry for old in catalog.entries if (entry := change(old)) is not None]
    path.write_bytes(render(Catalog(catalog.header, "", tuple(entries))))


def translate(path: Path, texts: Mapping[str, str], *, fuzzy: bool = False) -> None:
    """Write translations into a file; what it translates is fuzzy only when said so."""

    def translated(entry: Entry) -> Entry:
        if entry.msgid not in texts:
            return entry
        return replace(entry, msgstr=texts[entry.msgid], fuzzy=fuzzy)

    rewrite(path, translated)


def texts_of(path: Path) -> dict[str, str]:
    """Return what a file says of each active message."""
    entries = parse(path.read_bytes()).entries
    return {entry.msgid: entry.msgstr for entry in entries if not entry.obsolete}


def entry_of(path: Path, msgid: str) -> Entry:
    """Return the one entry of a file for a text."""
    (entry,) = (
        each for each in parse(path.read_bytes()).entries if each.msgid == msgid
    )
    return entry
