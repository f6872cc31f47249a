"""A child process that decodes pictures one after the other, and dies of the bad ones.

One child serves a whole import: the first picture costs its start, each further one a
fraction of a millisecond more than decoding it here would.
"""

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from importers.picture_child import READY, REQUEST, Answer

_SCRIPT = Path(__file__).with_name("picture_child.py")
# A decoder that was taken over shall not find passwords in its environment.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG")
# The child's CPU time is limited; this is for one that waits.
_WALL_SECONDS = 60.0
_MEMORY = 256 * 1024 * 1024
# Measured with the most demanding format, WebP: two canvases and two copies.
_MEMORY_PER_PIXEL = 20


class PictureDecoder:
    """Decodes pictures of at most ``max_pixels`` in a child, started when needed.

    The limit of CPU time is for each picture; wall time would fail a good one on a busy
    machine.
    """

    def __init__(self, max_pixels: int, cpu_seconds: float) -> None:
        self._max_pixels = max_pixels
        self._cpu_seconds = cpu_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def decode(self, name: str, data: bytes) -> Answer:
        """Return what ``picture_child.examine`` says of a picture of Pillow format ``name``.

        When the picture brings the child down, that is the error, and the next picture
        has a new child. Raises OSError when none can be started.
        """
        self._child = self._child or self._start()
        head = REQUEST.pack(name.upper().encode(), self._max_pixels, len(data))
        line = _exchange(self._child, head + data)
        if line.endswith(b"\n"):
            answer: Answer = json.loads(line)
            return answer
        self.close()
        return {
            "width": 0,
            "height": 0,
            "error": "the decoder crashed or took too long",
        }

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)

    def _start(self) -> subprocess.Popen[bytes]:
        memory = _MEMORY + _MEMORY_PER_PIXEL * self._max_pixels
        # -P: the modules beside the script must not hide those of the library.
        child = subprocess.Popen(  # noqa: S603 -- our own script
            [
                sys.executable,
                "-P",
                str(_SCRIPT),
                str(memory),
                str(self._cpu_seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
        # Otherwise a broken installation would look like ten thousand broken pictures.
        if _exchange(child, b"") != READY:
            _end(child)
            raise OSError(f"{sys.executable} does not run {_SCRIPT}")
        return child


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with suppress(BrokenPipeError):
            cast("BinaryIO", pipe).close()


def _exchange(child: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Return the line that answers the request, or what came before the child's end."""
    requests, answers = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    deadline = time.monotonic() + _WALL_SECONDS
    line = b""
    waiting = select.poll()
    waiting.register(answers, select.POLLIN)
    with suppress(BrokenPipeError):
        requests.write(request)
        requests.flush()
        while not line.endswith(b"\n"):
            ready = waiting.poll(max(0.0, deadline - time.monotonic()) * 1000)
            said = os.read(answers.fileno(), 4096) if ready else b""
            if not said:
                break
            line += said
    return line
