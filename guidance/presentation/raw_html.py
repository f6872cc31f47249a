"""Imported HTML that no block can hold, safe to show and with its texts marked."""

import nh3

from guidance.presentation.html import LanguageOf, language_attributes
from guidance.segments.raw_html import map_texts

# Structure and inline meaning. No pictures, frames or media (a visit asks no third
# party), no style, no class, no second <h1>.
_TAGS = frozenset(nh3.ALLOWED_TAGS) - {"img", "map", "area", "h1"}
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed"},
    "abbr": {"title"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
# Noncharacters stand for the marks while the cleaner runs: no text may hold them.
_START, _END = "\ufdd0", "\ufdd1"


def readable_html(source: str, language_of: LanguageOf) -> str:
    """Return ``source`` cleaned; ``language_of`` is asked with each text's key.

    >>> readable_html('<p style="color:red">Bir</p><script>x</script>', lambda n: None)
    '<p>Bir</p>'
    >>> readable_html("<dl><dt>Bir</dt></dl>", {"t1": "tr"}.get)
    '<dl><dt><span lang="tr" dir="ltr">Bir</span></dt></dl>'
    """
    marks: list[str] = []

    def mark(number: int, text: str) -> str:
        language = language_of(f"t{number}")
        if language is None:
            return text
        marks.append(language_attributes(language))
        return f"{_START}{text}{_END}"

    plain = source.replace(_START, "").replace(_END, "")
    cleaned = nh3.clean(
        map_texts(plain, mark),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    # All marked texts of a block are in the source language: one mark fits all.
    opening = f"<span{marks[0]}>" if marks else ""
    return cleaned.replace(_START, opening).replace(_END, "</span>" if marks else "")
