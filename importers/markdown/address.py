"""Which addresses a link may have."""

import re
from enum import Enum, auto

# What browsers overlook inside of a scheme; such an address only wants to deceive.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]")
_SPACE = re.compile(r"\s")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# A host and, if any, a port: no name or password before it, which hide where it leads.
_WEB = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]|\Z)", re.IGNORECASE)
_DIRECT = re.compile(r"(?:mailto|tel):[^\s/]", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:md|markdown|txt)\Z", re.IGNORECASE)


class AddressKind(Enum):
    """What can be done with an address."""

    ABSOLUTE = auto()
    RELATIVE = auto()
    UNSAFE = auto()


def clean_address(written: str) -> str:
    """Return an address as it is stored: byte for byte, but spaces as ``%20``.

    >>> clean_address(" https://ornek.org/%C4%B0ş belgesi.pdf ")
    'https://ornek.org/%C4%B0ş%20belgesi.pdf'
    """
    return written.strip().replace(" ", "%20")


def kind_of(address: str) -> AddressKind:
    r"""Return what an address is good for.

    >>> kind_of("https://ornek.org"), kind_of("../S1C2.md#a")
    (<AddressKind.ABSOLUTE: 1>, <AddressKind.RELATIVE: 2>)
    >>> {kind_of(bad) for bad in ("javascript:x", "java\tscript:x", "//x", "https://a@b")}
    {<AddressKind.UNSAFE: 3>}
    """
    if _HIDDEN.search(address) or address.startswith(("//", "\\", "/\\")):
        return AddressKind.UNSAFE
    if _WEB.match(address) or _DIRECT.match(address):
        return AddressKind.ABSOLUTE
    has_scheme = _SCHEME.match(_SPACE.sub("", address))
    return AddressKind.UNSAFE if has_scheme else AddressKind.RELATIVE


def is_document(address: str) -> bool:
    """Return whether a relative address may mean another document of the import.

    >>> is_document("./S1C2.md#hedef"), is_document("form.docx"), is_document("#hedef")
    (True, False, False)
    """
    path = address.partition("#")[0].partition("?")[0]
    return bool(_DOCUMENT.search(path)) and kind_of(address) is AddressKind.RELATIVE
