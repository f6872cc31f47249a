"""What the findings about a body say, and how grave they are."""

from collections.abc import Mapping

from guidance.findings import Severity, gettext_noop

_INFO, _WARNING = Severity.INFO, Severity.WARNING

# A message says what is wrong and how to mend it; some codes have more than one, so the
# key is the code, or the code with a variant after a slash.
MESSAGES: Mapping[str, tuple[Severity, str]] = {
    "auto-alt": (
        _WARNING,
        gettext_noop(
            "The description of the picture %(source)s was written by a machine. "
            "Describe in your own words what the picture shows."
        ),
    ),
    "broken-link-syntax": (
        _WARNING,
        gettext_noop(
            "“%(text)s” looks like a link and is none, so it is shown as it stands. Put "
            "an address with spaces between < and >, and define what [text][name] names."
        ),
    ),
    "combining-dot": (
        _WARNING,
        gettext_noop(
            "A letter i carries a second dot (U+0307), as programs make it from İ. It "
            "was read as a plain i; type the letter again."
        ),
    ),
    "complex-list-item": (
        _WARNING,
        gettext_noop(
            "A list item holds more than text (%(what)s). Everything is there and in "
            "order, but not all of it inside of the item; see whether it reads well."
        ),
    ),
    "complex-table": (
        _WARNING,
        gettext_noop(
            "The table has %(what)s. All texts are kept in a simpler table; see whether "
            "it still makes sense."
        ),
    ),
    "complex-table/nested": (
        _WARNING,
        gettext_noop(
            "A table stands inside of a table. It is kept as HTML, which editors cannot "
            "edit like a table; make two tables of it."
        ),
    ),
    "dropped-markup": (
        _WARNING,
        gettext_noop(
            "<%(tag)s> has no meaning on a page: it was left out, its text was kept."
        ),
    ),
    "empty-body": (
        _WARNING,
        gettext_noop("There is nothing below the front matter. Write the guidance."),
    ),
    "empty-heading": (
        _WARNING,
        gettext_noop("A heading without text was left out. Write it or remove it."),
    ),
    "empty-item": (
        _WARNING,
        gettext_noop("A list item without text was left out. Write it or remove it."),
    ),
    "empty-link": (
        _WARNING,
        gettext_noop(
            "The link to %(address)s has no text, so nobody could see it; it was left "
            "out. Write a text for it or remove it."
        ),
    ),
    "footnote": (
        _WARNING,
        gettext_noop(
            "The footnote [^%(label)s] is not defined, so its mark is shown as it "
            "stands. Write a line that begins with [^%(label)s]: or remove the mark."
        ),
    ),
    "footnote/unused": (
        _WARNING,
        gettext_noop(
            "Nothing points to the footnote [^%(label)s] (“%(text)s”), so it is not "
            "shown. Put its mark into a text or remove it."
        ),
    ),
    "footnote/twice": (
        _WARNING,
        gettext_noop(
            "The footnote [^%(label)s] is defined a second time (“%(text)s”); only the "
            "first one is shown. Give one of them another name."
        ),
    ),
    "glued-link": (
        _WARNING,
        gettext_noop(
            "The link “%(text)s” begins or ends inside of a word. Nothing was changed; "
            "draw the link over whole words, or put an apostrophe or a space."
        ),
    ),
    "html-repaired": (
        _WARNING,
        gettext_noop(
            "<%(tag)s> is closed in the wrong place, or never, or was never opened. It "
            "was ended where the paragraph ends; see whether the text looks right."
        ),
    ),
    "html-repaired/comment": (
        _WARNING,
        gettext_noop(
            "The comment that begins here is never closed, so that everything after it "
            "is hidden. Write --> where it ends."
        ),
    ),
    "indented-code": (
        _WARNING,
        gettext_noop(
            "Four spaces at the beginning of a line make it code. Remove them if this "
            "is an ordinary paragraph, or put the code between lines of ```."
        ),
    ),
    "inline-image": (
        _WARNING,
        gettext_noop(
            "The picture %(source)s stands inside of other content. It became a block "
            "of its own beside it; see whether that is its place."
        ),
    ),
    "invisible-chars": (
        _INFO,
        gettext_noop(
            "Invisible characters or odd line separators were removed from the text, "
            "%(count)s from here on."
        ),
    ),
    "invisible-chars/control": (
        _WARNING,
        gettext_noop(
            "Control characters were removed, %(count)s from here on. They come from "
            "a damaged file or a terminal; see whether the text is complete."
        ),
    ),
    "list-interrupts-paragraph": (
        _WARNING,
        gettext_noop(
            "A line that begins like a list item stands right below a paragraph and so "
            "became a list. Leave an empty line above a list, or write \\ before its sign."
        ),
    ),
    "list-start-lost": (
        _WARNING,
        gettext_noop(
            "A numbered list begins with %(start)s and continues no list above it. The "
            "number is kept; write 1 if the list begins here."
        ),
    ),
    "list-start-lost/nested": (
        _WARNING,
        gettext_noop(
            "A numbered list inside of another list begins with %(start)s; on the page "
            "it begins with 1."
        ),
    ),
    "missing-alt": (
        _WARNING,
        gettext_noop(
            "The picture %(source)s has no description for people who cannot see it. "
            'Write alt="…", or alt="" if it is mere decoration.'
        ),
    ),
    # A bare tag says less about how much a picture matters than one that somebody
    # placed and sized; see docs/edge-cases-body.md.
    "missing-alt/bare": (
        _INFO,
        gettext_noop(
            "The picture %(source)s has no description for people who cannot see it. "
            'Write alt="…", or alt="" if it is mere decoration.'
        ),
    ),
    "missing-source": (
        _WARNING,
        gettext_noop(
            "A picture names no file; only its description “%(alt)s” is kept. Write "
            "the path of the file."
        ),
    ),
    "nested-block": (
        _WARNING,
        gettext_noop(
            "A %(inner)s cannot stand inside of a %(outer)s, so it stands between two "
            "of them; see whether that reads well."
        ),
    ),
    "nested-block/flat": (
        _WARNING,
        gettext_noop("A quote inside of a %(outer)s became a part of it."),
    ),
    "nested-too-deep": (
        _WARNING,
        gettext_noop(
            "Lists or quotes are nested more than %(depth)s levels deep. Everything is "
            "there, but flatter; make the structure simpler."
        ),
    ),
    "pandoc-syntax": (
        _WARNING,
        gettext_noop(
            "“%(text)s” is syntax of pandoc that has no meaning on a page: the signs "
            "were left out where that was possible, the texts were kept."
        ),
    ),
    "pandoc-syntax/table": (
        _WARNING,
        gettext_noop(
            "This table is written in a way that only pandoc knows. Compare it with "
            "the page, or write it with | and a line of |---|."
        ),
    ),
    "pandoc-syntax/raw": (
        _INFO,
        gettext_noop("A raw block of pandoc ({=%(format)s}) was read as HTML."),
    ),
    "stray-emphasis": (
        _WARNING,
        gettext_noop(
            "The signs in “%(text)s” mark nothing, so they are shown. Markdown cannot "
            "end bold text between a punctuation mark and a letter: write <b>…</b>."
        ),
    ),
    "suspicious-heading": (
        _WARNING,
        gettext_noop(
            "The heading “%(text)s” looks like a label of an export. Remove it if it is "
            "not for readers."
        ),
    ),
    "suspicious-ordered-list": (
        _WARNING,
        gettext_noop(
            "A line that begins with “%(number)s” would be a list item with another "
            "number. It became a paragraph; write %(number)s with \\ before the sign."
        ),
    ),
    "unknown-tag": (
        _WARNING,
        gettext_noop(
            "%(tag)s looks like HTML and is none, so it is shown as it stands. Write "
            "\\< if that is what you want."
        ),
    ),
    "unresolved-link": (
        _WARNING,
        gettext_noop(
            "The link to %(address)s leads to no page of this site, so only its text is "
            "shown. Import the document it means, or write a full address."
        ),
    ),
    "unresolved-link/empty": (
        _WARNING,
        gettext_noop(
            "The link “%(text)s” has no address, so only its text is shown. Write the "
            "address, or remove the brackets."
        ),
    ),
    "unsafe-html": (
        _WARNING,
        gettext_noop(
            "%(what)s can do harm and was left out; text that a reader sees was kept."
        ),
    ),
    "unsafe-url": (
        _WARNING,
        gettext_noop(
            "The address %(address)s is not allowed in a link, so only its text is "
            "shown. Use a full https, http, mailto or tel address."
        ),
    ),
}
