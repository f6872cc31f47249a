"""Values from the environment: a wrong one is one line that names its variable."""

import re
from collections.abc import Collection, Iterable
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

_TRUE = frozenset(environ.Env.BOOLEAN_TRUE_STRINGS)
_FALSE = frozenset({"false", "off", "no", "n", "0", ""})
# As Django writes them; also the names of columns, addresses and folders.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def languages(name: str, default: str) -> list[str]:
    """Return language codes. The first one must be a language that Django has."""
    codes = [code.strip() for code in env.str(name, default=default).split(",")]
    for code in codes:
        if not _LANGUAGE.fullmatch(code):
            raise _wrong(name, code, "write codes such as tr, en, pt-br")
        if codes.count(code) > 1:
            raise _wrong(name, code, "it is named more than once")
    first = codes[0]
    if first not in LANG_INFO and first.split("-")[0] not in LANG_INFO:
        raise _wrong(name, first, "Django has no such language to begin with")
    return codes


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's description of the database at an address."""
    address = env.str(name, default=default)
    known = address.partition(":")[0].lower() in environ.Env.DB_SCHEMES
    try:
        found: dict[str, Any] = env.db_url_config(address) if known else {}
    except ValueError:
        found = {}
    if not found:
        # The address itself is not repeated: it may hold a password.
        raise ImproperlyConfigured(
            f"{name} is not the address of a database, such as "
            "postgres://user:password@127.0.0.1/rehber or sqlite:////srv/rehber.sqlite3."
        )
    return found


def whole_number(name: str, default: int, most: int | None = None) -> int:
    """Return a number from 0, at most ``most``."""
    text: str = env.str(name, default=str(default)).strip()
    asked = "a whole number" if most is None else f"a whole number from 0 to {most}"
    if not (text.isascii() and text.isdigit()) or (
        most is not None and int(text) > most
    ):
        raise _wrong(name, text, f"it must be {asked}")
    return int(text)


def switch(name: str, *, default: bool) -> bool:
    """Return whether something is on; a misspelled word is not simply off."""
    text: str = env.str(name, default=str(default)).strip().lower()
    if text not in _TRUE | _FALSE:
        raise _wrong(name, text, "say true or false")
    return text in _TRUE


def one_of(name: str, default: str, known: Collection[str]) -> str:
    """Return one of the ``known`` words."""
    word: str = env.str(name, default=default)
    if word not in known:
        raise _wrong(name, word, f"say {_either(known)}")
    return word


def one_of_or_dotted(name: str, default: str, known: Collection[str]) -> str:
    """Return one of the ``known`` words, or the dotted name of a class."""
    word: str = env.str(name, default=default)
    if word in known:
        return word
    if not _DOTTED.fullmatch(word):
        raise _wrong(
            name, word, f"say {_either((*known, 'the dotted name of a class'))}"
        )
    package = word.partition(".")[0]
    if find_spec(package) is None:
        raise _wrong(name, word, f"there is no package {package} in this Python")
    return word


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone."""
    zone: str = env.str(name, default=default)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise _wrong(name, zone, "write a name such as Europe/Istanbul") from error
    return zone


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"


def _wrong(name: str, value: str, way_out: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} cannot be {value!r}: {way_out}.")
