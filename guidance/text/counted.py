"""Numbers of things in the English lines of commands."""


def counted(number: int, one: str, many: str) -> str:
    """Return a number with the word for as many.

    >>> counted(1, "entry", "entries"), counted(0, "entry", "entries")
    ('1 entry', '0 entries')
    """
    return f"{number} {one if number == 1 else many}"
