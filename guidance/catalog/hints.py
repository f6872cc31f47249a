"""What translators are told about a text: the lines behind ``#.``, in English.

Every program shows them, and ``msgmerge`` refreshes them: one fact a line, never longer
than a screen but for addresses.
"""

from collections.abc import Mapping, Sequence

from guidance.catalog.context import is_fragment
from guidance.segments.inline import Link, links, plain_text
from guidance.segments.leaf import Leaf, LeafKind
from guidance.text.normalize import one_line
from guidance.text.shorten import ELLIPSIS, shorten

_KINDS: Mapping[LeafKind, str] = {
    LeafKind.HEADING: "heading",
    LeafKind.PARAGRAPH: "paragraph",
    LeafKind.ITEM: "list item",
    LeafKind.QUOTE: "quotation",
    LeafKind.CELL: "table cell",
    LeafKind.CAPTION: "caption of a picture",
    LeafKind.ALT: "says what a picture shows, for those who cannot see it",
    LeafKind.CALLOUT_TITLE: "title of a box",
    LeafKind.EMBED_TITLE: "title of an embedded video or page",
    LeafKind.HTML_TEXT: "text in an HTML block",
    LeafKind.SEO_TITLE: "title for search engines",
    LeafKind.SEARCH_DESCRIPTION: "description for search engines",
    LeafKind.QUESTION: "question",
    LeafKind.CHOICE: "choice: an answer to the question",
}
_PAGE_LINK = {"page": "a page of this site", "document": "a document of this site"}

# Shorter texts are hard to understand without what stands around them.
_SHORT = 40
_NEIGHBOR = 100


def page_hint(title: str, owner: str) -> str:
    """Return the line that names a page.

    >>> page_hint("Üyelerimizin görüşünü alıyoruz.", "q1.c2")
    'q1.c2: Üyelerimizin görüşünü alıyoruz.'
    """
    return f"{owner}: {shorten(one_line(title), _NEIGHBOR)}"


def leaf_hints(leaves: Sequence[Leaf]) -> list[tuple[str, ...]]:
    """Return for each leaf what it is and, for a short one, what stands around it.

    >>> from guidance.segments.leaf import plain_leaf
    >>> texts = ("Etkin ve sürdürülebilir bir iş birliği ile;", "veya")
    >>> leaf_hints([plain_leaf("x", LeafKind.PARAGRAPH, text) for text in texts])[1]
    ('paragraph', 'before: Etkin ve sürdürülebilir bir iş birliği ile;')
    """
    texts = [plain_text(leaf.inline) for leaf in leaves]
    befores, afters = ["", *texts], [*texts[1:], ""]
    return [
        (_kind(leaf), *_neighbors(text, before, after))
        for leaf, text, before, after in zip(
            leaves, texts, befores, afters, strict=False
        )
    ]


def link_targets(leaf: Leaf) -> tuple[str, ...]:
    """Return where the links of a leaf lead: ``a1 = https://…``."""
    there = links(leaf.inline)
    if not there:
        return ()
    return tuple(
        [f"a{number} = {_target(link)}" for number, link in enumerate(there, 1)]
    )


def address_hints(link: Link) -> tuple[str, ...]:
    """Return the lines for the entry that holds the address of a link."""
    text = shorten(one_line(plain_text(link.children)), _NEIGHBOR)
    return (
        f"address of the link “{text}”",
        "change it only for a page in your language",
    )


def _kind(leaf: Leaf) -> str:
    if leaf.position is None:
        return _KINDS[leaf.kind]
    number, of_how_many = leaf.position
    return f"{_KINDS[leaf.kind]} {number} of {of_how_many}"


def _neighbors(text: str, before: str, after: str) -> tuple[str, ...]:
    text = one_line(text)
    if len(text) >= _SHORT and not is_fragment(text):
        return ()
    before, after = one_line(before), one_line(after)
    hints = []
    if before:
        hints.append(f"before: {_end(before)}")
    if after:
        hints.append(f"after: {shorten(after, _NEIGHBOR)}")
    return tuple(hints)


def _end(text: str) -> str:
    """Return the end of a text, which is what stands right before the next one."""
    if len(text) <= _NEIGHBOR:
        return text
    return ELLIPSIS + text[-_NEIGHBOR:].partition(" ")[2]


def _target(link: Link) -> str:
    if link.href is not None:
        return one_line(link.href)
    return _PAGE_LINK.get(dict(link.attributes).get("linktype", ""), "a link")
