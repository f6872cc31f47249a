"""How the demo speaks to the person at the terminal."""

import sys


class DemoError(Exception):
    """Something that person can mend; the text says how."""


def say(text: str) -> None:
    """Write a line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
