"""What some tests need from outside: a tool, or the shared test material.

Locally such a test is skipped when the thing is absent. With ``CI=true`` nothing is
skipped silently: the test fails and says what is missing.
"""

import os
import shutil
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def needs(tool: str) -> str:
    """Return the path of an external program; skip, or fail on CI, without it."""
    path = shutil.which(tool)
    if path is None:
        _absent(f"{tool} is not installed")
    return str(path)


def shared_path(relative: str) -> Path:
    """Return a path below the shared material, which only some checkouts have beside them."""
    path = _SHARED / relative
    if not path.exists():
        pytest.skip(f"no shared material: {relative}")
    return path


def _absent(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
