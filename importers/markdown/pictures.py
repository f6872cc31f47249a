"""Pictures as tags and as Markdown: their text and their size."""

import re
from collections.abc import Mapping

from guidance.segments.inline import Text
from guidance.text.normalize import one_line
from importers.markdown.document import Picture
from importers.markdown.lints import is_machine_made
from importers.markdown.notices import Notices

_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]+)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]{0,6}(?:\.[0-9]{1,10})?)\s*([a-z]*)\s*", re.IGNORECASE)
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "pt": 96 / 72,
    "pc": 16.0,
}
# Wider than any screen is a mistake.
_MAX_PIXELS = 10_000
_PICTURE_FILE = re.compile(
    r"\.(?:avif|bmp|emf|gif|jpe?g|png|svg|tiff?|webp|wmf)(?:[?#]|\Z)", re.IGNORECASE
)


def pixels(length: str) -> int | None:
    """Return a CSS length in pixels; None for one that says nothing of use.

    >>> pixels("1.55208in"), pixels("3.5cm"), pixels("50%"), pixels("0in")
    (149, 132, None, None)
    """
    found = _LENGTH.fullmatch(length)
    scale = _PIXELS.get(found[2].lower()) if found else None
    if found is None or scale is None or not found[1].strip("."):
        return None
    number = round(float(found[1]) * scale)
    return number if 1 <= number <= _MAX_PIXELS else None


def read_picture(
    attributes: Mapping[str, str], line: int, notices: Notices, *, is_html: bool
) -> Picture:
    """Return the picture that the attributes of an ``<img>`` describe.

    Its title becomes its caption. An empty ``alt`` says that a picture is decoration
    in HTML; in Markdown it says only that nobody thought of it.
    """
    style = {
        name.lower(): value
        for name, value in _SIZE.findall(attributes.get("style", ""))
    }
    width, height = (
        pixels(style.get(name) or attributes.get(name, ""))
        for name in ("width", "height")
    )
    source = attributes.get("src", "").strip()
    alt = one_line(attributes.get("alt", ""))
    if is_machine_made(alt):
        notices.add("auto-alt", line, source=source)
    title = one_line(attributes.get("title", ""))
    return Picture(
        source,
        line,
        alt,
        decorative=is_html and not alt and "alt" in attributes,
        width=width,
        height=height,
        caption=(Text(title),) if title else (),
    )


def is_picture_file(address: str) -> bool:
    """Return whether an address names a picture, for tags that can hold anything."""
    return bool(_PICTURE_FILE.search(address))
