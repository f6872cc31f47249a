"""Changes of the source that leave the meaning as it was."""

from collections.abc import Mapping
from dataclasses import replace

from guidance.catalog.checks import check, has_error
from guidance.catalog.entry import Entry, Key
from guidance.catalog.message import Known


def confirm(
    key: Key, previous: Key, known: Mapping[Key, Known], language: str
) -> Known | None:
    """Return the translation of ``key`` as valid, when only a minor change made it fuzzy.

    None when there is nothing to confirm: it was not carried over from ``previous``, was
    not valid there, or its tags do not fit the new text.

    >>> known = {("", "Her ay toplanırız"): Known("We meet every month."),
    ...          ("", "Her ay toplanırız."): Known("We meet every month.", True, "", "Her ay toplanırız")}
    >>> confirm(("", "Her ay toplanırız."), ("", "Her ay toplanırız"), known, "en").fuzzy
    False
    """
    value, before = known.get(key), known.get(previous)
    if value is None or before is None or before.fuzzy or not value.fuzzy:
        return None
    is_carried = (value.previous_msgctxt, value.previous_msgid) == previous
    if not is_carried or value.msgstr != before.msgstr:
        return None
    entry = Entry(msgctxt=key[0], msgid=key[1], msgstr=value.msgstr)
    if has_error(check(entry, language)):
        return None
    return replace(value, fuzzy=False, previous_msgctxt="", previous_msgid="")


def withdraw(key: Key, previous: Key, known: Mapping[Key, Known]) -> Known | None:
    """Return the translation as fuzzy again, when it is still what was carried over."""
    value, before = known.get(key), known.get(previous)
    if value is None or before is None or value.fuzzy or value.msgstr != before.msgstr:
        return None
    return replace(
        value, fuzzy=True, previous_msgctxt=previous[0], previous_msgid=previous[1]
    )
