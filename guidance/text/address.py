"""Web, e-mail and telephone addresses: which ones a link may lead to.

The one answer for the checks of translations, for what is published and for what may be
stored, so that nothing passes one gate and is stopped, or worse not stopped, at another.
"""

import re
from urllib.parse import SplitResult, urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_WEB = frozenset({"http", "https"})
# Browsers drop, fold or repair these, so that a reader sees another address.
_UNSAFE = re.compile(
    r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{|}\u200b-\u200f\u2028-\u202f\u2060-\u206f]"
)


def split_address(address: str) -> SplitResult | None:
    """Return the parts of a complete address with an allowed scheme, or None.

    >>> split_address("https://ornek.org/a").hostname
    'ornek.org'
    >>> split_address("javascript:alert(1)"), split_address("//ornek.org")
    (None, None)
    """
    if _UNSAFE.search(address):
        return None
    try:
        parts = urlsplit(address)
        hostname = parts.hostname
        parts.port  # noqa: B018 - raises for what is no number
    except ValueError:
        return None
    if parts.scheme not in SCHEMES:
        return None
    return parts if (hostname if parts.scheme in _WEB else parts.path) else None


def has_user(parts: SplitResult) -> bool:
    """Whether a user name stands before the host; readers take it for the host.

    >>> has_user(split_address("https://ornek.org@kotu.example/"))
    True
    """
    return "@" in parts.netloc


def is_safe_address(address: str) -> bool:
    r"""Whether a link may lead there: an allowed scheme, a host, nothing hidden.

    >>> is_safe_address("https://ornek.org/"), is_safe_address("java\tscript:alert(1)")
    (True, False)
    >>> is_safe_address("https://ornek.org@kotu.example/")
    False
    """
    parts = split_address(address)
    return parts is not None and not has_user(parts)


def host(address: str) -> str:
    """Return the host of a web or e-mail address in small letters, ``""`` without one.

    >>> host("https://WWW.ornek.org/a"), host("mailto:bilgi@ornek.org"), host("tel:+90312")
    ('www.ornek.org', 'ornek.org', '')
    """
    parts = split_address(address)
    if parts is None:
        return ""
    if parts.scheme == "mailto":
        return parts.path.rpartition("@")[2].lower()
    return parts.hostname or ""
