import pytest

from guidance.site.negotiation import negotiate

LANGUAGES = ("tr", "en", "ar", "pt-br")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "tr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("AR-eg", "ar"),
        ("pt-BR", "pt-br"),
        ("pt", "tr"),
        ("de, fr;q=0.9", "tr"),
        ("de, en;q=0.5, ar;q=0.7", "ar"),
        ("*", "tr"),
        ("en;q=0", "tr"),
        ("en;q=0, ar;q=0.1", "ar"),
        ("de, *;q=0.5, en;q=0.1", "tr"),
        ("not a header ;;;", "tr"),
        ("en," * 5000, "en"),
    ],
)
def test_the_best_known_wish_decides(header, language):
    assert negotiate(header, LANGUAGES, "tr") == language
