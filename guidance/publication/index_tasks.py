"""Wagtail's index tasks inside of a batch: their errors are the batch's errors.

A task that runs at once logs its error and hides it. Then a full disk would leave a
page that is committed and that no search finds.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished


@contextmanager
def index_errors_raised() -> Iterator[None]:
    """Raise within the block what a task of this thread raised; also a decorator."""
    thread = threading.get_ident()

    def raise_again(task_result: Any, **_: Any) -> None:
        error = sys.exception()
        is_ours = threading.get_ident() == thread
        if is_ours and task_result.status == TaskResultStatus.FAILED and error:
            raise error

    task_finished.connect(raise_again, weak=False)
    try:
        yield
    finally:
        task_finished.disconnect(raise_again)
