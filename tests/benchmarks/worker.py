"""One measured run in a process of its own.

    python -m tests.benchmarks.worker KIND FOLDER SIZE

``DATABASE_URL`` and ``MEDIA_ROOT`` say where to write. Prints one line of JSON.
"""

import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Do the work that the arguments name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    from tests.benchmarks.work import measure

    kind, folder, size = sys.argv[1:]
    print(json.dumps(measure(kind, Path(folder), int(size))))  # noqa: T201


if __name__ == "__main__":
    main()
