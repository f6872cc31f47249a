"""Markdown for property tests: well written documents, and heaps of signs."""

from hypothesis import strategies as st

# Each word of a document is another one, so that a lost one cannot hide.
_WORD = "kelime{}"

_SIGNS = (
    "* ** ~~ ` [ ] ( ) ](https://ornek.org/a) # ## > - 1. 2. | \\* &amp; &lt; _ __ $ "
    "<b> </b> <i> </i> <u> </u> </a> <br> <p> </p> <div> </div> <table> </table> <tr> "
    "<td> </td> <th> </tr> <ul> <ol> <li> </li> </ul> <blockquote> </blockquote> <hr> "
    "![x](b.png) <figure> <figcaption> </figure> <pre> </pre> <code> </code> <h2> </h2> "
    "<details> <summary> <sub> </sub> <span> </span> <thead> <caption> <dl><dt> <dd> söz "
    "a ş [!NOTE] [^1] {.a} :::"
)
_TAGS = ["<a href='https://ornek.org'>", "<img src='a.png'>"]
_SPACES = [
    "\n",
    "\n\n",
    "  \n",
    "\\\n",
    "    ",
    " ",
    "\t",
    "\u00a0",
    "\u00a0 ",
    "\u2003",
    "\u200b",
    "\n| a | b |\n|---|---|\n",
    "\n---\n",
    "\n\n[^1]: ",
]
heaps = st.lists(
    st.sampled_from([*_SIGNS.split(), *_TAGS, *_SPACES, *_SPACES]),
    min_size=1,
    max_size=30,
).map("".join)
"""Signs of Markdown and HTML in any order, as no author would write them."""


def _numbered(template: str) -> str:
    """Return a template with another word for each ``@``."""
    parts = template.split("@")
    words = (_WORD.format(number) for number in range(len(parts) - 1))
    return "".join(part + word for part, word in zip(parts, [*words, ""], strict=True))


_inline = st.lists(
    st.sampled_from(
        [
            "@",
            "@, @",
            "**@**",
            "*@ @*",
            "~~@~~",
            "`@`",
            "[@](https://ornek.org/yol)",
            "[<u>@</u>](https://ornek.org/k)",
            "S[@](https://ornek.org/k)ndaki",
            "<u>@</u>",
            "<sup>@</sup>",
            "<span class='x'>@ @</span>",
            "@<br />@",
            "@\\\n@",
            "@\n@",
            "“@”",
            "<b>@ <i>@</b> @</i>",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line for line in lines[1:])])


_paragraphs = _inline
_headings = st.tuples(st.sampled_from(["#", "##", "####"]), _inline).map(
    lambda pair: f"{pair[0]} {pair[1]}".replace("\\\n", " ").replace("\n", " ")
)
_cells = _inline.map(lambda text: text.replace("\\\n", " ").replace("\n", " "))
_tables = st.lists(_cells, min_size=2, max_size=2).map(
    lambda cells: f"| {cells[0]} | @ |\n|:--|--:|\n| @ | {cells[1]} |"
)
_HTML_TABLE = (
    "<table>\n<tr><th colspan='2'>@</th></tr>\n"
    "<tr><td>@</td><td><ul><li>@</li><li>@</li></ul></td></tr>\n</table>"
)
_others = st.sampled_from(
    [
        "---",
        "```\n@ @\n```",
        "<figure>\n<img src='a.png' alt=''>\n<figcaption>@</figcaption>\n</figure>",
        "<div>\n\n@ *@*\n\n</div>",
        "<details>\n<summary>@</summary>\n\n@\n\n</details>",
        "<p onclick='x()'>@ <b>@</b></p>",
        "<!-- -->",
        "> [!TIP]\n> @",
        _HTML_TABLE,
    ]
)


def _containers(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bodies = st.lists(blocks, min_size=1, max_size=3).map("\n\n".join)
    items = st.lists(bodies, min_size=1, max_size=3)
    return st.one_of(
        bodies.map(lambda body: _indented(body, "> ", "> ")),
        items.map(
            lambda each: "\n\n".join(_indented(body, "- ", "  ") for body in each)
        ),
        items.map(
            lambda each: "\n\n".join(
                _indented(body, f"{number}. ", "   ")
                for number, body in enumerate(each, 1)
            )
        ),
    )


_blocks = st.recursive(
    st.one_of(_paragraphs, _paragraphs, _headings, _tables, _others),
    _containers,
    max_leaves=8,
)
documents = st.lists(_blocks, min_size=1, max_size=6).map("\n\n".join).map(_numbered)
"""Documents as authors and pandoc write them; no word is in one of them twice."""
