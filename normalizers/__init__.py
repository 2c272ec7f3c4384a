"""Tables and text blocks in; published records out (layouts, text, numbers, dates, targets)."""

from normalizers.normalize import VERSION, normalize

__all__ = ["VERSION", "normalize"]
