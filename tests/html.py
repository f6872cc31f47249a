"""Pages as trees, for tests: strictly parsed, so that broken HTML fails."""

from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse


def parsed(response: HttpResponse) -> Element:
    """Return the ``<html>`` of a page; raise on anything that is not valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


def fragment(html: str) -> Element:
    """Return a piece of HTML as the content of one element."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html)


def texts(root: Element, path: str) -> list[str]:
    """Return what is read in the elements at ``path``, with single spaces."""
    return [" ".join("".join(found.itertext()).split()) for found in root.findall(path)]


def attributes(root: Element, path: str, *names: str) -> list[tuple[str | None, ...]]:
    """Return these attributes of the elements at ``path``."""
    return [tuple(found.get(name) for name in names) for found in root.findall(path)]


def language_at(root: Element, text: str) -> str | None:
    """Return the language in which a browser reads the element that says ``text``."""
    for ancestors in _paths(root):
        if (ancestors[-1].text or "").strip() == text:
            marked = [one.get("lang") for one in ancestors if one.get("lang")]
            return marked[-1] if marked else None
    raise AssertionError(f"nobody says {text!r}")


def _paths(root: Element, above: tuple[Element, ...] = ()) -> list[tuple[Element, ...]]:
    here = (*above, root)
    return [here, *(path for child in root for path in _paths(child, here))]
