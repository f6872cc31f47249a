"""What the templates of the admin need beside plain data."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Hebrew, Arabic, Syriac and their neighbors.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_TAG = re.compile(r"(</?[a-z]+[0-9]*/?>)")


@register.filter
def tags_apart(text: str) -> SafeString:
    """Return a translator's text as HTML, its tags whole among right-to-left words.

    Without it the signs of a tag are turned one by one: ``<b>`` beside Arabic looks like
    ``b>`` and a ``<`` elsewhere.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return escape(text)
    # Every second part is a tag.
    parts = [
        f'<bdi dir="ltr">{escape(part)}</bdi>' if number % 2 else escape(part)
        for number, part in enumerate(_TAG.split(text))
    ]
    return mark_safe("".join(parts))  # noqa: S308 (all of it is escaped)
