"""Whether a document, and all that it points at, is as it was at its last import."""

import hashlib
import json
from collections.abc import Iterable, Mapping

# Another number means: the same bytes may give another page, so look at each again.
IMPORTER_VERSION = 1


def fingerprint(
    data: bytes,
    *,
    settings: Iterable[str],
    pictures: Mapping[str, str | None],
    links: Mapping[str, bool],
) -> str:
    """Return the SHA-256 (hex) of all that decides what a document becomes.

    ``pictures`` maps each address as written to the SHA-1 of the file it leads to now,
    ``links`` each path to whether there is a page for it now.

    >>> one = fingerprint(b"x", settings=["tr"], pictures={"a.png": None}, links={})
    >>> two = fingerprint(b"x", settings=["tr"], pictures={"a.png": "5f…"}, links={})
    >>> one == two
    False
    """
    facts = [
        hashlib.sha256(data).hexdigest(),
        IMPORTER_VERSION,
        list(settings),
        sorted(pictures.items()),
        sorted(links.items()),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
