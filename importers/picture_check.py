"""Whether a file is a picture that the site may have, without trusting it.

What a file is, its first bytes say, never its name. Pictures are decoded once, as a
whole, in a child process (``importers.picture_child``); one child serves a whole
import, so that thousands of small pictures cost one start.
"""

import json
import select
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import filetype

from guidance.findings import Finding, Severity, gettext_noop
from importers.picture_child import REQUEST, Answer

# Format: ending of the stored file. What browsers show and Wagtail can scale; SVG is
# not among them, because it can hold a program.
FORMATS = {
    "avif": "avif",
    "gif": "gif",
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
}
_ENDING_TO_FORMAT = {ending: name for name, ending in FORMATS.items()} | {
    "jpeg": "jpeg"
}
_SIGNATURE = 8192  # what Wagtail looks at

_WALL_SECONDS = 60.0
_MEMORY = 256 * 1024 * 1024
# Measured with the most demanding decoder, WebP: two canvases and two copies.
_MEMORY_PER_PIXEL = 20


@dataclass(frozen=True, slots=True)
class PictureRules:
    """What a site takes; ``importers.library.picture_rules`` reads its settings."""

    formats: frozenset[str] = frozenset(FORMATS)
    max_bytes: int = 10 * 1024 * 1024
    max_pixels: int = 25_000_000


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """What is known of a picture after it was decoded; ``format`` is in ``FORMATS``."""

    format: str
    width: int
    height: int


class PictureChecker:
    """Checks pictures against rules; a context manager, because it may own a process."""

    def __init__(self, rules: PictureRules | None = None) -> None:
        self.rules = rules or PictureRules()
        self._child: subprocess.Popen[bytes] | None = None

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
        """End the child process, if there is one; a later check starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def check_name(self, path: str) -> Finding | None:
        """Return the finding for a name whose ending no picture may have, else None."""
        ending = PurePosixPath(path).suffix[1:].lower()
        if _ENDING_TO_FORMAT.get(ending) in self.rules.formats:
            return None
        return self._unsupported(path, ending or "?")

    def check(self, path: str, data: bytes) -> CheckedPicture | Finding:
        """Return what the bytes are, or why they must not be used.

        ``path`` is for the message, and its ending counts too. Raises OSError when the
        child process cannot be started.
        """
        if (refused := self.check_name(path)) is not None:
            return refused
        if not data:
            return _warning("invalid-image", _EMPTY, path=path)
        if len(data) > self.rules.max_bytes:
            return self.too_large(path)
        guess = filetype.guess_extension(data[:_SIGNATURE])
        if guess is None:
            return _warning("invalid-image", _NO_PICTURE, path=path)
        name = _ENDING_TO_FORMAT.get(guess)
        if name is None or name not in self.rules.formats:
            return self._unsupported(path, guess)
        return self._decoded(path, name, self._ask(name, data))

    def too_large(self, path: str) -> Finding:
        """Return the finding for a file with more bytes than the rules allow."""
        return _warning(
            "image-too-large", _TOO_LARGE, path=path, limit=self.rules.max_bytes
        )

    def _unsupported(self, path: str, kind: str) -> Finding:
        allowed = ", ".join(sorted(self.rules.formats)).upper()
        return _warning(
            "unsupported-image",
            _UNSUPPORTED,
            path=path,
            kind=kind.upper(),
            allowed=allowed,
        )

    def _decoded(
        self, path: str, name: str, answer: Answer
    ) -> CheckedPicture | Finding:
        width, height = int(answer["width"]), int(answer["height"])
        error = answer.get("error")
        if error is None:
            return CheckedPicture(name, width, height)
        if error == "pixels":
            return _warning(
                "image-too-large",
                _TOO_MANY_PIXELS,
                path=path,
                width=width,
                height=height,
                limit=self.rules.max_pixels,
            )
        return _warning("invalid-image", _DAMAGED, path=path, reason=str(error))

    # ---- the child

    def _ask(self, name: str, data: bytes) -> Answer:
        """Return the child's answer; that of its end, when the picture brought it down."""
        child = self._child or self._start()
        head = REQUEST.pack(name.upper().encode(), self.rules.max_pixels, len(data))
        line = b""
        with suppress(BrokenPipeError):
            assert child.stdin is not None  # noqa: S101 -- for the type checker
            child.stdin.write(head + data)
            child.stdin.flush()
            line = _read_line(child, time.monotonic() + _WALL_SECONDS)
        if line.endswith(b"\n"):
            answer: Answer = json.loads(line)
            return answer
        self.close()
        return {"width": 0, "height": 0, "error": "it takes too long or breaks"}

    def _start(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("picture_child.py")
        memory = _MEMORY + _MEMORY_PER_PIXEL * self.rules.max_pixels
        # -P: the modules beside the script must not hide those of the library.
        self._child = subprocess.Popen(  # noqa: S603 -- our own script
            [sys.executable, "-P", str(script), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._child


def _read_line(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Return what the child says until a line ends, it ends, or time is up."""
    assert child.stdout is not None  # noqa: S101 -- for the type checker
    line = b""
    while not line.endswith(b"\n"):
        rest = max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([child.stdout], [], [], rest)
        said = child.stdout.read1(4096) if ready else b""  # type: ignore[attr-defined]
        if not said:
            break
        line += said
    return line


def _warning(code: str, message: str, **values: object) -> Finding:
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
