"""Whether a file is a picture that the site may have, without trusting it.

What a file is, its first bytes say; its name only has to end like a picture's. Every
picture is decoded once, as a whole, outside of this process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import filetype  # type: ignore[import-untyped]

from guidance.findings import Finding, Severity, gettext_noop
from importers.picture_decoder import PictureDecoder

# Format: ending of the stored file. What browsers show and Wagtail can scale; SVG is
# not among them, because it can hold a program.
FORMATS = {
    "avif": "avif",
    "gif": "gif",
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
}
_FORMAT_OF = {ending: name for name, ending in FORMATS.items()} | {"jpeg": "jpeg"}
# As many bytes as Wagtail (Willow) looks at, so that both see the same format.
_SIGNATURE = 8192


def formats_of(endings: Iterable[str]) -> frozenset[str]:
    """Return the formats that files with these endings have, of those we know.

    >>> sorted(formats_of(["jpg", "jpeg", "png", "svg"]))
    ['jpeg', 'png']
    """
    return frozenset(_FORMAT_OF[name] for name in endings if name in _FORMAT_OF)


@dataclass(frozen=True, slots=True)
class PictureRules:
    """What a site takes; ``importers.library.picture_rules`` reads its settings."""

    formats: frozenset[str] = frozenset(FORMATS)
    max_bytes: int = 10 * 1024 * 1024
    max_pixels: int = 25_000_000
    # The largest picture that the others allow takes less than one.
    cpu_seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """What is known of a picture that was decoded; ``format`` is a key of ``FORMATS``."""

    format: str
    width: int
    height: int


class PictureChecker:
    """Checks pictures against rules; close it, or use it in a ``with`` statement."""

    def __init__(self, rules: PictureRules | None = None) -> None:
        self.rules = rules or PictureRules()
        self._decoder = PictureDecoder(self.rules.max_pixels, self.rules.cpu_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that decodes; another check would start one again."""
        self._decoder.close()

    def check_name(self, path: str) -> Finding | None:
        """Return a finding when no picture has such an ending, else None."""
        ending = _ending(path)
        if _FORMAT_OF.get(ending) in self.rules.formats:
            return None
        return self._unsupported(path, ending or "?")

    def check(self, path: str, data: bytes) -> CheckedPicture | Finding:
        """Return what the bytes are, or why they must not be used.

        ``path`` names the file in the finding, and its ending is checked too. Raises
        OSError when no process can be started.
        """
        if (refused := self.check_name(path)) is not None:
            return refused
        if not data:
            return warning("invalid-image", _EMPTY, path=path)
        if len(data) > self.rules.max_bytes:
            return self.too_large(path)
        kind = _kind(data)
        if kind is None:
            return warning("invalid-image", _NO_PICTURE, path=path)
        name = _FORMAT_OF.get(kind)
        if name is None or name not in self.rules.formats:
            return self._unsupported(path, kind)
        return self._decode(path, name, data)

    def too_large(self, path: str) -> Finding:
        """Return the finding for a file with more bytes than the rules allow."""
        limit = self.rules.max_bytes
        return warning("image-too-large", _TOO_LARGE, path=path, limit=limit)

    def _unsupported(self, path: str, kind: str) -> Finding:
        values = {
            "path": path,
            "kind": kind.upper(),
            "allowed": ", ".join(sorted(self.rules.formats)).upper(),
        }
        return warning("unsupported-image", _UNSUPPORTED, **values)

    def _decode(self, path: str, name: str, data: bytes) -> CheckedPicture | Finding:
        answer = self._decoder.decode(name, data)
        width, height = int(answer["width"]), int(answer["height"])
        match answer.get("error"):
            case None:
                return CheckedPicture(name, width, height)
            case "pixels":
                values: dict[str, object] = {
                    "path": path,
                    "width": width,
                    "height": height,
                    "limit": self.rules.max_pixels,
                }
                return warning("image-too-large", _TOO_MANY_PIXELS, **values)
            case reason:
                return warning("invalid-image", _DAMAGED, path=path, reason=reason)


def _ending(path: str) -> str:
    """Return the ending of the file's name, lower case; a hidden file has none."""
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    return ending.lower() if stem else ""


def _kind(data: bytes) -> str | None:
    """Return the usual ending of files that begin like this one, None for no picture."""
    # An animated AVIF, which Wagtail does not know.
    if data[4:12] == b"ftypavis":
        return "avis"
    guess: str | None = filetype.guess_extension(data[:_SIGNATURE])
    return guess


def warning(code: str, message: str, **values: object) -> Finding:
    """Return a finding that keeps a picture out and lets its document in."""
    return Finding(code, Severity.WARNING, message, None, values)


_EMPTY = gettext_noop("The picture %(path)s is empty. Put the real file there.")
_NO_PICTURE = gettext_noop(
    "%(path)s is not a picture, whatever its name says. Put a real picture there."
)
_UNSUPPORTED = gettext_noop(
    "%(path)s (%(kind)s) is of a kind that cannot be shown. "
    "Save it as one of %(allowed)s."
)
_TOO_LARGE = gettext_noop(
    "The picture %(path)s has more than %(limit)s bytes. Save a smaller one."
)
_TOO_MANY_PIXELS = gettext_noop(
    "The picture %(path)s has %(width)s x %(height)s pixels; %(limit)s are allowed. "
    "Save a smaller one."
)
_DAMAGED = gettext_noop("The picture %(path)s is damaged (%(reason)s). Save it again.")
