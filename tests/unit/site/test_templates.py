"""What a strict Content-Security-Policy asks of the templates."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")
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


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if "admin" not in path.parts],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_visitors_get_no_script_at_all(path):
    assert "<script" not in path.read_text(encoding="utf-8")
