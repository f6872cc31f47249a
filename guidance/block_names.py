"""The names stored in a page's StreamField, shared by blocks, importers and segments.

A name that is stored is a promise: renaming one needs a data migration.
"""

from enum import StrEnum


class BlockName(StrEnum):
    """Block types of ``GuidancePage.body``."""

    TEXT = "text"
    HEADING = "heading"
    LIST = "list"
    IMAGE = "image"
    QUOTE = "quote"
    TABLE = "table"
    EMBED = "embed"
    CALLOUT = "callout"
    CODE = "code"
    RAW_HTML = "raw_html"


# Draftail features by place. "hr" and the lists only where several blocks make sense.
INLINE_FEATURES = (
    "bold",
    "italic",
    "superscript",
    "subscript",
    "strikethrough",
    "code",
    "link",
    "document-link",
)
BLOCK_FEATURES = (*INLINE_FEATURES, "ol", "ul", "hr")
# A heading is already bold.
HEADING_FEATURES = tuple(name for name in INLINE_FEATURES if name != "bold")

HEADING_LEVELS = (2, 3, 4)
CALLOUT_KINDS = ("note", "tip", "important", "warning", "caution")
CELL_ALIGNMENTS = ("", "left", "center", "right")
