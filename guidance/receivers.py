"""Signal receivers: one line each, connected in ``apps.py``."""

from typing import Any

from guidance import language_columns
from guidance.presentation.pictures import prepare_soon
from guidance.presentation.reading import picture_keys
from guidance.publication import tree
from guidance.translation import changes, policy, roles, status, tasks


def complete_language_columns(*, using: str, **_: Any) -> None:
    language_columns.complete(using)


def restore_parked_texts(*, using: str, **_: Any) -> None:
    language_columns.restore(using)


def ensure_locales(*, using: str, **_: Any) -> None:
    tree.ensure_locales(using)


def prepare_pictures(*, instance: Any, **_: Any) -> None:
    prepare_soon(picture_keys(instance.stream()))


def ensure_roles(*, using: str, **_: Any) -> None:
    roles.ensure_roles(using)


def ensure_policies(*, using: str, **_: Any) -> None:
    policy.ensure_policies(using)


def complete_status(**_: Any) -> None:
    status.refresh_status()


def page_published(*, instance: Any, **_: Any) -> None:
    changes.page_published(instance)


def page_hidden(*, instance: Any, **_: Any) -> None:
    changes.page_hidden(instance)


def page_saved(*, instance: Any, created: bool, **_: Any) -> None:
    changes.page_saved(instance, created=created)


def pages_written(*, choices: frozenset[int], **_: Any) -> None:
    changes.pages_written(choices)


def page_moved(*, instance: Any, **_: Any) -> None:
    changes.page_moved(instance.specific)


def restriction_changed(*, instance: Any, **_: Any) -> None:
    changes.access_changed(instance.page)


def text_changed(*, instance: Any, **_: Any) -> None:
    changes.texts_changed([instance])


def source_changed(*, owners: frozenset[str], **_: Any) -> None:
    tasks.follow_source(owners)
