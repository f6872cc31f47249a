"""Rich text as HTML for readers: without editor's keys, links resolved, leaves marked.

Everything but our own tags is escaped, so that nothing stored can inject markup.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from guidance.segments.inline import Break, Inline, Link, Text
from guidance.segments.lists import Level, ListTags
from guidance.segments.nesting import Close, Open, Token, nest
from guidance.segments.prose import Block
from guidance.text.direction import direction

Attributes = tuple[tuple[str, str], ...]
# What a link becomes: its attributes, or None when it leads nowhere (any more).
Resolve = Callable[[Link], Attributes | None]
# The language of a leaf that is not in the language around it, by its key.
LanguageOf = Callable[[str], str | None]


def language_attributes(language: str | None) -> str:
    """Return the attributes that mark an element as being in ``language``.

    >>> language_attributes("ar"), language_attributes(None)
    (' lang="ar" dir="rtl"', '')
    """
    if language is None:
        return ""
    return f' lang="{escape(language)}" dir="{direction(language)}"'


def marked(html: str, language: str | None) -> str:
    """Return inline HTML with its language, when that is not the one around it.

    For the text of a list item, which the lists inside of the item do not share.

    >>> marked("İki", "tr")
    '<span lang="tr" dir="ltr">İki</span>'
    """
    if language is None:
        return html
    return f"<span{language_attributes(language)}>{html}</span>"


def inline_html(inline: Iterable[Inline], resolve: Resolve) -> str:
    """Return inline content as HTML.

    >>> from guidance.segments.inline import web_link
    >>> link = web_link("/a?b=1&c=2", Text("x < y"))
    >>> inline_html([link], lambda link: link.attributes)
    '<a href="/a?b=1&amp;c=2">x &lt; y</a>'
    >>> inline_html([link], lambda link: None)
    'x &lt; y'
    """
    return "".join(map(_token_html, nest(_resolved(inline, resolve))))


def _resolved(inline: Iterable[Inline], resolve: Resolve) -> Iterator[Inline]:
    for node in inline:
        if not isinstance(node, Link):
            yield node
            continue
        attributes = resolve(node)
        if attributes is None:
            yield from node.children
        else:
            yield Link(attributes, node.children)


def _token_html(token: Token) -> str:
    match token:
        case Text(text):
            return escape(text, quote=False)
        case Break():
            return "<br>"
        case Open(Link(attributes)):
            pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
            return f"<a{pairs}>"
        case Close(Link()):
            return "</a>"
        case Open(mark):
            return f"<{mark}>"
        case Close(mark):
            return f"</{mark}>"


def prose_html(
    blocks: Iterable[Block], resolve: Resolve, language_of: LanguageOf
) -> str:
    """Return paragraphs, lists and rules as HTML.

    >>> blocks = [Block("p", "k1", (Text("Bir"),)), Block("li", "k2", (Text("İki"),))]
    >>> prose_html(blocks, lambda link: None, {"k2": "tr"}.get)
    '<p>Bir</p><ul><li><span lang="tr" dir="ltr">İki</span></li></ul>'
    """
    return "".join(_prose(blocks, resolve, language_of))


def _prose(
    blocks: Iterable[Block], resolve: Resolve, language_of: LanguageOf
) -> Iterator[str]:
    lists = ListTags()
    for block in blocks:
        if block.is_blank:  # the editor keeps one on both sides of a rule
            continue
        if block.tag == "li":
            yield lists.before(Level(block.depth, block.ordered))
        else:
            yield lists.end()
        if block.tag == "hr":
            yield "<hr>"
            continue
        html = inline_html(block.inline, resolve)
        language = language_of(block.key)
        if block.tag == "li":
            yield f"<li>{marked(html, language)}"
        else:
            yield f"<p{language_attributes(language)}>{html}</p>"
    yield lists.end()


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list block; ``level`` counts from 1, ``html`` is made already."""

    level: int
    ordered: bool
    html: str
    language: str | None = None


def list_html(items: Sequence[ListItem], start: int = 1) -> str:
    """Return the items as nested lists, numbered from ``start`` on the first level.

    >>> items = [ListItem(1, True, "a"), ListItem(2, False, "b"), ListItem(1, True, "c")]
    >>> list_html(items, start=3)
    '<ol start="3"><li>a<ul><li>b</li></ul></li><li>c</li></ol>'
    """
    return "".join(_list(items, start))


def _list(items: Iterable[ListItem], start: int) -> Iterator[str]:
    opened: list[str] = []
    number = start
    for item in items:
        depth = min(item.level, len(opened) + 1)
        tag = "ol" if item.ordered else "ul"
        while len(opened) > depth:
            yield f"</li></{opened.pop()}>"
        if len(opened) == depth and opened[-1] == tag:
            yield "</li>"
        else:
            if len(opened) == depth:
                yield f"</li></{opened.pop()}>"
            opened.append(tag)
            first = number if depth == 1 else 1
            yield f'<ol start="{first}">' if tag == "ol" and first != 1 else f"<{tag}>"
        number += depth == 1 and item.ordered
        yield f"<li>{marked(item.html, item.language)}"
    while opened:
        yield f"</li></{opened.pop()}>"
