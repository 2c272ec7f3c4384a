"""Which way up a scanned sheet lies: sideways or upside down, nothing on it is read with confidence."""

from __future__ import annotations

import numpy as np

from extractors.image_lines import text_lines, without_specks, writing_height
from extractors.image_rulings import Image, find_rulings, ink_of, mask_of, skew_of, straightened
from extractors.recognition import SURE, read_lines

TURNS = (0, 180, 90, 270)
"""Degrees anticlockwise."""
SAMPLE = 10
"""So many of the longest lines tell how surely a page is read."""


def turned(grey: Image, turn: int) -> Image:
    """The image turned anticlockwise by so many degrees (quarters)."""
    return np.ascontiguousarray(np.rot90(grey, turn // 90))


def best_turn(grey: Image, scale: float) -> int:
    """Degrees anticlockwise that a page's image must be turned to be read most surely. `scale`: pixels a point."""
    return max(TURNS, key=lambda turn: _sureness(turned(grey, turn), scale))


def _sureness(grey: Image, scale: float) -> float:
    """The share of letters that are surely read in the longest lines."""
    ink = ink_of(grey, scale)
    ink = straightened(ink, skew_of(mask_of(ink)))
    ink[find_rulings(mask_of(ink), scale)[2] > 0] = 255
    mask = mask_of(ink)
    writing = writing_height(mask, scale)
    if not writing:
        return 0.0
    lines = [line for line in text_lines(without_specks(mask, writing), writing) if line[3] - line[1] < 2 * writing]
    longest = sorted(lines, key=lambda line: line[0] - line[2])[:SAMPLE]
    sure = [letter.confidence >= SURE for letter in read_lines(ink, longest, writing) if letter.text.strip()]
    return sum(sure) / len(sure) if sure else 0.0
