"""PDF in; pages, ruled tables, text blocks out, each glyph accounted for, each cell with page and box."""

from importlib import import_module
from typing import TYPE_CHECKING

from extractors.errors import DamagedError, EncryptedError, ExtractionError, NotAPdfError, TooLargeError

if TYPE_CHECKING:
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


def __getattr__(name: str) -> object:
    """`extract` and `VERSION` on first use: what they need takes long to import, and most commands don't need it."""
    if name not in ("VERSION", "extract"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module("extractors.extract")
    # kept here in the place of the submodule of the same name, which its import has put here
    globals().update({known: getattr(module, known) for known in ("VERSION", "extract")})
    return globals()[name]
