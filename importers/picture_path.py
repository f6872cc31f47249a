"""Which file a document means by the address of a picture: text to path parts.

Nothing here touches a disk. ``read_address`` reads what an author, pandoc or a content
system wrote, the same on every operating system; ``Names`` answers which entry of a
folder such a name means. That the file really lies inside is proved again when it is
opened (``importers.files.open_inside``).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from urllib.parse import unquote_to_bytes

from importers.file_names import Parts

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Lone surrogates are no text, and no file system takes them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_AROUND = " \t\r\n\f"  # what a browser strips from an attribute
_DRIVE = re.compile(r"[A-Za-z]:")
# Longer ones are data: addresses and attacks. A path on Linux has at most 4,096 bytes.
_LONGEST = 2000


class Refusal(StrEnum):
    """Why an address is not looked up; the values are codes of findings."""

    REMOTE = "remote-image"
    UNSAFE = "unsafe-path"


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """The ways to read one address, the most literal first; parts may be ``..``."""

    readings: tuple[Parts, ...]

    def below(self, folder: Sequence[str] = ()) -> tuple[Parts, ...] | None:
        """Return the paths that this means in a document that lies in ``folder``.

        ``folder`` and the paths are parts below a root. None when any reading climbs
        out of the root, even if another one does not: nobody means both.

        >>> read_address("../media/a.png").below(("tr",))
        (('media', 'a.png'),)
        >>> read_address("../media/a.png").below() is None
        True
        """
        paths = [_join(folder, parts) for parts in self.readings]
        if any(path is None for path in paths):
            return None
        return tuple(dict.fromkeys(path for path in paths if path))


@lru_cache(maxsize=1024)  # many documents have a “media/image1.png” beside them
def read_address(source: str) -> PictureAddress | Refusal:
    r"""Return what the address of a picture can mean in a folder, or why nothing.

    A name may hold ``#`` or ``?`` or a percent sign, and an address may have a query
    or a fragment and percent-encoded letters. All of it is tried, decoded once only.
    Backslashes separate, as on the author's Windows.

    >>> read_address(r"media\g%C3%B6rsel%20bir.png?raw=1").readings[-2:]
    (('media', 'görsel bir.png'), ('media', 'g%C3%B6rsel%20bir.png'))
    >>> read_address("//ornek.org/y.png").value, read_address("C:/y.png").value
    ('remote-image', 'unsafe-path')
    """
    address = source.strip(_AROUND)
    if refusal := _foreign(address):
        return refusal
    file_part = re.split(r"[?#]", address, maxsplit=1)[0]
    texts = dict.fromkeys(
        text for part in (address, file_part) for text in (_decode(part), part)
    )
    if any(_is_unsafe(text) for text in texts):
        return Refusal.UNSAFE
    return PictureAddress(tuple(dict.fromkeys(_split(text) for text in texts)))


def _foreign(address: str) -> Refusal | None:
    """Return why the address is not one of a file, judged by how it begins."""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() != "file" and len(scheme[1]) > 1:
        return Refusal.REMOTE
    if scheme or len(address) > _LONGEST:
        return Refusal.UNSAFE
    return Refusal.REMOTE if address.startswith("//") else None


def _is_unsafe(text: str) -> bool:
    return bool(
        _CONTROLS.search(text) or text.startswith(("/", "\\")) or _DRIVE.match(text)
    )


def _decode(text: str) -> str:
    """Return the text percent-decoded once, or as it is when that gives no text.

    ``%10 artış.png`` is a Turkish file name: the sign stands before the number.
    """
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeError:
        return text
    return text if _CONTROLS.search(decoded.replace("\0", "")) else decoded


def _split(text: str) -> Parts:
    parts = text.replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", "."))


def _join(folder: Sequence[str], parts: Parts) -> Parts | None:
    path = list(folder)
    for part in parts:
        if part != "..":
            path.append(part)
        elif path:
            path.pop()
        else:
            return None
    return tuple(path)


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry of a folder; ``exact`` is False when only its case differs."""

    name: str
    exact: bool


class Names:
    """The entries of one folder, found by a name as somebody typed it.

    A composed and a decomposed spelling are the same name everywhere (macOS decomposes,
    Linux does not care). Another case is the same name on some systems only, so it is
    found and told; when two entries differ by case only, neither is guessed.

    >>> names = Names(["Logo.png", "c\N{COMBINING CEDILLA}ark.png"])
    >>> names.pick("çark.png") == Pick("c\N{COMBINING CEDILLA}ark.png", exact=True)
    True
    >>> names.pick("LOGO.PNG"), names.pick("yok.png")
    (Pick(name='Logo.png', exact=False), None)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)

    @cached_property
    def _composed(self) -> Mapping[str, str]:
        composed: dict[str, str] = {}
        for name in sorted(self._names):
            composed.setdefault(_composed(name), name)
        return composed

    @cached_property
    def _caseless(self) -> Mapping[str, Sequence[str]]:
        caseless: dict[str, list[str]] = {}
        for composed, name in self._composed.items():
            caseless.setdefault(composed.casefold(), []).append(name)
        return caseless

    def pick(self, wanted: str) -> Pick | None:
        """Return the entry that ``wanted`` names, or None."""
        if wanted in self._names:
            return Pick(wanted, exact=True)
        composed = _composed(wanted)
        if composed in self._composed:
            return Pick(self._composed[composed], exact=True)
        alike = self._caseless.get(composed.casefold(), [])
        return Pick(alike[0], exact=False) if len(alike) == 1 else None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
