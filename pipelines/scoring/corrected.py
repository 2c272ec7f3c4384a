"""What `schedario explain` says of corrections: the star's value isn't the one on the page."""

from __future__ import annotations

from typing import Any

Correction = dict[str, Any]
"""A row of `spiega_correzioni.sql`."""


def sentence(correction: Correction) -> str:
    """Which field, what is printed and what is used, why, who, when."""
    printed, used = correction["valore_stampato"], correction["valore_usato"]
    told = (
        f"{correction['campo']} accepted as read, «{used}»"
        if printed == used
        else f"{correction['campo']} corrected, «{used}» where «{printed}» is printed"
    )
    return f"{told}: {correction['perche']} ({correction['chi']}, {correction['quando']:%d/%m/%Y})"


def place(page: str, printed: str, used: str) -> str:
    """Where a target stands; a corrected one doesn't."""
    if not page or printed == used:
        return f", {page}" if page else ""
    return f", corrected: «{printed}» on {page}"
