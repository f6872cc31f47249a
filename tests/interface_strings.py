"""The interface's strings as the code and the templates hold them, and as a PO file does.

Works without GNU gettext, so that every machine can check the catalogs.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

# Function -> what its leading arguments are.
_PARTS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
_CALL = re.compile(rf"\b(?:{'|'.join(_PARTS)})\(")
_PLACEHOLDER = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True, slots=True, order=True)
class InterfaceString:
    """One string that the interface shows."""

    msgid: str
    context: str = ""
    plural: str = ""


def in_python(source: str) -> Iterator[InterfaceString]:
    """Yield the strings that a module hands to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def in_template(source: str) -> Iterator[InterfaceString]:
    """Yield the strings that a template hands to gettext."""
    # Django turns the tags into calls and all other text into rows of one letter.
    calls = templatize(source)
    for match in _CALL.finditer(calls):
        yield from in_python(_balanced(calls[match.start() :]))


def _balanced(text: str) -> str:
    """Return the shortest beginning of ``text`` that is an expression."""
    for end in (match.end() for match in re.finditer(r"\)", text)):
        try:
            ast.parse(text[:end], mode="eval")
        except SyntaxError:
            continue
        return text[:end]
    raise ValueError(f"no call here: {text[:60]!r}")


def _of_call(node: ast.Call) -> Iterator[InterfaceString]:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else ""
    name = function.id if isinstance(function, ast.Name) else name
    parts = _PARTS.get(name, ())
    values = [
        argument.value
        for argument in node.args[: len(parts)]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if parts and len(values) == len(parts):
        yield InterfaceString(**dict(zip(parts, values, strict=True)))


def in_tree(root: Path) -> set[InterfaceString]:
    """Return the strings of all modules and templates of the project."""
    found: set[InterfaceString] = set()
    for top in ("cms", "guidance", "importers", "templates"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix == ".py":
                found.update(in_python(path.read_text(encoding="utf-8")))
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                found.update(in_template(path.read_text(encoding="utf-8")))
    return found


def problems(catalog: polib.POFile, wanted: set[InterfaceString]) -> list[str]:
    """Return a sentence for each string that the catalog lacks, or has in excess."""
    entries = {
        InterfaceString(entry.msgid, entry.msgctxt or "", entry.msgid_plural): entry
        for entry in catalog
        if not entry.obsolete
    }
    missing = [f"missing: {string.msgid!r}" for string in sorted(wanted - set(entries))]
    unused = [
        f"not in the code: {string.msgid!r}" for string in sorted(set(entries) - wanted)
    ]
    return (
        missing
        + unused
        + [
            sentence
            for entry in entries.values()
            for sentence in _entry_problems(entry)
        ]
    )


def _entry_problems(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    if not all(texts):
        yield f"not translated: {entry.msgid!r}"
    known = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in filter(None, texts):
        unknown = set(_PLACEHOLDER.findall(text)) - known
        lost = known - set(_PLACEHOLDER.findall(text))
        # A plural form may leave the number out ("one page").
        if unknown or (lost and not entry.msgid_plural):
            yield f"placeholders differ: {entry.msgid!r}"
