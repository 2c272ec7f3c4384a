"""PDF in; pages, ruled tables, text blocks out, each glyph accounted for, each cell with page and box."""

from extractors.errors import DamagedError, EncryptedError, ExtractionError, NotAPdfError, TooLargeError
from extractors.extract import VERSION, extract

__all__ = [
    "VERSION",
    "DamagedError",
    "EncryptedError",
    "ExtractionError",
    "NotAPdfError",
    "TooLargeError",
    "extract",
]
