"""Which of the site's languages a browser's wishes ask for."""

from collections.abc import Sequence

from django.utils.translation.trans_real import parse_accept_lang_header


def negotiate(header: str, languages: Sequence[str], default: str) -> str:
    """Return the language of ``languages`` that an Accept-Language header likes best.

    A wish such as ``en-GB`` is content with ``en``; without a match it is ``default``.

    >>> negotiate("de, ar-EG;q=0.9, en;q=0.8", ("tr", "en", "ar"), "tr")
    'ar'
    >>> negotiate("en;q=0, *", ("tr", "en", "ar"), "tr")
    'tr'
    """
    by_code = {code.lower(): code for code in languages}
    for wish, weight in parse_accept_lang_header(header):
        if not weight:
            break
        if wish == "*":
            return default
        subtags = wish.split("-")
        for length in range(len(subtags), 0, -1):
            code = by_code.get("-".join(subtags[:length]))
            if code is not None:
                return code
    return default
