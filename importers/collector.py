"""Python's collector of cyclic garbage, less often while an import makes many objects.

By default it looks at all objects of the process after each 70,000 new ones, which took
an eighth of the time of an import and found nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# As many objects as a few documents are made of: some megabytes.
_NEW_OBJECTS = 50_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect less often in this block; for one thread of the process at a time."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
