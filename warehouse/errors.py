"""The one error that this package raises on purpose."""

from __future__ import annotations


class WarehouseError(Exception):
    """Something that the caller or the user can put right; the message says what is wrong and what to do next."""
