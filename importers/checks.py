"""System checks: what ``manage.py check`` says about uploads and background tasks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from guidance.conf import guidance_settings


def register_all() -> None:
    checks.register(check_upload_dir, checks.Tags.security)


def check_upload_dir(**_: Any) -> list[checks.CheckMessage]:
    """Require that uploads wait where no web server looks for files."""
    uploads = guidance_settings().upload_dir.resolve()
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        served = getattr(settings, name, None)
        if served and uploads.is_relative_to(Path(served).resolve()):
            return [
                checks.Error(
                    f"GUIDANCE_UPLOAD_DIR ({uploads}) lies in {name}, so uploads that "
                    "nobody has checked would be served to visitors.",
                    hint="Choose a folder that no web server knows.",
                    id="importers.E001",
                )
            ]
    return []
