"""From a piece of YAML to its entries: keys with strings, each with its line.

YAML turns ``010`` into 8, ``No`` into false and ``1:30`` into 90, keeps the last of two
equal keys without a word, and its fast loader crashes the whole program on 30 KB of
brackets. Here a value stays as it is written, and every limit is a finding.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml
from yaml.constructor import SafeConstructor
from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.resolver import Resolver
from yaml.tokens import Token

from guidance.findings import Finding, Severity, gettext_noop
from guidance.text.normalize import SEPARATORS, one_line
from guidance.text.shorten import shorten

MAX_DEPTH = 6
MAX_NODES = 500

# What YAML 1.1 makes of a value: text, nothing, a list or mapping, or one of its other
# types (a number, a date, a truth value), which is never what a title means.
Kind = Literal["text", "empty", "collection", "typed"]

_TAG = "tag:yaml.org,2002:"

# Nothing in a report is longer, whatever the file says.
_QUOTED_LENGTH = 100


class FrontMatterError(Exception):
    """The front matter cannot be read; ``finding`` says where, why and how to mend it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of one key: normalized, on one line, and never converted.

    ``comment`` is what YAML took away behind a `` #`` in a value without quotes.
    """

    text: str
    kind: Kind
    line: int
    comment: str = ""


def read_entries(source: str, first_line: int = 1) -> dict[str, Entry]:
    r"""Return the entries of a YAML mapping that begins on ``first_line`` of its file.

    >>> entries = read_entries("question_id: 010\ntitle: Üye #1")
    >>> entries["question_id"]
    Entry(text='010', kind='typed', line=1, comment='')
    >>> entries["title"]
    Entry(text='Üye', kind='text', line=2, comment='#1')

    Nothing but comments is an empty mapping. Keys are compared as titles are. Raises
    FrontMatterError for what is no mapping and no YAML, has an anchor, an alias, a tag,
    a key twice or a day that no calendar has, or exceeds a limit; and nothing else.
    """
    simple = simple_entries(source, first_line)
    if simple is not None:
        return simple
    # For YAML these end a line, for Markdown and for every editor they do not.
    source = SEPARATORS.sub(" ", source)
    try:
        return _StringLoader(source, first_line).entries()
    except yaml.YAMLError as error:
        finding = _unreadable(error, source.split("\n"), first_line)
        raise FrontMatterError(finding) from error


def simple_entries(source: str, first_line: int = 1) -> dict[str, Entry] | None:
    """Return the entries of lines that can only mean one thing, None for all others.

    A number as an id has it, a text in double quotes without escapes, some words
    without any sign that YAML knows: that is most front matter, and composing nodes for
    it takes longer than to parse a body.
    """
    found: dict[str, Entry] = {}
    for line, text in enumerate(source.split("\n"), first_line):
        match = _SIMPLE.fullmatch(text)
        if match is None or not text.isprintable() or match["key"] in found:
            return None
        number = match["number"]
        value = number or one_line(match["quoted"] or match["words"])
        if not value:
            return None
        found[match["key"]] = Entry(value, "typed" if number else "text", line)
    return found


# A sign that means something to YAML may stand in quotes only. Two words are never a
# number, a date or a truth value.
_SIMPLE = re.compile(
    r"(?P<key>[a-z_]+): +"
    r"(?:(?P<number>[1-9][0-9]{0,3})"
    r"|\"(?P<quoted>[^\"\\]+)\""
    r"|(?P<words>[^\W\d_]+(?: [\w.,;!?()/’-]*[\w.!?)])+))"
)


class _StringLoader(Resolver, yaml.BaseLoader):
    """PyYAML's pure-Python BaseLoader, with limits that hold before anything is built.

    It composes nodes and constructs no object. ``Resolver`` tells what each value would
    become in YAML 1.1, which decides whether it is text.
    """

    def __init__(self, source: str, first_line: int) -> None:
        super().__init__(source)
        self._source = source
        self._first_line = first_line
        self._node_count = 0

    def entries(self) -> dict[str, Entry]:
        root = self._root()
        if root is None:
            return {}
        if not isinstance(root, MappingNode):
            message = gettext_noop(
                "The front matter is no list of keys and values, such as “title: …”."
            )
            raise self._refusal(message, root.start_mark)
        found: dict[str, Entry] = {}
        for key_node, value_node in root.value:
            key = self._key(key_node, found)
            found[key] = self._entry(value_node, key_node)
        return found

    def _root(self) -> Node | None:
        try:
            return self.get_single_node()
        except ValueError as error:
            message = gettext_noop("An escape with a backslash names no character.")
            raise self._refusal(message, self.get_mark()) from error

    def _key(self, node: Node, found: Mapping[str, Entry]) -> str:
        if not isinstance(node, ScalarNode) or node.tag == f"{_TAG}merge":
            message = gettext_noop("A key of the front matter must be one word.")
            raise self._refusal(message, node.start_mark)
        key = _text(node)
        if key in found:
            message = gettext_noop(
                "%(key)s is there twice, first in line %(first)d: keep one of them."
            )
            values = {"key": shorten(key, _QUOTED_LENGTH), "first": found[key].line}
            raise self._refusal(message, node.start_mark, values)
        return key

    def _entry(self, node: Node, key_node: Node) -> Entry:
        line = self._first_line + key_node.start_mark.line
        if not isinstance(node, ScalarNode):
            return Entry("", "collection", line)
        text, comment = _text(node), self._comment_behind(node)
        if not text or node.tag == f"{_TAG}null":
            return Entry("", "empty", line, comment)
        kind: Kind = "text" if node.tag == f"{_TAG}str" else "typed"
        return Entry(text, kind, line, comment)

    def _comment_behind(self, node: ScalarNode) -> str:
        if node.style is not None:
            return ""
        rest, _, _ = self._source[node.end_mark.index :].partition("\n")
        comment = one_line(rest)
        return comment if comment.startswith("#") else ""

    # What PyYAML calls while it reads.

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        self._node_count += 1
        if self._node_count > MAX_NODES:
            message = gettext_noop("The front matter has more than %(limit)d values.")
            raise self._refusal(message, event.start_mark, {"limit": MAX_NODES})
        if event.anchor is not None:  # of an alias, it is the anchor it stands for
            message = gettext_noop(
                "Anchors (&) and aliases (*) are not read: write the value itself, and "
                "put a value that begins with such a sign in double quotes."
            )
            raise self._refusal(message, event.start_mark)
        if event.tag is not None:
            message = gettext_noop(
                "Tags (!) are not read: put a value that begins with an exclamation "
                "mark in double quotes."
            )
            raise self._refusal(message, event.start_mark)
        return super().compose_node(parent, index)

    def compose_scalar_node(self, anchor: Any) -> ScalarNode:
        node = super().compose_scalar_node(anchor)
        if node.tag == f"{_TAG}timestamp":
            self._check_date(node)
        return node

    # The two ways down. They end before the parser and the composer, which call
    # themselves once for every level, have seen any of it.

    def add_indent(self, column: int) -> bool:
        added: bool = super().add_indent(column)
        self._check_depth(len(self.indents))
        return added

    def fetch_flow_collection_start(self, token: type[Token]) -> None:
        super().fetch_flow_collection_start(token)
        self._check_depth(self.flow_level)

    def _check_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            message = gettext_noop(
                "Lists and keys stand inside each other on more than %(limit)d levels."
            )
            raise self._refusal(message, self.get_mark(), {"limit": MAX_DEPTH})

    def _check_date(self, node: ScalarNode) -> None:
        try:
            SafeConstructor().construct_yaml_timestamp(node)
        except ValueError as error:
            message = gettext_noop(
                "%(value)s is no date: correct it, or put it in double quotes."
            )
            values = {"value": shorten(node.value, _QUOTED_LENGTH)}
            raise self._refusal(message, node.start_mark, values) from error

    def _refusal(
        self, message: str, mark: Mark, values: Mapping[str, object] | None = None
    ) -> FrontMatterError:
        line = self._first_line + mark.line
        return FrontMatterError(
            Finding("yaml-error", Severity.ERROR, message, line, values or {})
        )


def _text(node: ScalarNode) -> str:
    # JSON writes an emoji as two escapes, which are the halves of one character.
    halves = node.value.encode("utf-16", "surrogatepass")
    return one_line(halves.decode("utf-16", "ignore"))


def _unreadable(error: yaml.YAMLError, lines: list[str], first_line: int) -> Finding:
    """Return what to tell an author about an error of PyYAML."""
    mark = _place(error)
    if mark is None:
        message = gettext_noop("YAML cannot read the front matter.")
        return Finding("yaml-error", Severity.ERROR, message, first_line)
    for number, line in enumerate(lines[: mark.line + 1]):
        # For YAML the value is then part of the key, which it regrets a line later.
        if _NO_BREAK_SPACE.match(line):
            message = gettext_noop(
                "The space behind the colon is a no-break space: type an ordinary one."
            )
            return Finding("yaml-error", Severity.ERROR, message, first_line + number)
    problem = shorten(str(getattr(error, "problem", None)), _QUOTED_LENGTH)
    return Finding(
        "yaml-error",
        Severity.ERROR,
        _mending("".join(lines[mark.line : mark.line + 1]), mark.column, problem),
        first_line + mark.line,
        {"column": mark.column + 1, "problem": problem},
    )


def _place(error: yaml.YAMLError) -> Mark | None:
    if not isinstance(error, yaml.MarkedYAMLError):
        return None
    # An open quotation mark or bracket is noticed lines later: say where it is.
    if (error.context or "").startswith(_BEGUN) and error.context_mark:
        return error.context_mark
    return error.problem_mark


_BEGUN = ("while scanning", "while parsing a flow")
_NO_BREAK_SPACE = re.compile(r"[\w-]+:[\u00a0\u202f]")
_VALUE = re.compile(r"\s*[\w-]+:\s+(?P<value>\S.*)")


def _mending(line: str, column: int, problem: str) -> str:
    """Return a message for the mistakes that people make most."""
    if r"'\t'" in problem:
        return gettext_noop(
            "YAML does not allow the tab in column %(column)d: type spaces instead."
        )
    value = _VALUE.match(line)
    if value is None or column < value.start("value"):
        return gettext_noop("YAML cannot read this (column %(column)d): %(problem)s.")
    if value["value"].startswith(('"', "'")):
        return gettext_noop(
            "The quotation marks do not fit (column %(column)d): put them around the "
            "whole value, and a backslash before each double one inside it."
        )
    return gettext_noop(
        "YAML cannot read this value (column %(column)d): put it in double quotes."
    )
