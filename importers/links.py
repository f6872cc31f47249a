"""Which document a relative link between documents means. Pure."""

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from guidance.text.normalize import normalize


def target_path(document: str, written: str) -> str | None:
    """Return the path that ``written`` means, seen from ``document``; None if outside.

    Both are POSIX paths relative to the root of the import.

    >>> target_path("a/S1C1.md", "../b/S1%20C2.md#hedef")
    'b/S1 C2.md'
    >>> target_path("S1C1.md", "../S1C2.md") is None
    True
    """
    path = unquote(written.partition("#")[0].partition("?")[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
    return None if joined.startswith("..") else normalize(joined)


def resolve(
    document: str,
    links: Iterable[str],
    keys: Mapping[str, tuple[int, int]],
    pages: Mapping[tuple[int, int], int],
) -> dict[str, int | None]:
    """Return the page of each link as written, None where there is none (yet).

    ``keys`` maps paths of documents to their ids, ``pages`` ids to pages.
    """
    found: dict[str, int | None] = {}
    for written in links:
        path = target_path(document, written)
        key = keys.get(path) if path is not None else None
        found[written] = pages.get(key) if key is not None else None
    return found
