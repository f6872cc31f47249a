"""Text in a given length, for places that hold no more."""

ELLIPSIS = "…"


def shorten(text: str, max_length: int) -> str:
    """Return ``text`` in at most ``max_length`` characters, cut between two words.

    >>> shorten("Gönüllü süreçleri yazılıdır.", 20)
    'Gönüllü süreçleri…'
    """
    if len(text) <= max_length:
        return text
    room = max_length - len(ELLIPSIS)
    # One character more tells whether the cut falls between two words.
    head, space, _ = text[: room + 1].rpartition(" ")
    return (head if space else text[:room]).rstrip(" ,;:–-") + ELLIPSIS
