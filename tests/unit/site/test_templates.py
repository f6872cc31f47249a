"""What a strict Content-Security-Policy asks of the templates."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:")
FOREIGN = re.compile(r"(?:src|href)=[\"']?(?:https?:)?//")


@pytest.mark.parametrize(
    "html", ["<p style='x'>", "<script>", '<a onclick="x">', "<a href='javascript:x'>"]
)
def test_the_check_for_inline_code_works(html):
    assert INLINE.search(html)


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_templates_hold_no_inline_code_and_name_no_other_host(path):
    source = path.read_text(encoding="utf-8")

    assert not INLINE.search(source)
    assert not FOREIGN.search(source)
