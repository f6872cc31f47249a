"""Signal receivers: one line each, connected in ``apps.py``."""

from typing import Any

from guidance import language_columns
from guidance.presentation.pictures import prepare_soon
from guidance.presentation.reading import picture_keys
from guidance.publication import tree


def complete_language_columns(*, using: str, **_: Any) -> None:
    language_columns.complete(using)


def restore_parked_texts(*, using: str, **_: Any) -> None:
    language_columns.restore(using)


def ensure_locales(*, using: str, **_: Any) -> None:
    tree.ensure_locales(using)


def prepare_pictures(*, instance: Any, **_: Any) -> None:
    prepare_soon(picture_keys(instance.stream()))
