"""Whether a document, and all that it points at, is as it was at its last import."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

# Another number means: the same bytes may give another page, so look at each again.
IMPORTER_VERSION = 1

# Half of a SHA-256 is enough where nobody but its author could forge a document.
_HALF = 32


def fingerprint(
    text: str,
    *,
    settings: Iterable[str],
    pictures: Mapping[str, str | None],
    links: Mapping[str, tuple[int, int] | None],
) -> str:
    """Return 64 hex digits for all that decides what a document becomes.

    ``text`` is its ``text_fingerprint``. ``pictures`` maps each address as written to
    the SHA-1 of the file it leads to now, ``links`` each path to the ids of the page it
    leads to now: another document may have taken its name, or its ids.

    >>> text = text_fingerprint(b"x", settings=["utf-8"])
    >>> one = fingerprint(text, settings=["tr"], pictures={"a.png": None}, links={})
    >>> two = fingerprint(text, settings=["tr"], pictures={"a.png": "5f…"}, links={})
    >>> one == two, text_part(one) == text_part(two)
    (False, True)
    """
    facts = [list(settings), sorted(pictures.items()), sorted(links.items())]
    return text + _digest(json.dumps(facts).encode())


def text_fingerprint(data: bytes, *, settings: Iterable[str]) -> str:
    """Return the first half of a fingerprint: the bytes, and how they are read.

    A document at the same path that has the same says the same, and has the same ids.
    """
    return _digest(_how(tuple(settings)) + data)


def text_part(whole: str) -> str:
    """Return the ``text_fingerprint`` that a fingerprint begins with."""
    return whole[:_HALF]


@lru_cache(maxsize=8)
def _how(settings: tuple[str, ...]) -> bytes:
    return json.dumps([IMPORTER_VERSION, *settings]).encode() + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_HALF]
