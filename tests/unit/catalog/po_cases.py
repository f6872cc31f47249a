"""Files that are, or claim to be, PO files: what is read, and what is refused and why.

Each case is a name, the bytes, and a part of the reason; no reason means that the file
is read.
"""

from codecs import BOM_UTF8, BOM_UTF16_LE

HEADER = (
    b'msgid ""\nmsgstr ""\n"Language: en\\n"\n'
    b'"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
)
ENTRY = b'msgid "Evet."\nmsgstr "Yes."\n'
GOOD = HEADER + ENTRY
_TURKISH = 'msgid "Görüş"\nmsgstr "View"\n'


def _charset(name: str, text: str = _TURKISH, encoding: str = "utf-8") -> bytes:
    header = (
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={name}\\n"\n\n{text}'
    )
    return header.encode(encoding)


ACCEPTED: tuple[tuple[str, bytes], ...] = (
    ("as gettext writes it", GOOD),
    ("without header", ENTRY),
    ("nothing at all", b""),
    ("only comments", b"# Nobody has begun.\n"),
    ("header only", HEADER),
    ("byte order mark", BOM_UTF8 + GOOD),
    ("line ends of Windows", GOOD.replace(b"\n", b"\r\n")),
    ("line ends of an old Mac", GOOD.replace(b"\n", b"\r")),
    ("no line end at the end", GOOD.rstrip()),
    ("flags in the way of 2025", HEADER + b"#= no-wrap\n#=fuzzy\n" + ENTRY),
    ("comments without a space", HEADER + b"#note\n#.hint\n#:a.md\n#,fuzzy\n" + ENTRY),
    ("several kinds of space", HEADER + b'  msgid\t"Evet."\n\tmsgstr   "Yes."  \n'),
    ("no space at all", HEADER + b'msgid"Evet."\nmsgstr"Yes."\n'),
    ("wrapped texts", HEADER + b'msgid ""\n"Ev"\n"et."\nmsgstr ""\n"Yes."\n'),
    ("previous text", HEADER + b'#, fuzzy\n#| msgid ""\n#| "Ev"\n#| "et"\n' + ENTRY),
    ("obsolete", HEADER + b'#~ msgid "Eski."\n#~ msgstr "Old."\n'),
    (
        "obsolete with previous text",
        HEADER + b'#, fuzzy\n#~| msgid "Esk"\n#~ msgid "Eski."\n#~ msgstr "Old."\n',
    ),
    (
        "obsolete with a comment",
        HEADER + b'#~ # note\n#~\n#~ msgid "a"\n#~ msgstr "b"\n',
    ),
    ("context", HEADER + b'msgctxt "heading"\n' + ENTRY + b"\n" + ENTRY),
    (
        "plural",
        HEADER + b'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n',
    ),
    (
        "line separator in a text",
        HEADER + 'msgid "a\u2028b\x85c"\nmsgstr "d"\n'.encode(),
    ),
    (
        "all escapes",
        HEADER + rb'msgid "\"\\\n\t\r\v\b\f\a\x41\101"' + b'\nmsgstr "x"\n',
    ),
    ("charset of Turkish Windows", _charset("windows-1254", encoding="windows-1254")),
    ("charset of Turkish Latin", _charset("ISO-8859-9", encoding="iso-8859-9")),
    ("charset of a template", _charset("CHARSET")),
    ("ASCII that is UTF-8", _charset("US-ASCII")),
    (
        "a message about charsets",
        HEADER + b'msgid "Content-Type: text/html; charset=ISO-8859-9"\nmsgstr "x"\n',
    ),
    ("the path of a file", b"# /etc/passwd\n"),
)

REFUSED: tuple[tuple[str, bytes, str], ...] = (
    (
        "no quotation mark at the end",
        HEADER + b'msgid "Evet.\nmsgstr "Yes."\n',
        "quotation",
    ),
    (
        "no quotation mark at the start",
        HEADER + b'msgid Evet."\nmsgstr "Yes."\n',
        "quotation",
    ),
    (
        "a quotation mark inside",
        HEADER + b'msgid "E"vet."\nmsgstr "Yes."\n',
        "quotation",
    ),
    ("an escaped last mark", HEADER + b'msgid "Evet.\\"\nmsgstr "Yes."\n', "quotation"),
    ("two texts in a line", HEADER + b'msgid "a" "b"\nmsgstr "c"\n', "quotation"),
    ("a keyword without text", HEADER + b'msgid\nmsgstr "Yes."\n', "quotation"),
    ("an unknown keyword", HEADER + b'domain "x"\n' + ENTRY, "No line of a PO file"),
    ("a path", b"/etc/passwd", "No line of a PO file"),
    ("HTML", b"<!doctype html><title>404</title>", "No line of a PO file"),
    ("Markdown", b"---\ntitle: x\n---\n", "No line of a PO file"),
    ("XLIFF", b'<?xml version="1.0"?><xliff/>', "No line of a PO file"),
    ("a binary catalog", b"\xde\x12\x04\x95\x00\x00\x00\x00", "NUL"),
    ("UTF-16", BOM_UTF16_LE + GOOD.decode().encode("utf-16-le"), "NUL"),
    ("a NUL in a text", HEADER + b'msgid "a\x00b"\nmsgstr "c"\n', "NUL"),
    ("a conflict of git", HEADER + b"<<<<<<< HEAD\n" + ENTRY, "conflict"),
    ("the middle of a conflict", HEADER + ENTRY + b"=======\n" + ENTRY, "conflict"),
    ("the end of a conflict", HEADER + ENTRY + b">>>>>>> main\n", "conflict"),
    ("a message twice", HEADER + ENTRY + b"\n" + ENTRY, "line 6 again"),
    (
        "active and obsolete",
        HEADER + ENTRY + b'#~ msgid "Evet."\n#~ msgstr "Yes."\n',
        "again",
    ),
    ("two headers", HEADER + HEADER, "A message without a text"),
    (
        "context without text",
        HEADER + b'msgctxt "x"\nmsgid ""\nmsgstr "y"\n',
        "without a text",
    ),
    ("no msgstr", HEADER + b'msgid "Evet."\n', "ends inside"),
    ("no msgstr in between", HEADER + b'msgid "Evet."\n\n' + ENTRY, "not expected"),
    ("msgstr first", HEADER + b'msgstr "Yes."\n', "not expected"),
    ("two msgstr", HEADER + ENTRY + b'msgstr "No."\n', "not expected"),
    (
        "context behind",
        HEADER + b'msgid "a"\nmsgctxt "x"\nmsgstr "b"\n',
        "not expected",
    ),
    ("a plural without one", HEADER + b'msgid "a"\nmsgstr[0] "b"\n', "not expected"),
    (
        "a plural as one",
        HEADER + b'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
        "not expected",
    ),
    ("a missing form", HEADER + b'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', "gap"),
    (
        "a comment inside",
        HEADER + b'msgid "a"\n#. hint\nmsgstr "b"\n',
        "comment inside",
    ),
    (
        "previous text inside",
        HEADER + b'msgid "a"\n#| msgid "c"\nmsgstr "b"\n',
        "inside",
    ),
    ("a text alone", HEADER + b'# note\n"Evet."\n', "without a keyword"),
    ("half obsolete", HEADER + b'#~ msgid "a"\nmsgstr "b"\n', "not all"),
    ("half obsolete text", HEADER + b'#~ msgid "a"\n#~ msgstr ""\n"b"\n', "not all"),
    (
        "half obsolete context",
        HEADER + b'#~ msgctxt "a"\nmsgid "b"\nmsgstr "c"\n',
        "not all",
    ),
    ("an obsolete header", b'#~ msgid ""\n#~ msgstr "x"\n', "without a text"),
    ("an unknown escape", HEADER + rb'msgid "a\qb"' + b'\nmsgstr "c"\n', "escape"),
    ("an escaped NUL", HEADER + rb'msgid "a\0b"' + b'\nmsgstr "c"\n', "escape"),
    ("an escaped byte", HEADER + rb'msgid "a\xfeb"' + b'\nmsgstr "c"\n', "escape"),
    ("no UTF-8", HEADER + b'msgid "G\xf6r\xfc\xfe"\nmsgstr "x"\n', "not UTF-8"),
    ("half a letter", (HEADER + _TURKISH.encode())[:-19], "not UTF-8"),
    ("a surrogate", HEADER + b'msgid "a\xed\xa0\x80"\nmsgstr "x"\n', "not UTF-8"),
    ("Latin that is UTF-8", _charset("ISO-8859-1"), "but the file is UTF-8"),
    ("UTF-7", _charset("utf-7", 'msgid "+ADw-script"\nmsgstr ""\n'), "charset utf-7"),
    ("a codec that is no charset", _charset("rot13"), "charset rot13"),
    ("an unknown charset", _charset("klingon"), "charset klingon"),
    ("EBCDIC", _charset("cp500"), "charset cp500"),
    ("20,001 references", HEADER + b"#: a\n" * 20_001 + ENTRY, "20,000 references"),
    (
        "20,001 references in a line",
        HEADER + b"#:" + b" a" * 20_001 + b"\n" + ENTRY,
        "20,000 references",
    ),
    (
        "a long reference",
        HEADER + b"#: " + b"a" * 1_000_001 + b"\n" + ENTRY,
        "20,000 references",
    ),
    ("empty references", HEADER + b"#:\n" * 20_001 + ENTRY, "20,000 references"),
    (
        "references without a message",
        HEADER + ENTRY + b"#: a\n" * 20_001,
        "20,000 references",
    ),
    ("101 flags", HEADER + b"#," + b"a," * 100 + b"b\n" + ENTRY, "100 flags"),
    ("101 flags of a kind", HEADER + b"#=a\n" * 101 + ENTRY, "100 flags"),
    ("2,001 lines of comments", HEADER + b"# x\n" * 2001 + ENTRY, "2,000 lines"),
    (
        "a million empty lines of text",
        HEADER + b'msgid ""\n' + b'""\n' * 1_000_000,
        "200,000",
    ),
    (
        "a long line",
        HEADER + b'msgid "' + b"a" * 200_000 + b'"\nmsgstr ""\n',
        "200,000",
    ),
    ("a long comment", HEADER + b"# " + b"a" * 200_000 + b"\n" + ENTRY, "200,000"),
    ("four million lines", b"\n" * 4_000_001, "4 million"),
)
