"""The elements of HTML by what a page makes of them."""

from collections.abc import Mapping

from guidance.segments.inline import Mark


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MARKS: Mapping[str, Mark | None] = {
    "b": Mark.BOLD,
    "strong": Mark.BOLD,
    "i": Mark.ITALIC,
    "em": Mark.ITALIC,
    "cite": Mark.ITALIC,
    "dfn": Mark.ITALIC,
    "var": Mark.ITALIC,
    "s": Mark.STRIKETHROUGH,
    "del": Mark.STRIKETHROUGH,
    "strike": Mark.STRIKETHROUGH,
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
    "code": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "tt": Mark.CODE,
    # Word underlines its links, and pandoc says so. A page underlines them itself.
    "u": None,
    "ins": None,
}
"""Elements in a text with a meaning that rich text has, or that nobody misses."""

DROPPED_IN_TEXT = _names(
    "abbr acronym audio basefont bdi bdo big blink canvas data datalist font label map "
    "mark marquee math meter nobr output picture progress q rb rp rt rtc ruby small "
    "span time video"
)
"""Elements in a text that a page has no use for; what stands in them is text."""

UNSAFE = _names(
    "applet base button form frame frameset iframe input link meta noembed noframes "
    "noscript object param portal script select style svg template textarea"
)
"""Elements that load, send or run something."""

VOID = _names(
    "area base basefont br col embed frame hr img input link meta param source track "
    "wbr"
)
"""Elements without an end tag."""

SILENT = _names("area col source track wbr")
"""Elements that show nothing and are not missed."""

PARTING = _names("caption colgroup dd legend menuitem optgroup option p tbody tfoot")
"""Elements that part paragraphs and are not missed."""

DROPPED_AROUND_TEXT = _names(
    "address article aside body center details dialog dir div dl fieldset footer head "
    "header hgroup html main menu nav search section title"
)
"""Elements that part paragraphs, with a name that a page has no use for."""

TITLES = _names("dt summary")
"""Elements that name what follows; a page has no better place than a bold line."""

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
