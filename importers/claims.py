"""Documents that claim a key that is not theirs alone: none of them is imported."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from guidance.findings import Finding, Severity, gettext_noop

Claimed = TypeVar("Claimed", bound=Hashable)


def claimants(
    keys: Iterable[tuple[str, Claimed]],
) -> dict[Claimed, Sequence[str]]:
    """Return the keys that more than one document claims, with their paths."""
    paths: dict[Claimed, list[str]] = {}
    for path, key in keys:
        paths.setdefault(key, []).append(path)
    return {key: found for key, found in paths.items() if len(found) > 1}


def duplicate_finding(key: tuple[int, int], paths: Sequence[str]) -> Finding:
    """Return the one error that names every file that claims a key."""
    return Finding(
        "duplicate-id",
        Severity.ERROR,
        gettext_noop(
            "%(key)s is claimed by %(paths)s; none of them was imported. Give each "
            "its own question_id and choice_id."
        ),
        values={"key": _label(key), "paths": ", ".join(sorted(paths))},
    )


def same_path_finding(path: str, paths: Sequence[str]) -> Finding:
    """Return the error about a path that documents of several folders have."""
    return Finding(
        "same-path",
        Severity.ERROR,
        gettext_noop(
            "%(paths)s have the same path in their folders, so a link to %(path)s could "
            "mean any of them; none of them was imported. Import each folder as a source "
            "of its own, or the folder above them."
        ),
        values={"path": path, "paths": ", ".join(sorted(paths))},
    )


def other_source_finding(key: tuple[int, int], path: str, source: str) -> Finding:
    """Return the error about a key that is a document's of another source."""
    return Finding(
        "other-source",
        Severity.ERROR,
        gettext_noop(
            "%(key)s belongs to %(path)s of the source %(source)s, so this file was not "
            "imported. Import it under that source, or allow to take over documents of "
            "other sources (--force)."
        ),
        values={"key": _label(key), "path": path, "source": source},
    )


def _label(key: tuple[int, int]) -> str:
    question, choice = key
    return f"{question}.{choice}" if choice else f"{question}"
