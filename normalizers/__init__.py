"""Tables and text blocks in; published records out (layouts, text, numbers, dates, targets)."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalizers.normalize import VERSION, normalize

__all__ = ["VERSION", "normalize"]


def __getattr__(name: str) -> object:
    """`normalize` and `VERSION` on first use: what they need takes long to import, and most commands don't need it."""
    if name not in ("VERSION", "normalize"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module("normalizers.normalize")
    # kept here in the place of the submodule of the same name, which its import has put here
    globals().update({known: getattr(module, known) for known in ("VERSION", "normalize")})
    return globals()[name]
