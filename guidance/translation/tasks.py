"""Work that follows by itself, in the background."""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from guidance.publication.lock import LockHeldError, after_lock
from guidance.translation.policy import load_policies, publish_by_policy

_QUEUE = "guidance"
_AGAIN = timedelta(minutes=1)
_log = logging.getLogger(__name__)


def follow_source(owners: Collection[str]) -> None:
    """Publish translations of changed sources where the rule of a language says so.

    In the background, and never while an import still writes.
    """
    if any(policy.is_automatic for policy in load_policies().values()):
        after_lock(_enqueue, owners)


@task(backend="guidance", queue_name=_QUEUE)
def publish_automatically(owners: list[str]) -> None:
    """Publish what these documents say in every language with an automatic rule."""
    try:
        for language in load_policies():
            publish_by_policy(language, owners, now=timezone.now())
    except LockHeldError as error:
        if not publish_automatically.get_backend().supports_defer:
            _log.warning("Not published: %s", error)
            return
        later = publish_automatically.using(run_after=timezone.now() + _AGAIN)
        later.enqueue(owners)


def _enqueue(owners: frozenset[str]) -> None:
    publish_automatically.enqueue(sorted(owners))
