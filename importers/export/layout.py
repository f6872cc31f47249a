"""Where things are in the owner's folder: documents, links between them, pictures. Pure."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from importers.file_names import Parts
from importers.links import target_path
from importers.markdown.address import AddressKind, is_document, kind_of
from importers.picture_path import PictureAddress, read_address

Key = tuple[int, int]

_HASH = re.compile(r"[0-9a-f]{40}")
# What means something in an address; letters of any language stay readable.
_SIGNS = re.compile(r"[%#?\s]")
_PICTURES = "media"


def default_name(key: Key) -> str:
    """Return the name of a document in the owner's layout; choice 0 is a question file.

    >>> default_name((10, 2)), default_name((10, 0))
    ('S10C2.md', 'S10.md')
    """
    question, choice = key
    return f"S{question}C{choice}.md" if choice else f"S{question}.md"


def default_paths(keys: Iterable[Key], known: Mapping[Key, str]) -> dict[Key, str]:
    """Return paths for documents that no import knows, beside those of their question.

    >>> default_paths([(1, 3), (7, 1)], {(1, 1): "a/S1C1.md", (2, 1): "b/S2C1.md"})
    {(1, 3): 'a/S1C3.md', (7, 1): 'a/S7C1.md'}
    """
    folders = {key: posixpath.dirname(path) for key, path in known.items()}
    most = _most_common(folders[key] for key in sorted(folders))
    return {
        key: posixpath.join(
            _most_common(
                folders[other] for other in sorted(folders) if other[0] == key[0]
            )
            or most,
            default_name(key),
        )
        for key in keys
    }


def _most_common(folders: Iterable[str]) -> str:
    counted = Counter(folders).most_common(1)
    return counted[0][0] if counted else ""


def safe_parts(path: str) -> Parts | None:
    r"""Return the names of entries that a path is made of; None for one that leads out.

    >>> safe_parts("a/S1C1.md"), safe_parts("../S1C1.md"), safe_parts("/etc/passwd")
    (('a', 'S1C1.md'), None, None)
    """
    parts = tuple(path.split("/"))
    is_safe = all(part not in ("", ".", "..") and "\0" not in part for part in parts)
    return parts if is_safe else None


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that one document writes for links to others.

    ``paths`` are the paths of all documents by key, ``keys`` the keys by page; pages
    of several languages may have one key.
    """

    path: str
    paths: Mapping[Key, str]
    keys: Mapping[int, Key]
    _by_path: dict[str, Key] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_path.update({path: key for key, path in self.paths.items()})

    def address(self, page: int) -> str | None:
        """Return the relative address of a page's document; None when it has none."""
        path = self.paths.get(self.keys.get(page, (0, 0)))
        if path is None:
            return None
        relative = posixpath.relpath(path, posixpath.dirname(self.path) or ".")
        if not relative.startswith("../"):
            relative = f"./{relative}"
        written = _SIGNS.sub(lambda sign: f"%{ord(sign[0]):02X}", relative)
        return written if is_document(written) else None

    def canonical(self, written: str) -> str | None:
        """Return the one address for all that mean the same; None for a dead link."""
        if kind_of(written) is AddressKind.ABSOLUTE:
            return written
        path = target_path(self.path, written) if is_document(written) else None
        key = self._by_path.get(path) if path is not None else None
        if key is None:
            return None
        relative = Links(self.path, self.paths, {0: key})
        return relative.address(0)


def picture_parts(document: str, source: str) -> tuple[Parts, ...]:
    """Return the places that a document may mean by a picture's path, likely ones first.

    >>> picture_parts("tr/S1C1.md", "../media/a%20b.png?raw=1")[0]
    ('media', 'a b.png')
    >>> picture_parts("S1C1.md", "../a.png")
    ()
    """
    address = read_address(source)
    if not isinstance(address, PictureAddress):
        return ()
    folder = tuple(part for part in posixpath.dirname(document).split("/") if part)
    places = address.below(folder) or ()
    return tuple(sorted(places, key=lambda parts: bool(set("?#") & set(parts[-1]))))


def picture_source(key: Key, number: int, file_name: str, others: Iterable[str]) -> str:
    """Return the path of a picture that no document has named, beside the others.

    ``file_name`` is its name in the library, ``others`` are the paths of the document's
    other pictures.

    >>> picture_source((10, 2), 1, "original_images/harita.png", ["./resim/a.png"])
    './resim/harita.png'
    >>> picture_source((10, 2), 1, f"{'0' * 40}.jpg", [])
    './media/S10C2-1.jpg'
    """
    name = posixpath.basename(file_name)
    stem, ending = posixpath.splitext(name)
    if _HASH.fullmatch(stem) or not stem:
        stem = f"S{key[0]}C{key[1]}-{number}"
    folder = next(
        (
            posixpath.dirname(other)
            for other in others
            if other and read_is_relative(other)
        ),
        f"./{_PICTURES}",
    )
    written = posixpath.join(folder, f"{stem}{ending.lower()}")
    return _SIGNS.sub(lambda sign: f"%{ord(sign[0]):02X}", unquote(written))


def read_is_relative(source: str) -> bool:
    """Whether a picture's path means a file below the folder of its document."""
    address = read_address(source)
    return isinstance(address, PictureAddress) and address.below(()) is not None


def has_ending(source: str, file_name: str) -> bool:
    """Whether a path ends as an image does, so that it can be its name.

    >>> has_ending("./media/a.JPG", "x.jpg"), has_ending("a.png", "x.jpg")
    (True, False)
    """
    ending = posixpath.splitext(file_name)[1].lower()
    return posixpath.splitext(source)[1].lower() == ending
