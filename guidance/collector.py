"""Python's collector of cyclic garbage, less often while a batch makes many objects.

By default it looks at all objects of the process after each 70,000 new ones, which took
an eighth of the time of an import, a third of that of an export, and found nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# After so many new objects, those are looked at, which are some megabytes; after fifty
# times that also what has stayed since, and after a hundred times that everything.
_THRESHOLDS = (50_000, 50, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect less often in this block, or in the function that this decorates."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
