"""The words of a segment, as a reader sees them: no tags, no entities."""

import html
import re
from functools import lru_cache

_TAG = re.compile(r"</?(?:a[1-9][0-9]{0,3}|b|code|i|s|sub|sup)>|<empty ?/>")
_BREAK = re.compile(r"<br ?/?>")
# Texts that often stay in the language of the source: links, titles, quotations. All
# patterns here are linear, also for a text of nothing but tags or letters.
_NAMED = re.compile(
    r"<a[0-9]+>[^<]*(?:<(?!/?a[0-9])[^<]*)*</a[0-9]+>"
    r"|<i>[^<]*(?:<(?!/?i>)[^<]*)*</i>"
    r"|<code>[^<]*</code>"
    r"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"|(?<!\w)‘[^‘’]*’(?!\w)"
)
_MAY_NAME = re.compile('[<“„«"‘]')
_ADDRESS = re.compile(
    # A Turkish suffix begins with an apostrophe: "https://ornek.org’da".
    r"(?:https?://|www\.)[^\s<>\"”'’]+"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+"
)
_TRAILING = ".,;:!?)]}”»"


# Each check asks for the same two texts of an entry.
@lru_cache(maxsize=8)
def visible(segment: str) -> str:
    r"""Return what a reader sees of a segment, line breaks as ``\n``.

    >>> visible("S<a1>TOK</a1>’ta <b>A &amp; B</b><br/>vardır.")
    'STOK’ta A & B\nvardır.'
    """
    if "<" in segment:
        segment = _TAG.sub("", _BREAK.sub("\n", segment))
    return html.unescape(segment)


@lru_cache(maxsize=8)
def unnamed(segment: str) -> str:
    """Return what a reader sees outside of links, italics and quotation marks.

    >>> unnamed("See <a1>Kamu ve STK</a1> and “Biz ve Siz” by Örnek.").split()
    ['See', 'and', 'by', 'Örnek.']
    """
    if not _MAY_NAME.search(segment):
        return visible(segment)
    return visible(_NAMED.sub(" ", segment))


def addresses(text: str) -> frozenset[str]:
    """Return the web and e-mail addresses that stand in a text for all to read.

    >>> sorted(addresses("Yazın: bilgi@ornek.org (bkz. https://ornek.org/a)."))
    ['bilgi@ornek.org', 'https://ornek.org/a']
    """
    if not _may_have_address(text):
        return frozenset()
    return frozenset(map(_without_context, _ADDRESS.findall(text)))


def without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if _may_have_address(text) else text


def _may_have_address(text: str) -> bool:
    # Much cheaper than the pattern, and most texts have none.
    return "@" in text or "www." in text or "://" in text


def _without_context(address: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in."""
    if "(" not in address:
        # "[text](https://ornek.org)deki": what is behind the bracket is text again.
        address = address.partition(")")[0]
    bare = address.rstrip(_TRAILING)
    # The brackets that the address opened itself are its own.
    return bare + ")" * (bare.count("(") - bare.count(")"))
