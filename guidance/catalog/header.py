"""The header of our PO files, from values only: no clock, no settings.

The same values give the same header. A date that is new in every export would be a line
that changes in every file, beside the line that the translator's program changes: git
cannot merge the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guidance.catalog.entry import Catalog
from guidance.catalog.languages import (
    gettext_code,
    is_same_language,
    plural_forms,
    wagtail_code,
)

Fields = tuple[tuple[str, str], ...]

EXPORT = "X-Rehber-Export"
MESSAGES = "X-Rehber-Messages"
_GENERATOR = "Rehber"

# The fields whose values are ours, whatever an uploaded file says.
_OURS = frozenset(
    {
        "project-id-version",
        "report-msgid-bugs-to",
        "pot-creation-date",
        "language",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "plural-forms",
        "x-source-language",
        EXPORT.lower(),
        MESSAGES.lower(),
    }
)
# gettext's order; polib writes the others behind these, by their names.
_ORDER = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a catalog comes from: what all files of a site's export have in common.

    ``changed_at`` is when a source text last changed, never when the file was written.
    """

    project: str
    changed_at: datetime
    source_language: str = "tr"
    bugs_address: str = ""


def template_header(origin: Origin) -> Fields:
    """Return the header of a POT file: no language, nobody who translated it."""
    return _ordered(
        [
            *_common(origin),
            ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
            ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>"),
            ("Language-Team", "LANGUAGE <LL@li.org>"),
            ("Language", ""),
        ]
    )


def catalog_header(
    origin: Origin,
    language: str,
    kept: Fields = (),
    export: str = "",
    messages: int = 0,
) -> Fields:
    """Return the header of the PO file of ``language``.

    ``kept`` is the header of the last upload: who translated, when and with what is
    given back. ``export`` names the state of the translations that the file holds; an
    upload that still has it can be compared with that state. ``messages`` is how many
    the file has, so that half a file can be told from a whole one.
    """
    theirs = [(name, value) for name, value in kept if name.lower() not in _OURS]
    names = {name.lower() for name, _ in theirs}
    defaults = [
        # Without a translator, the date on which there was something to translate.
        ("PO-Revision-Date", po_date(origin.changed_at)),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("X-Generator", _GENERATOR),
    ]
    return _ordered(
        [
            *_common(origin),
            *theirs,
            *(field for field in defaults if field[0].lower() not in names),
            ("Language", gettext_code(language)),
            *_optional("Plural-Forms", plural_forms(language)),
            *_optional(EXPORT, export),
            *_optional(MESSAGES, str(messages) if messages else ""),
        ]
    )


def po_date(moment: datetime) -> str:
    """Return a moment as gettext writes it.

    >>> from datetime import UTC
    >>> po_date(datetime(2024, 3, 15, 9, 5, tzinfo=UTC))
    '2024-03-15 09:05+0000'
    """
    return moment.strftime("%Y-%m-%d %H:%M%z")


def declared_language(catalog: Catalog) -> str:
    """Return the language a file claims to be in, as Wagtail writes it; ``""`` if none."""
    return wagtail_code(catalog.field("Language"))


def is_for_language(catalog: Catalog, language: str) -> bool:
    """Tell whether a file may hold translations into ``language``.

    Tools strip headers: a file that claims nothing may.
    """
    declared = declared_language(catalog)
    return not declared or is_same_language(declared, language)


def _common(origin: Origin) -> Iterable[tuple[str, str]]:
    return [
        ("Project-Id-Version", origin.project),
        *_optional("Report-Msgid-Bugs-To", origin.bugs_address),
        ("POT-Creation-Date", po_date(origin.changed_at)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        # Without it Poedit takes the messages for English.
        ("X-Source-Language", gettext_code(origin.source_language)),
    ]


def _optional(name: str, value: str) -> Iterable[tuple[str, str]]:
    return [(name, value)] if value else []


def _ordered(fields: Iterable[tuple[str, str]]) -> Fields:
    def place(field: tuple[str, str]) -> tuple[int, str]:
        name = field[0]
        return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name.lower())

    return tuple(sorted(fields, key=place))
