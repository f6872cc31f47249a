"""Pictures made for tests: small good ones, and bytes that only pretend to be pictures."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

Size = tuple[int, int]


def picture(
    kind: str = "PNG", size: Size = (4, 3), color: int = 1, **options: Any
) -> bytes:
    """Return a good picture; another ``color`` gives other bytes."""
    image = Image.new("RGB", size, (color * 40 % 256, color * 7 % 256, 90))
    return saved(image, kind, **options)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return an image as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG with a right checksum."""
    return (
        struct.pack("!I", len(data))
        + name
        + data
        + struct.pack("!I", zlib.crc32(name + data))
    )


def blank_png(width: int, height: int, *extra: bytes, rows: int | None = None) -> bytes:
    """Return a one-bit PNG of any size, in very few bytes.

    ``extra`` are chunks before the pixels; fewer ``rows`` than ``height`` leave it
    unfinished.
    """
    header = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" * (1 + (width + 7) // 8)
    pack = zlib.compressobj(9)
    pixels = b"".join(
        pack.compress(row) for _ in range(height if rows is None else rows)
    )
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *extra,
            chunk(b"IDAT", pixels + pack.flush()),
            chunk(b"IEND", b""),
        )
    )


def many_scans(times: int) -> bytes:
    """Return a progressive JPEG whose last pass over all pixels comes again and again.

    Each repetition is some bytes to write and all pixels to decode.
    """
    data = saved(Image.new("L", (2000, 2000), 7), "JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    scan = data[start:-2]
    return data[:start] + scan * times + data[-2:]


def frames(kind: str) -> bytes:
    """Return an animation of two frames."""
    first, second = (Image.new("RGB", (4, 3), color) for color in ("red", "blue"))
    return saved(first, kind, save_all=True, append_images=[second])


def cut(data: bytes) -> bytes:
    """Return the first two thirds, as after an upload that broke off."""
    return data[: len(data) * 2 // 3]


def flipped(data: bytes, at: int) -> bytes:
    """Return the data with one byte changed."""
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def noise(size: Size = (64, 64)) -> Image.Image:
    """Return an image that compresses badly, so that a cut hits its pixels."""
    return Image.radial_gradient("L").resize(size).convert("RGB")


def vp8l(width: int, height: int) -> bytes:
    """Return the beginning of a lossless WebP of a size."""
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + bits.to_bytes(4, "little") + b"\0" * 40
    head = b"WEBPVP8L" + len(body).to_bytes(4, "little")
    return b"RIFF" + (len(head) + len(body)).to_bytes(4, "little") + head + body


def vp8x(width: int, height: int) -> bytes:
    """Return an extended WebP that promises a size and holds a small frame."""
    inner = picture("WEBP", lossless=True)[12:]
    body = (
        b"VP8X\x0a\0\0\0"
        + b"\0" * 4
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
        + inner
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
    b"<script>alert(1)</script></svg>"
)
EMF = struct.pack("<II", 1, 88) + b"\0" * 32 + b" EMF" + b"\0" * 44
WMF = b"\xd7\xcd\xc6\x9a" + b"\0" * 36
HTML = b"<html><script>alert(1)</script></html>"
