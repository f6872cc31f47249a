"""Which document a relative link between documents means. Pure."""

import posixpath
from collections.abc import Container, Iterable, Mapping
from urllib.parse import unquote

from guidance.text.normalize import normalize

Key = tuple[int, int]


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
    keys: Mapping[str, Key],
    pages: Container[Key],
) -> dict[str, Key | None]:
    """Return the ids that each link as written leads to, None without a page (yet).

    ``keys`` maps paths of documents to their ids, ``pages`` are the ids with a page.

    >>> resolve("a.md", ["./b.md", "./c.md"], {"b.md": (1, 2), "c.md": (1, 3)}, {(1, 2)})
    {'./b.md': (1, 2), './c.md': None}
    """
    found: dict[str, Key | None] = {}
    for written in links:
        path = target_path(document, written)
        key = keys.get(path) if path is not None else None
        found[written] = key if key in pages else None
    return found
