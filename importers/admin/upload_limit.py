"""The limit of an upload that holds before anything of it is stored.

Django streams the files of a request to the disk before a view sees them, and has no
limit for that.
"""

from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_BYTES = 100 * 1024 * 1024
MOST_FILES = 500


class UploadLimit(FileUploadHandler):
    """Passes over every file of a request that is too long; the view asks ``refused``."""

    refused = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 - as Django calls it
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        # The server reads no further than the length that the request names.
        self.refused = content_length > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.refused:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind this one."""


def limit_upload(request: HttpRequest) -> UploadLimit:
    """Put the limit before the handlers of a request that nobody has read yet."""
    limit = UploadLimit(request)
    request.upload_handlers.insert(0, limit)
    return limit
