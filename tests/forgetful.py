"""Rich text without its memory: nothing counts as canonical because it was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from guidance.segments import richtext


class _Nothing(dict[str, Any]):
    def __setitem__(self, key: str, value: Any) -> None:
        """Keep nothing."""


@contextmanager
def forgetful_rich_text() -> Iterator[None]:
    """Let every text be read and proved again in this block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(richtext, "_WRITTEN", _Nothing())
        yield
