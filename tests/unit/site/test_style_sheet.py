"""What the style sheet promises in its first lines."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CSS = (ROOT / "guidance/static/guidance/site.css").read_text(encoding="utf-8")

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|clear)\s*:"
    r"|text-align:\s*(?:left|right)"
)
FOREIGN = re.compile(r"url\(|@import|@font-face")
# Text color, background, and the least contrast that WCAG 2.2 AA asks for.
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "card", 4.5),
    ("ink", "note", 4.5),
    ("ink", "warn", 4.5),
    ("ink", "code", 4.5),
    ("muted", "paper", 4.5),
    ("muted", "card", 4.5),
    ("accent", "paper", 4.5),
    ("accent", "card", 4.5),
    ("accent", "note", 4.5),
    ("accent", "warn", 4.5),
    ("accent-ink", "accent", 4.5),
    ("warn-line", "warn", 3),
    ("focus", "paper", 3),
    ("focus", "card", 3),
]


def outside_of_queries(css: str) -> str:
    """Return the declarations; ``(min-width: …)`` is the name of a query."""
    return re.sub(r"@media[^{]*", "", css)


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { margin-left: 1em }", True),
        ("a { text-align: right }", True),
        ("a { width: 1em }", True),
        ("a { margin-inline-start: 1em; border-inline-end-width: 0 }", False),
    ],
)
def test_the_check_for_physical_properties_works(css, found):
    assert bool(PHYSICAL.search(outside_of_queries(css))) is found


def test_only_logical_properties_are_used_so_that_arabic_mirrors():
    assert PHYSICAL.findall(outside_of_queries(CSS)) == []


def test_nothing_is_loaded_from_elsewhere():
    assert FOREIGN.findall(CSS) == []


def colors(scheme: str) -> dict[str, str]:
    light, dark = (
        dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{([^}]*--paper[^}]*)\}", CSS)[:2]
    )
    return light if scheme == "light" else {**light, **dark}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors as WCAG defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_of_contrast_is_the_known_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "background", "least"), PAIRS)
def test_every_pair_of_colors_can_be_read(scheme, text, background, least):
    palette = colors(scheme)

    assert contrast(palette[text], palette[background]) >= least
