"""The path converter of question and choice numbers."""

from django.urls import register_converter


class NumberConverter:
    """1 to 9999, without sign or leading zero: one address for one thing."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")
