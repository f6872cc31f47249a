"""A PO file as values: what an entry and a catalog are, whatever their format."""

from dataclasses import dataclass, field

# (msgctxt, msgid). No context is "", as gettext knows no difference that matters.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message of a catalog with what is known about it.

    ``comment`` is the translator's own note, ``extracted`` our lines for the translator.
    ``line`` is where its ``msgid`` stands in the file it was read from.

    >>> entry = Entry(msgctxt="heading", msgid="Giriş", msgstr="Introduction")
    >>> entry.key, entry.is_translated
    (('heading', 'Giriş'), True)
    """

    msgid: str
    msgstr: str = ""
    msgctxt: str = ""
    fuzzy: bool = False
    previous_msgctxt: str = ""
    previous_msgid: str = ""
    comment: str = ""
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    obsolete: bool = False
    line: int | None = None
    # Only the interface's own catalogs count things; guidance never does.
    msgid_plural: str = ""
    msgstr_plural: tuple[str, ...] = ()
    previous_msgid_plural: str = ""

    @property
    def key(self) -> Key:
        return (self.msgctxt, self.msgid)

    @property
    def is_translated(self) -> bool:
        """Tell whether a reader may see the translation: never a fuzzy or obsolete one."""
        has_text = bool(self.msgstr or any(self.msgstr_plural))
        return has_text and not self.fuzzy and not self.obsolete


@dataclass(frozen=True, slots=True)
class Catalog:
    """All messages of a language; ``header`` in the order of the file.

    ``is_wrapped_at_end`` says that the last text of the file stood in several lines,
    ``is_full_at_end`` that another word would not have had room in the last one.

    >>> Catalog((("Language", "en"),)).field("language")
    'en'
    """

    header: tuple[tuple[str, str], ...] = ()
    header_comment: str = ""
    entries: tuple[Entry, ...] = ()
    is_wrapped_at_end: bool = field(default=False, compare=False)
    is_full_at_end: bool = field(default=False, compare=False)

    def field(self, name: str) -> str:
        """Return a field of the header; ``""`` when it is missing. Case does not count."""
        for known, value in self.header:
            if known.lower() == name.lower():
                return value
        return ""
