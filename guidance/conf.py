"""The GUIDANCE_* settings, typed, with their defaults. All of them: docs/settings.md."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class GuidanceSettings:
    """What a site can set about the guidance app."""

    languages: tuple[str, ...]
    source: str
    catalog_dir: Path
    upload_dir: Path
    threshold: int
    project: str
    bugs_address: str
    question_file: re.Pattern[str]

    @property
    def targets(self) -> tuple[str, ...]:
        """The languages that guidance is translated into."""
        return tuple(code for code in self.languages if code != self.source)


def guidance_settings() -> GuidanceSettings:
    """Read the settings; cheap, and always what ``settings`` says now."""
    languages = tuple(code for code, _ in settings.LANGUAGES)
    return GuidanceSettings(
        languages=languages,
        source=getattr(settings, "GUIDANCE_SOURCE_LANGUAGE", languages[0]),
        catalog_dir=Path(getattr(settings, "GUIDANCE_CATALOG_DIR", "locale")),
        upload_dir=Path(getattr(settings, "GUIDANCE_UPLOAD_DIR", "var/uploads")),
        threshold=int(getattr(settings, "GUIDANCE_THRESHOLD", 80)),
        project=getattr(settings, "GUIDANCE_PROJECT", "Rehber"),
        bugs_address=getattr(settings, "GUIDANCE_BUGS_ADDRESS", ""),
        question_file=re.compile(
            getattr(settings, "GUIDANCE_QUESTION_FILE", r"S(?P<number>[1-9]\d{0,3})")
        ),
    )
