"""PO files: bytes to a catalog and back. The only module that knows polib.

polib reads and writes the format and does nothing else here: its ``find`` and its check
for duplicates are quadratic, its ``merge`` loses text, and a ``str`` that happens to be
a path makes it open that file.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

import polib

from guidance.catalog.entry import Catalog, Entry, Key
from guidance.catalog.plain_form import read_plain
from guidance.catalog.prelex import prelex, text_of
from guidance.catalog.syntax import PoSyntaxError
from guidance.findings import gettext_noop as _

__all__ = ["PoSyntaxError", "parse", "render"]

_FUZZY = "fuzzy"
_UNWRAPPED = 0
_WIDTH = 79
_UTF8 = "text/plain; charset=UTF-8"
# What is written as an escape, or in several lines.
_CONTROL = re.compile(r"[\x00-\x1f]")
# polib ends the mark of an empty comment with a space, gettext does not.
_EMPTY_COMMENT = re.compile(r"^# $", re.MULTILINE)


def parse(data: bytes) -> Catalog:
    r"""Return the catalog in a PO file; its entries know the line of their ``msgid``.

    >>> parse('\ufeffmsgid "Giriş"\r\nmsgstr "Introduction"\r\n'.encode()).entries
    (Entry(msgid='Giriş', msgstr='Introduction', ..., line=1, ...),)

    Raises ``PoSyntaxError`` for what is no PO file, or has a message twice.
    """
    plain = read_plain(text_of(data))
    if plain is None:
        return _parse(data)
    _refuse_duplicates(plain.entries)
    # What the header says of a charset was about the bytes.
    head = _parse(codecs.BOM_UTF8 + plain.head.encode())
    # Of its last text no more is said: in the plain form it stands in one line.
    return Catalog(head.header, head.header_comment, plain.entries)


def _parse(data: bytes) -> Catalog:
    """Return the catalog in any PO file."""
    lexed = prelex(data)
    try:
        po = polib.pofile(cast("str", _Lines(lexed.lines)), encoding="utf-8")
    except OSError as error:  # as polib calls a syntax error
        raise PoSyntaxError(1, _("polib cannot read this file.")) from error
    entries = tuple(
        _entry(entry, line) for entry, line in zip(po, lexed.msgid_lines, strict=True)
    )
    _refuse_duplicates(entries)
    return Catalog(
        tuple(_decoded_header(po)),
        po.header,
        entries,
        is_wrapped_at_end=lexed.is_wrapped_at_end,
        is_full_at_end=lexed.is_full_at_end,
    )


def render(
    catalog: Catalog,
    *,
    template: bool = False,
    written: Mapping[int, str] = MappingProxyType({}),
) -> bytes:
    r"""Return the catalog as a PO file, or as a POT file, whose header is fuzzy.

    The same catalog gives the same bytes: texts are never wrapped, header fields stand
    in gettext's order and obsolete entries at the end, as ``msgcat --no-wrap`` has it.

    >>> print(render(Catalog(entries=(Entry(msgid="a", msgstr="b"),))).decode(), end="")
    msgid ""
    msgstr ""
    <BLANKLINE>
    msgid "a"
    msgstr "b"

    ``parse(render(catalog)) == catalog`` but for the lines. ``written`` has the texts
    of entries that other catalogs share with this one: see ``written_texts``.
    """
    po = polib.POFile(wrapwidth=_UNWRAPPED)
    po.metadata = {name: _one_line(value) for name, value in catalog.header}
    po.metadata_is_fuzzy = template
    # polib writes a comment where there is none, and flags for one like ", fuzzy".
    head = _header_comment(catalog.header_comment) + str(po).removeprefix("#\n")
    active = [
        written.get(id(entry)) or _written(entry)
        for entry in catalog.entries
        if not entry.obsolete
    ]
    obsolete = [_written(entry) for entry in catalog.entries if entry.obsolete]
    text = "\n".join([head, *active, *obsolete])
    if "# \n" in text:
        text = _EMPTY_COMMENT.sub("#", text)
    return text.encode()


def written_texts(entries: Collection[Entry]) -> dict[int, str]:
    """Return the texts of entries, by their ``id``: valid as long as ``entries`` lives."""
    return {id(entry): _written(entry) for entry in entries}


def _written(entry: Entry) -> str:
    """Return an entry as polib writes it; the usual ones without its objects."""
    if _is_usual(entry):
        return _usual(entry)
    return str(_poentry(entry).__unicode__(_UNWRAPPED))


def _is_usual(entry: Entry) -> bool:
    """Whether an entry is one text in one line, and not obsolete."""
    return not (
        entry.obsolete
        or entry.msgid_plural
        or entry.msgstr_plural
        or entry.previous_msgid_plural
        or _has_control(entry.msgid)
        or _has_control(entry.msgstr)
        or _has_control(entry.msgctxt)
        or _has_control(entry.previous_msgid)
        or _has_control(entry.previous_msgctxt)
    )


def _has_control(text: str) -> bool:
    # What can be printed has none, and is told from the rest much faster.
    return not text.isprintable() and _CONTROL.search(text) is not None


def _usual(entry: Entry) -> str:
    lines = []
    if entry.comment:
        lines += [f"# {line}" for line in _comment(entry.comment).split("\n")]
    if entry.extracted:
        extracted = _comment("\n".join(entry.extracted)).split("\n")
        lines += [f"#. {line}" if line else "#." for line in extracted]
    if entry.references:
        lines.append(f"#: {_wrapped(entry.references)}")
    flags = (_FUZZY, *entry.flags) if entry.fuzzy else entry.flags
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if entry.previous_msgctxt:
        lines.append(f'#| msgctxt "{_escaped(entry.previous_msgctxt)}"')
    if entry.previous_msgid:
        lines.append(f'#| msgid "{_escaped(entry.previous_msgid)}"')
    if entry.msgctxt:
        lines.append(f'msgctxt "{_escaped(entry.msgctxt)}"')
    lines.append(f'msgid "{_escaped(entry.msgid)}"')
    lines.append(f'msgstr "{_escaped(entry.msgstr)}"\n')
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


class _Lines:
    """What polib reads instead of a ``str``: it only ever asks for the lines."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._lines = lines

    def splitlines(self) -> list[str]:
        return list(self._lines)


class _Text(str):
    """A text that polib writes in lines as gettext does: they end with a newline only."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:  # noqa: FBT001, FBT002
        lines = self.split("\n")
        ended = [line + "\n" if keepends else line for line in lines[:-1]]
        return [*ended, lines[-1]] if lines[-1] else ended


def _entry(source: polib.POEntry, line: int) -> Entry:
    flags = [flag for flag in source.flags if flag]
    others = tuple(flag for flag in flags if flag.lower() != _FUZZY)
    return Entry(
        msgctxt=source.msgctxt or "",
        msgid=source.msgid,
        msgid_plural=source.msgid_plural or "",
        msgstr=source.msgstr or "",
        msgstr_plural=_plural_forms(source.msgstr_plural, line),
        # Written by hand with a capital it means the same, and must not be published.
        fuzzy=len(others) < len(flags),
        previous_msgctxt=source.previous_msgctxt or "",
        previous_msgid=source.previous_msgid or "",
        previous_msgid_plural=source.previous_msgid_plural or "",
        comment=source.tcomment,
        extracted=tuple(source.comment.split("\n")) if source.comment else (),
        references=tuple(_reference(*found) for found in source.occurrences),
        flags=others,
        obsolete=bool(source.obsolete),
        line=line,
    )


def _reference(path: str, line: str) -> str:
    return f"{path}:{line}" if line else path


def _plural_forms(forms: dict[int, str], line: int) -> tuple[str, ...]:
    if sorted(forms) != list(range(len(forms))):
        raise PoSyntaxError(line, _("The forms msgstr[0], msgstr[1]… have a gap."))
    return tuple(forms[index] for index in sorted(forms))


def _refuse_duplicates(entries: Iterable[Entry]) -> None:
    """Refuse what gettext calls fatal, obsolete entries included."""
    lines: dict[Key, int | None] = {}
    for entry in entries:
        key = entry.key
        if key in lines:
            raise PoSyntaxError(
                entry.line or 1,
                _("The message of line %(first)d again; delete one of the two."),
                {"first": lines[key]},
            )
        lines[key] = entry.line


def _decoded_header(po: polib.POFile) -> Iterable[tuple[str, str]]:
    """Yield the header's fields. Text has no charset any more, and is written as UTF-8."""
    for name, value in po.metadata.items():
        yield name, _UTF8 if name.lower() == "content-type" else value


def _poentry(entry: Entry) -> polib.POEntry:
    flags = (*((_FUZZY,) if entry.fuzzy else ()), *entry.flags)
    return polib.POEntry(
        msgctxt=_Text(entry.msgctxt) if entry.msgctxt else None,
        msgid=_Text(entry.msgid),
        msgid_plural=_Text(entry.msgid_plural),
        msgstr=_Text(entry.msgstr),
        msgstr_plural=dict(enumerate(map(_Text, entry.msgstr_plural))),
        previous_msgctxt=_previous(entry.previous_msgctxt),
        previous_msgid=_previous(entry.previous_msgid),
        previous_msgid_plural=_previous(entry.previous_msgid_plural),
        tcomment=_comment(entry.comment),
        comment=_comment("\n".join(entry.extracted)),
        occurrences=[(_wrapped(entry.references), "")] if entry.references else [],
        flags=list(flags),
        obsolete=entry.obsolete,
    )


def _wrapped(references: Sequence[str]) -> str:
    """Return what stands behind ``#:``, the one thing that gettext always wraps."""
    if len(references) == 1:
        return references[0]
    lines = [""]
    for reference in references:
        room = _WIDTH - len(f"#:{lines[-1]} ".encode())
        if lines[-1] and len(reference.encode()) > room:
            lines.append("")
        lines[-1] += f" {reference}"
    return "\n#:".join(lines).removeprefix(" ")


def _previous(text: str) -> _Text | None:
    return _Text(text) if text else None


def _comment(text: str) -> str:
    """Return a comment whose lines all get the mark of a comment."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _header_comment(text: str) -> str:
    lines = _comment(text).split("\n") if text else []
    return "".join(f"# {line}\n" for line in lines)


def _one_line(value: str) -> str:
    return " ".join(value.split("\n"))
