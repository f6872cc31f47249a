"""The GUIDANCE_* settings, typed, with their defaults. All of them: docs/settings.md."""

import re
from pathlib import Path

from django.conf import settings


class GuidanceSettings:
    """What a site can set about the guidance app; each is read when it is asked for.

    Most ask for one, many thousand times in an import, and reading them all costs ten
    times as much.
    """

    __slots__ = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple([code for code, _ in settings.LANGUAGES])

    @property
    def source(self) -> str:
        first, _ = settings.LANGUAGES[0]
        return str(getattr(settings, "GUIDANCE_SOURCE_LANGUAGE", first))

    @property
    def targets(self) -> tuple[str, ...]:
        """The languages that guidance is translated into."""
        source = self.source
        return tuple([code for code in self.languages if code != source])

    @property
    def catalog_dir(self) -> Path:
        return Path(getattr(settings, "GUIDANCE_CATALOG_DIR", "locale"))

    @property
    def upload_dir(self) -> Path:
        return Path(getattr(settings, "GUIDANCE_UPLOAD_DIR", "var/uploads"))

    @property
    def threshold(self) -> int:
        return int(getattr(settings, "GUIDANCE_THRESHOLD", 80))

    @property
    def project(self) -> str:
        return str(getattr(settings, "GUIDANCE_PROJECT", "Rehber"))

    @property
    def bugs_address(self) -> str:
        return str(getattr(settings, "GUIDANCE_BUGS_ADDRESS", ""))

    @property
    def question_file(self) -> re.Pattern[str]:
        pattern = getattr(
            settings, "GUIDANCE_QUESTION_FILE", r"S(?P<number>[1-9]\d{0,3})"
        )
        return re.compile(pattern)


_SETTINGS = GuidanceSettings()


def guidance_settings() -> GuidanceSettings:
    """Return the settings; cheap, and always what ``settings`` says now."""
    return _SETTINGS
