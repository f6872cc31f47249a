"""Language codes as gettext writes them, and how each language counts."""

import re
from collections.abc import Mapping
from functools import lru_cache

_SCRIPT_LENGTH = 4
# glibc, and with it gettext, says the script of some languages with a modifier.
_MODIFIERS: Mapping[str, str] = {
    "latin": "latn",
    "cyrillic": "cyrl",
    "devanagari": "deva",
    "arabic": "arab",
}
_GETTEXT_CODE = re.compile(
    r"(?P<base>[^.@]+)(?:\.[^@]*)?(?:@(?P<modifier>.+))?", re.DOTALL
)

# Expressions and the languages that count so, after the Unicode CLDR.
_PLURALS = (
    (
        "nplurals=1; plural=0;",
        "bm bo dz id ja jv km ko lo ms my su th vi wo yo zh",
    ),
    (
        "nplurals=2; plural=(n != 1);",
        (
            "af an ast az ba bg bn ca ckb da de el en eo es et eu fi fo fur fy gl gu ha he hu "
            "ia it ka kk kl kmr kn ku ky lb ml mn mr nb ne nl nn no om or pap ps pt rm rn sc "
            "sd so sq st sv sw ta te tk tr ug ur uz xh yi zu"
        ),
    ),
    (
        "nplurals=2; plural=(n > 1);",
        "ak am as br fa ff fil fr guw hi hy kab ln mg nso oc pa pt_BR si ti tl wa",
    ),
    ("nplurals=2; plural=(n%10!=1 || n%100==11);", "is"),
    ("nplurals=2; plural=(n%10==1 && n%100!=11 ? 0 : 1);", "mk"),
    (
        (
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
            "(n%100<10 || n%100>=20) ? 1 : 2);"
        ),
        "be bs hr ru sh sr uk",
    ),
    ("nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;", "cs sk"),
    (
        (
            "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && "
            "(n%100<10 || n%100>=20) ? 1 : 2);"
        ),
        "pl",
    ),
    (
        (
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && "
            "(n%100<10 || n%100>=20) ? 1 : 2);"
        ),
        "lt",
    ),
    ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);", "lv"),
    ("nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2);", "ro"),
    ("nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;", "cy"),
    (
        (
            "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : "
            "(n > 2 && n < 20) ? 2 : 3;"
        ),
        "gd",
    ),
    (
        (
            "nplurals=4; plural=(n==1 ? 0 : n==0 || (n%100>1 && n%100<11) ? 1 : "
            "(n%100>10 && n%100<20) ? 2 : 3);"
        ),
        "mt",
    ),
    (
        "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
        "sl",
    ),
    ("nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4);", "ga"),
    (
        (
            "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
            "n%100>=11 ? 4 : 5);"
        ),
        "ar",
    ),
)
_PLURAL_FORMS: Mapping[str, str] = {
    code: expression for expression, codes in _PLURALS for code in codes.split()
}


def gettext_code(language: str) -> str:
    """Return a Wagtail language code as gettext writes it.

    >>> [gettext_code(code) for code in ("tr", "pt-br", "zh-hans", "sr-latn-rs")]
    ['tr', 'pt_BR', 'zh_Hans', 'sr_Latn_RS']
    """
    base, *subtags = language.replace("_", "-").lower().split("-")
    return "_".join([base, *map(_subtag, subtags)])


def wagtail_code(code: str) -> str:
    """Return the Wagtail language code of what a PO file calls its language.

    >>> [wagtail_code(code) for code in ("tr", "pt_BR", "zh-Hans", "sr@latin", "de_DE.UTF-8")]
    ['tr', 'pt-br', 'zh-hans', 'sr-latn', 'de-de']
    """
    match = _GETTEXT_CODE.fullmatch(code.strip())
    if match is None:
        return ""
    base = match["base"].replace("_", "-").lower()
    if not match["modifier"]:
        return base
    modifier = match["modifier"].lower()
    return f"{base}-{_MODIFIERS.get(modifier, modifier)}"


def is_same_language(code: str, other: str) -> bool:
    """Tell whether two codes, in either spelling, mean the same language.

    A code without a country fits one with: translators' programs add or drop it.

    >>> is_same_language("de_DE", "de"), is_same_language("pt_BR", "pt-pt")
    (True, False)
    """
    one, two = wagtail_code(code), wagtail_code(other)
    return (
        one == two or f"{one}-".startswith(f"{two}-") or f"{two}-".startswith(f"{one}-")
    )


# Each check of each entry asks it of the same code.
@lru_cache(maxsize=256)
def base_language(code: str) -> str:
    """Return the language without country and script, as the checks need it.

    >>> base_language("pt_BR"), base_language("zh-hans")
    ('pt', 'zh')
    """
    return wagtail_code(code).partition("-")[0]


def plural_forms(language: str) -> str:
    """Return the value of the header field ``Plural-Forms``; ``""`` when it is not known.

    >>> plural_forms("tr")
    'nplurals=2; plural=(n != 1);'
    """
    code = gettext_code(wagtail_code(language))
    known = _PLURAL_FORMS.get(code)
    return known or _PLURAL_FORMS.get(base_language(language), "")


def _subtag(subtag: str) -> str:
    if len(subtag) == _SCRIPT_LENGTH and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) <= _SCRIPT_LENGTH - 1 else subtag
