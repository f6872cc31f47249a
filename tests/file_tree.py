r"""A folder built from a nested dict, so that a test shows what it works on.

build(tmp_path, {
    "S1C1.md": "---\ntitle: Bir.\n---\n",
    "media": {"a.png": b"\x89PNG…"},
    "resimler": Link("media"),
})
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link; the target is relative to the link's folder, or absolute."""

    target: str | Path


@dataclass(frozen=True, slots=True)
class Fifo:
    """A named pipe: who opens it to read waits for one who writes."""


Node: TypeAlias = "str | bytes | Link | Fifo | Mapping[str, Node]"


def build(folder: Path, tree: Mapping[str, Node]) -> Path:
    """Make the entries in ``folder``, which is made too, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, node in tree.items():
        _make(folder / name, node)
    return folder


def _make(path: Path, node: Node) -> None:
    match node:
        case str():
            path.write_text(node, encoding="utf-8", newline="")
        case bytes():
            path.write_bytes(node)
        case Link():
            path.symlink_to(node.target)
        case Fifo():
            os.mkfifo(path)
        case _:
            build(path, node)
