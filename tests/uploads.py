"""Uploads for tests: zips as people and as attackers make them."""

import io
import stat
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile


def packed(
    files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a zip of the files; a name that ends in ``/`` is a folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def packed_entry(entry: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    """Return a zip with one entry that says of itself what it wants."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, content)
    return file.getvalue()


def special(name: str, kind: int = stat.S_IFLNK) -> zipfile.ZipInfo:
    """Return an entry that is a link, or another thing that is no file."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    return entry


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a zip with other raw bytes as a name, as another program writes it."""
    assert len(old) == len(new)
    return data.replace(old, new)


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


def document(question: object, choice: object, title: str, body: str) -> str:
    """Return a document with front matter."""
    return (
        f"---\ntitle: {title}\nquestion_id: {question}\nchoice_id: {choice}\n---\n"
        f"{body}\n"
    )
