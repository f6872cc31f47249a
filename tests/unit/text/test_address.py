"""Which addresses a link may lead to: one answer for checks, pages and storage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.text.address import SCHEMES, host, is_safe_address, split_address

SAFE = (
    "https://ornek.org",
    "http://ornek.org:8080/a?b=1&c=(2)#d",
    "HTTPS://ORNEK.ORG/A",
    "https://örnek.org/görüş",
    "https://[::1]/a",
    "https://ornek.org/a@b",
    "mailto:bilgi@ornek.org",
    "tel:+903121234567",
)
UNSAFE = (
    "",
    "ornek.org",
    "//ornek.org",
    "/a",
    "#a",
    "https://",
    "https:///a",
    "mailto:",
    "tel:",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    " https://ornek.org",
    "https://ornek.org/a b",
    "https://ornek.org\n",
    "https://ornek.org/\u202egnp.exe",
    "https://ornek\u200b.org",
    "https://ornek.org/<script>",
    'https://ornek.org/"onclick=',
    "https://ornek.org\\@kotu.example",
    "https://ornek.org/`x`",
    "https://ornek.org:port/",
    "https://ornek.org:99999/",
    "https://[::1/",
    "https://ornek.org@kotu.example/",
    "https://user:secret@ornek.org/",
    "https://@ornek.org/",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://ornek.org/",
)


@pytest.mark.parametrize("address", SAFE)
def test_a_complete_address_of_a_common_kind_is_safe(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize("address", UNSAFE)
def test_anything_else_is_not(address: str) -> None:
    assert not is_safe_address(address)


@given(st.text(max_size=40) | st.from_regex(r"[a-z]{3,6}:/?/?[\w@:\[\]/ .]{0,20}"))
def test_no_text_is_too_strange_to_answer(text: str) -> None:
    parts = split_address(text)

    assert is_safe_address(text) <= (parts is not None)
    assert parts is None or parts.scheme in SCHEMES
    assert parts is not None or host(text) == ""
