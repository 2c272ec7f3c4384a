"""A page as a reader gives it: glyphs and rulings in columns, so that all later steps are array work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

SKEW = 45
"""Stands for every slant that isn't a quarter turn: watermarks."""


@dataclass(slots=True)
class PageContent:
    """Everything printed on one page. Arrays of one length describe the glyphs, in the order of the file.

    Attributes:
        text: one Unicode string a glyph (a ligature may be several letters).
        box: (n, 4) x0, top, x1, bottom: advance width by font height.
        hidden: glyphs that no reader sees (off the page, clipped away).
        turn: degrees that a line of text runs anticlockwise from left-to-right: 0, 90, 180, 270; `SKEW` for any other.
        horizontal: (m, 3) y, x0, x1 of the rulings drawn as lines, borders or thin filled boxes.
        vertical: (m, 3) x, top, bottom.
    """

    number: int
    width: float
    height: float
    rotation: int
    engine: str
    text: list[str]
    box: Floats
    hidden: Bools
    turn: Ints
    horizontal: Floats
    vertical: Floats
    has_images: bool

    @property
    def blank(self) -> Bools:
        """Which glyphs are white space: they print nothing and are not counted."""
        return np.fromiter((not t.strip() for t in self.text), dtype=np.bool_, count=len(self.text))
