"""Addresses: those of links, which are entries of their own, and those in a text."""

from collections.abc import Iterator
from urllib.parse import SplitResult

from guidance.catalog.checks.report import error, warning
from guidance.catalog.checks.visible import addresses, visible
from guidance.catalog.entry import Entry
from guidance.findings import Finding
from guidance.findings import gettext_noop as _
from guidance.text.address import has_user, host, split_address

FOREIGN_HOST = "foreign-host"


def check(entry: Entry, _language: str) -> Iterator[Finding]:
    """Check the translation of an address (``msgctxt "link"``)."""
    address = split_address(entry.msgstr)
    if address is None:
        yield error(
            entry,
            "bad-address",
            _(
                "No complete address; write it as the source does, with https:// or mailto:."
            ),
        )
        return
    if has_user(address):
        yield error(
            entry,
            "address-with-user",
            _(
                "An address with a user name before the host; readers take it for the host."
            ),
        )
    source = split_address(entry.msgid)
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
