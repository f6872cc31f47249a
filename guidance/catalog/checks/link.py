"""Addresses: those of links, which are entries of their own, and those in a text."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from guidance.catalog.checks.report import error, warning
from guidance.catalog.checks.visible import addresses, visible
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _

FOREIGN_HOST = "foreign-host"

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_UNSAFE = re.compile(
    r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{|}\u200b-\u200f\u2028-\u202f\u2060-\u206f]"
)


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    """Check the translation of an address (``msgctxt "link"``)."""
    address = split(entry.msgstr)
    if address is None:
        yield error(
            entry,
            "bad-address",
            _(
                "No complete address; write it as the source does, with https:// or mailto:."
            ),
        )
        return
    if address.username is not None:
        yield error(
            entry,
            "address-with-user",
            _(
                "An address with a user name before the host; readers take it for the host."
            ),
        )
    source = split(entry.msgid)
    if source is not None:
        yield from _differences(entry, source, address)


def check_text(entry: Entry, _language: str) -> Iterator[Finding]:
    """Compare the addresses that stand in a text for all to read."""
    theirs, ours = addresses(visible(entry.msgid)), addresses(visible(entry.msgstr))
    for address in sorted(ours - theirs):
        yield warning(
            entry,
            "new-address",
            _("The source does not have the address %(address)s; is it right?"),
            address=address,
        )
    for address in sorted(theirs - ours):
        yield warning(
            entry,
            "missing-address",
            _("The address %(address)s of the source is missing."),
            address=address,
        )


def split(address: str) -> SplitResult | None:
    """Return the parts of an address that a link may have, or None.

    >>> split("https://ornek.org/a").hostname, split("javascript:alert(1)"), split("//ornek.org")
    ('ornek.org', None, None)
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
    is_web = parts.scheme in {"http", "https"}
    return parts if (hostname if is_web else parts.path) else None


def host(address: str) -> str:
    """Return the host of a web or e-mail address in small letters, ``""`` without one.

    >>> host("https://WWW.ornek.org/a"), host("mailto:bilgi@ornek.org"), host("tel:+90312")
    ('www.ornek.org', 'ornek.org', '')
    """
    parts = split(address)
    if parts is None:
        return ""
    if parts.scheme == "mailto":
        return parts.path.rpartition("@")[2].lower()
    return parts.hostname or ""


def _differences(
    entry: Entry, source: SplitResult, address: SplitResult
) -> Iterator[Finding]:
    if host(entry.msgstr) != host(entry.msgid):
        yield warning(
            entry,
            FOREIGN_HOST,
            _("The link leads to another host, %(host)s; it waits for a review."),
            host=host(entry.msgstr) or entry.msgstr,
        )
    if source.scheme == "https" and address.scheme == "http":
        yield warning(
            entry,
            "insecure-address",
            _("The source has https, the translation http; keep https if it works."),
        )
    elif {source.scheme, address.scheme} - {"http", "https"} and (
        source.scheme != address.scheme
    ):
        yield error(
            entry,
            "different-scheme",
            _("The source has an address with %(scheme)s:; use one of that kind."),
            scheme=source.scheme,
        )
