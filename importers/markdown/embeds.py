"""Videos: which addresses are ones, and how a visitor opens them."""

import re

_VIDEO = re.compile(
    r"https?://(?:"
    r"(?:www\.|m\.)?youtube\.com/(?:watch\?\S*|shorts/[\w-]+\S*|live/[\w-]+\S*)"
    r"|youtu\.be/[\w-]+\S*"
    r"|(?:www\.)?vimeo\.com/\d+\S*"
    r"|(?:www\.)?dailymotion\.com/video/\w+\S*"
    r")",
    re.IGNORECASE,
)
# The address of a player, and the page that has the same video.
_PLAYERS = (
    (
        re.compile(
            r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)\S*",
            re.IGNORECASE,
        ),
        "https://www.youtube.com/watch?v={}",
    ),
    (
        re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)\S*", re.IGNORECASE),
        "https://vimeo.com/{}",
    ),
    (
        re.compile(
            r"(?:https?:)?//(?:www\.)?dailymotion\.com/embed/video/(\w+)\S*",
            re.IGNORECASE,
        ),
        "https://www.dailymotion.com/video/{}",
    ),
)


def is_video(address: str) -> bool:
    """Return whether an address is one of a video.

    >>> is_video("https://youtu.be/AbC_d-12"), is_video("https://ornek.org/v.html")
    (True, False)
    """
    return bool(_VIDEO.fullmatch(address))


def video_of_player(address: str) -> str | None:
    """Return the page of the video that a player shows; None for any other frame.

    >>> video_of_player("https://www.youtube-nocookie.com/embed/AbC_d-12?rel=0")
    'https://www.youtube.com/watch?v=AbC_d-12'
    """
    for player, page in _PLAYERS:
        if found := player.fullmatch(address.strip()):
            return page.format(found[1])
    return address.strip() if is_video(address.strip()) else None
