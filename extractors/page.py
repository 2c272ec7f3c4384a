"""A page as a reader gives it: glyphs and rulings in columns, so that all later steps are array work."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extractors.letters import Letters

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

SKEW = 45
"""Stands for every slant that isn't a quarter turn: watermarks."""
NONSENSE = 0.1
"""With more than this share of glyphs that aren't told as letters, a text layer can't be trusted ..."""
FEW_VOWELS = 0.2
"""... nor where vowels are no more than this share of the letters ..."""
ENOUGH_LETTERS = 200
"""... provided that there are so many letters."""
VOWELS = frozenset("aeiou")
_NO_LETTER = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))
_LAYOUT = frozenset("\t\n\r\u00ad\u200b")
THIN = 3.0
"""Points: a filled box no thicker than this is a ruling, a thicker one is a background."""
WHOLE = 0.9
"""A filled box over this share of the page's width and height is its background."""


@dataclass(slots=True)
class PageContent:
    """Everything printed on one page. Arrays of one length describe the glyphs, in the order of the file.

    Attributes:
        text: the letter of each glyph.
        box: (n, 4) x0, top, x1, bottom: advance width by font height.
        hidden: glyphs that no reader sees (off the page, clipped away, painted with nothing, white on white).
        turn: degrees that a line of text runs anticlockwise from left-to-right: 0, 90, 180, 270; `SKEW` for any other.
        horizontal: (m, 3) y, x0, x1 of the rulings drawn as lines, borders or thin filled boxes.
        vertical: (m, 3) x, top, bottom.
        bands: (k, 4) x0, top, x1, bottom of the rectangles filled with a colour: no lines, not white, no whole pages.
        confidence: how sure the reader is of each glyph, 0 to 1; None when the file says what it prints.
        skew: degrees clockwise that a scanned sheet lies aslant; all coordinates are those of the sheet set straight.
        turned: degrees anticlockwise that a scanned page was turned to be read; width and height are those then.
        blank: which glyphs are white space: they print nothing and are not counted.
        readable: whether the text layer can be trusted: false when the file doesn't tell which letters it prints.
    """

    number: int
    width: float
    height: float
    rotation: int
    engine: str
    text: Letters
    box: Floats
    hidden: Bools
    turn: Ints
    horizontal: Floats
    vertical: Floats
    has_images: bool
    confidence: Floats | None = None
    skew: float = 0.0
    turned: int = 0
    readable: bool = True
    bands: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    blank: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.blank = self.text.each(is_blank).astype(np.bool_)


def is_blank(letter: str) -> bool:
    """Whether a letter is white space, or nothing at all."""
    return not letter.strip()


def are_bands(box: Floats, width: float, height: float) -> Bools:
    """Which filled rectangles are neither as thin as a line nor as large as a page of that size (points)."""
    wide, high = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    whole = (wide > WHOLE * width) & (high > WHOLE * height)
    found: Bools = (np.minimum(wide, high) > THIN) & ~whole
    return found


def off_page(box: Floats, width: float, height: float) -> Bools:
    """Which boxes have their middle outside a page of that size (points)."""
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    return (x < 0) | (x > width) | (y < 0) | (y > height)


def is_readable(text: Letters) -> bool:
    """Whether glyphs are told as letters: fonts without a usable ToUnicode give codes, controls, private signs, or
    one letter for another (then vowels are rare: in Italian they are nearly half of all letters)."""
    kinds = [(_kind(letter), count) for letter, count in text.counts()]
    nonsense = sum(count for kind, count in kinds if kind == "nonsense")
    printing = sum(count for kind, count in kinds if kind != "blank")
    vowels = sum(count for kind, count in kinds if kind == "vowel")
    letters = sum(count for kind, count in kinds if kind == "letter") + vowels
    return nonsense <= NONSENSE * printing and (letters < ENOUGH_LETTERS or vowels > FEW_VOWELS * letters)


@functools.cache
def _kind(letter: str) -> str:
    if letter.startswith("(cid:") or (unicodedata.category(letter[:1] or "\0") in _NO_LETTER and letter not in _LAYOUT):
        return "nonsense"
    if unicodedata.normalize("NFD", letter)[:1].lower() in VOWELS:
        return "vowel"
    return "blank" if is_blank(letter) else "letter" if letter.isalpha() else "sign"
