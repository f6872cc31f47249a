"""What a command counted, as a table at the end of its output."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def print_counts(out: Any, things: str, counts: Mapping[str, int]) -> None:
    """Write a line for each count to the text stream ``out``, below a heading."""
    table = Table("", things, box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name, count in counts.items():
        table.add_row(name, str(count))
    Console(file=out).print(table)
