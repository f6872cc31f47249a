"""Python's collector of cyclic garbage, less often while a batch makes many objects.

By default it looks at all objects of the process after each 70,000 new ones, which took
an eighth of the time of an import, a third of that of an export, and found nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# After so many new objects, those are looked at, which are some megabytes; after fifty
# times that also what has stayed since, and after a hundred times that everything.
_NEW, _OFTEN = 50_000, (50, 100)
# A catalog is a million tuples and texts that all stay, and never lead back to
# themselves: to look at them took a tenth of the time of export, import and publication.
OF_A_CATALOG = 1_000_000


@contextmanager
def rare_collections(new: int = _NEW) -> Iterator[None]:
    """Collect less often in this block, or in the function that this decorates.

    After ``new`` objects, those are looked at.
    """
    before = gc.get_threshold()
    gc.set_threshold(new, *_OFTEN)
    try:
        yield
    finally:
        gc.set_threshold(*before)
