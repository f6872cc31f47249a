"""Documents that claim the same key: none of them is imported."""

from collections.abc import Iterable, Sequence

from guidance.findings import Finding, Severity, gettext_noop


def claimants(
    keys: Iterable[tuple[str, tuple[int, int]]],
) -> dict[tuple[int, int], Sequence[str]]:
    """Return the keys that more than one document claims, with their paths."""
    paths: dict[tuple[int, int], list[str]] = {}
    for path, key in keys:
        paths.setdefault(key, []).append(path)
    return {key: found for key, found in paths.items() if len(found) > 1}


def duplicate_finding(key: tuple[int, int], paths: Sequence[str]) -> Finding:
    """Return the one error that names every file that claims a key."""
    question, choice = key
    label = f"{question}.{choice}" if choice else f"{question}"
    return Finding(
        "duplicate-id",
        Severity.ERROR,
        gettext_noop(
            "%(key)s is claimed by %(paths)s; none of them was imported. Give each "
            "its own question_id and choice_id."
        ),
        values={"key": label, "paths": ", ".join(sorted(paths))},
    )
