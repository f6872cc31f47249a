"""Decodes pictures in a process of its own; ``importers.picture_decoder`` runs it.

A decoder is the part of an import that hostile bytes can crash, fill or keep busy. It
runs here, without a database, with limits that the system keeps: address space for the
process, CPU time for each picture. Only the standard library and Pillow are imported.

Reads from standard input, for each picture: the struct ``REQUEST`` (format, pixels
allowed, number of bytes), then the bytes. Writes the line ``READY`` once, then for each
picture one line of JSON: its size, or what is wrong.
"""

import io
import json
import resource
import signal
import struct
import sys
import warnings
from contextlib import suppress
from typing import BinaryIO

from PIL import AvifImagePlugin, Image

REQUEST = struct.Struct("!8sQQ")
READY = b"ready\n"

Answer = dict[str, int | str]

_WEBP_HEAD = 30


def serve(requests: BinaryIO, answers: BinaryIO, cpu_seconds: float) -> None:
    """Answer requests until there are no more, or one takes too long."""
    while head := requests.read(REQUEST.size):
        name, pixels, length = REQUEST.unpack(head)
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        answer = examine(name.rstrip(b"\0").decode(), requests.read(length), pixels)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def examine(name: str, data: bytes, pixels: int) -> Answer:
    """Return {"width", "height"}, with "error" when it must not be used.

    The error is "pixels" when the header promises more than ``pixels``, which is
    looked at before any is decoded, otherwise what the decoder says.
    """
    try:
        picture = None
        if (size := webp_size(data)) is None:
            picture = _open(name, data)
            size = picture.size
        width, height = size
        answer: Answer = {"width": width, "height": height}
        if width * height > pixels:
            return answer | {"error": "pixels"}
        # verify() compares the checksums of a PNG, load() decodes; each needs its own.
        _open(name, data).verify()
        with picture or _open(name, data) as whole:
            whole.load()
    except Exception as error:  # noqa: BLE001 -- decoders raise anything
        return {"width": 0, "height": 0, "error": str(error)[:200] or repr(error)[:200]}
    return answer


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return the size that the header of a WebP promises, None for any other file.

    Pillow allocates two whole canvases when it opens one, before it tells the size.
    """
    if data[:4] + data[8:12] != b"RIFFWEBP" or len(data) < _WEBP_HEAD:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if kind == b"VP8L":
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _open(name: str, data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=[name])


def _limit_memory(size: int) -> None:
    # Not every system keeps this limit, and none lets it be raised.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main() -> None:
    """Serve standard input; the arguments are bytes of address space and CPU seconds."""
    _limit_memory(int(sys.argv[1]))
    # The size is checked against the caller's limit, which is lower.
    Image.MAX_IMAGE_PIXELS = None
    # One thread: as many as there are cores would not fit into the address space.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("ignore")
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[2]))


if __name__ == "__main__":
    main()
