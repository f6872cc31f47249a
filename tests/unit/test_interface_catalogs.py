"""locale/<lang>/LC_MESSAGES/django.po says all that the interface says."""

from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.interface_strings import (
    InterfaceString,
    in_python,
    in_template,
    in_tree,
    problems,
)

ROOT = Path(settings.BASE_DIR)
COMPLETE = 'msgid "Question %(number)s"\nmsgstr "Soru %(number)s"\n'


def catalog_of(language: str) -> polib.POFile:
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.is_file(), f"no {path.relative_to(ROOT)}"
    return polib.pofile(str(path), encoding="utf-8")


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_catalog_of_a_language_is_complete_and_up_to_date(language: str) -> None:
    assert problems(catalog_of(language), in_tree(ROOT)) == []


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_catalog_of_a_language_says_which_language_and_which_plurals(
    language: str,
) -> None:
    header = catalog_of(language).metadata

    assert header["Language"] == language
    assert header["Content-Type"] == "text/plain; charset=UTF-8"
    assert "nplurals=" in header["Plural-Forms"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Guidance")', InterfaceString("Guidance")),
        ('translation.gettext_noop("One " "text")', InterfaceString("One text")),
        (
            'ngettext("a page", "%(n)s pages", n)',
            InterfaceString("a page", "", "%(n)s pages"),
        ),
        ('pgettext("verb", "Import")', InterfaceString("Import", "verb")),
    ],
)
def test_strings_are_found_in_code(source: str, expected: InterfaceString) -> None:
    assert list(in_python(source)) == [expected]


@pytest.mark.parametrize(
    "source", ["_(name)", 'say("Guidance")', "ngettext('a', b, n)"]
)
def test_what_gettext_cannot_read_is_no_string(source: str) -> None:
    assert list(in_python(source)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '{% translate "All (two) questions" %}',
            InterfaceString("All (two) questions"),
        ),
        ('{% translate "Import" context "verb" %}', InterfaceString("Import", "verb")),
        (
            '{% include "a.html" with title=_("Guidance") %}',
            InterfaceString("Guidance"),
        ),
        (
            "{% blocktranslate %}Question {{ number }}{% endblocktranslate %}",
            InterfaceString("Question %(number)s"),
        ),
        (
            "{% blocktranslate count n=all %}a page{% plural %}{{ n }} pages{% endblocktranslate %}",
            InterfaceString("a page", "", "%(n)s pages"),
        ),
    ],
)
def test_strings_are_found_in_templates(source: str, expected: InterfaceString) -> None:
    assert list(in_template(f"{{% load i18n %}}<p>it's {source} (x)</p>")) == [expected]


@pytest.mark.parametrize(
    ("po", "problem"),
    [
        ("", "missing: 'Question %(number)s'"),
        ('msgid "Question %(number)s"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Question %(number)s"\nmsgstr "Soru %(number)s"\n', "fuzzy"),
        ('msgid "Question %(number)s"\nmsgstr "Soru %(no)s"\n', "placeholders differ"),
        (f'{COMPLETE}\nmsgid "Old"\nmsgstr "Eski"\n', "not in the code: 'Old'"),
    ],
    ids=["missing", "empty", "fuzzy", "placeholder", "unused"],
)
def test_a_catalog_with_a_gap_is_found_out(
    po: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "django.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"Language: tr\\n"\n\n{po}', encoding="utf-8")

    found = problems(polib.pofile(str(path)), {InterfaceString("Question %(number)s")})

    assert len(found) == 1
    assert problem in found[0]


def test_a_complete_catalog_has_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(COMPLETE)

    found = problems(polib.pofile(str(path)), {InterfaceString("Question %(number)s")})

    assert found == []
