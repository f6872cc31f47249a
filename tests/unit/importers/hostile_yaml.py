"""Documents that attack a YAML reader, or that YAML misreads: row S06, our own writing.

Each document is the bytes of a whole file. ``ACCEPTED`` are the ids of those that are
imported, with a warning; all others are rejected.
"""

GOOD = "title: Planımız var.\nquestion_id: 10\nchoice_id: 2\n"


def _file(front: str, encoding: str = "utf-8") -> bytes:
    return f"---\n{front.rstrip()}\n---\nGövde\n".encode(encoding)


def _with(front: str) -> bytes:
    """Return a good document that has something more."""
    return _file(GOOD + front)


def _titled(value: str) -> bytes:
    return _file(f"title: {value}\nquestion_id: 10\nchoice_id: 2\n")


def _identified(value: str) -> bytes:
    return _file(f"title: Planımız var.\nquestion_id: {value}\nchoice_id: 2\n")


def _alias_bomb(levels: int) -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]"
        for level in range(1, levels)
    ]
    return "\n".join(rows)


def _merge_bomb(levels: int) -> str:
    rows = ["m0: &m0 {k: v}"]
    rows += [
        f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 9)}]}}"
        for level in range(1, levels)
    ]
    return "\n".join(rows)


_SCRIPT = '!!python/object/apply:os.system ["true"]'

DOCUMENTS: dict[str, bytes] = {
    # Tags: a reader that obeys them runs code or builds objects.
    "tag-python-apply": _with(f"x: {_SCRIPT}"),
    "tag-python-apply-in-title": _titled(_SCRIPT),
    "tag-python-name": _with("x: !!python/name:os.system"),
    "tag-python-module": _with("x: !!python/module:antigravity"),
    "tag-python-tuple-key": _with("? !!python/tuple [a, b]\n: c"),
    "tag-long-form": _with("x: !<tag:yaml.org,2002:python/object/new:dict> {}"),
    "tag-binary": _titled("!!binary UGxhbg=="),
    "tag-of-a-word": _titled("!Önemli duyuru"),
    "tag-directive": _file(f"%TAG ! tag:yaml.org,2002:python/\n{GOOD}"),
    # Anchors, aliases and merge keys: a few bytes that grow without end.
    "alias-bomb-of-9-levels": _with(_alias_bomb(9)),
    "alias-bomb-of-200-levels": _with(_alias_bomb(200)),
    "alias-of-itself": _with("x: &x [*x]"),
    "alias-of-nothing": _with("x: *yok"),
    "alias-as-key": _with("x: &x y\n*x : z"),
    "alias-as-title": _titled("*Önemli* duyuru"),
    "merge-bomb-of-8-levels": _with(_merge_bomb(8)),
    "merge-key-without-alias": _with("<<: {choice_id: 3}"),
    "thousands-of-anchors": _with("x: [" + "&a a, " * 2500 + "]"),
    # Nesting: a reader that calls itself for each level runs out of stack.
    "flow-lists-left-open": _with("x: " + "[" * 16000),
    "flow-lists-closed": _with("x: " + "[" * 8000 + "]" * 8000),
    "flow-mappings-left-open": _with("x: " + "{a: " * 4000),
    "flow-mixed": _with("x: " + "[{a: " * 3000),
    "block-lists": _with("x:\n  " + "- " * 8000 + "y"),
    "block-mappings": _with("\n".join(" " * depth + "x:" for depth in range(170))),
    "complex-keys": _with("? " * 8000 + "x"),
    "seven-levels": _with("x: [[[[[[[y]]]]]]]"),
    # Size: more than a front matter can mean.
    "value-of-200-kb": _with('x: "' + "x" * 200_000 + '"'),
    "key-of-15-kb": _with("x" * 15_000 + ": y"),
    "keys-by-the-thousand": _with("\n".join(f"k{n}: v" for n in range(1500))),
    "list-by-the-thousand": _with("x: [" + "a, " * 5000 + "]"),
    "quotes-by-the-thousand": _with("x: " + "'" * 16000),
    "blank-lines-by-the-thousand": _titled("Plan\n" + "\n" * 16000 + "  devam: evet"),
    "fence-never-closed": ("---\n" + GOOD + "x: y\n" * 1000).encode(),
    "quotation-never-closed": _titled('"Planımız var.'),
    # Types: what YAML turns into something else without a word.
    "id-octal": _identified("012"),
    "id-sexagesimal": _identified("12:30:45"),
    "id-hexadecimal": _identified("0x1F"),
    "id-exponent": _identified("1e3"),
    "id-infinite": _identified(".inf"),
    "id-of-5000-digits": _identified("9" * 5000),
    "id-in-other-digits": _identified("١٠"),
    "id-mapping": _identified("{10: 2}"),
    "title-no": _titled("no"),
    "title-list": _titled("[Plan, Bütçe]"),
    "date-that-is-none": _with("x: 2024-13-45"),
    "key-true-and-content": _with("true: x\ncontent: y\nhandler: z"),
    "key-twice-in-other-letters": _with('"ti\\u0074le": Başka'),
    # Bytes: what is no text, or pretends to be none.
    "escape-of-no-character": _titled('"\\U00110000"'),
    "control-characters": _with("x: a\x00b\x1b[2J"),
    "letters-in-cp1254": _file(GOOD, "cp1254"),
    "letters-in-utf-16": _file(GOOD, "utf-16"),
}

ACCEPTED = frozenset(
    {"quotes-by-the-thousand", "key-true-and-content", "control-characters"}
)
