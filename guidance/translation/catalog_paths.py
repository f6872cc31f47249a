"""Where the PO files of the guidance lie."""

from pathlib import Path

from guidance.catalog.languages import gettext_code

DOMAIN = "guidance"


def catalog_path(folder: Path, language: str, part: str = "") -> Path:
    """Return where gettext and Weblate look for the catalog of a language.

    A part of it has a name of its own, so that it never takes the place of the whole.

    >>> catalog_path(Path("locale"), "pt-br").as_posix()
    'locale/pt_BR/LC_MESSAGES/guidance.po'
    >>> catalog_path(Path("locale"), "en", "q10-stale").name
    'guidance-q10-stale.po'
    """
    name = f"{DOMAIN}-{part}" if part else DOMAIN
    return folder / gettext_code(language) / "LC_MESSAGES" / f"{name}.po"
