"""Where the lines of text stand in an image whose rulings have been rubbed out: cut along the white between them."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from extractors.image_rulings import Image
from extractors.page import Bools, Ints

Region = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

LETTERS = (2.0, 40.0)
"""Points: print lower or higher than this isn't a letter's and doesn't count for the height of the writing."""
ASCENDER = 1.6
"""A line of writing from its highest to its lowest stroke is so many times as high as the median letter."""
SPECK = 0.22
"""Times the height of the writing: a lone spot no larger is dirt, a hyphen is longer."""
COLUMN_GAP = 1.8
"""Times the height of the writing: white so wide parts two columns, not two words."""
TOUCHING = 0.2
"""Two lines that touch share this part of the ink of a full row of letters at most."""


def writing_height(mask: Image, scale: float) -> float:
    """The usual height of a line of text in pixels, from ascender to descender; 0 for a page without text."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    letters = heights[(heights > LETTERS[0] * scale) & (heights < LETTERS[1] * scale)]
    return ASCENDER * float(np.median(letters)) if len(letters) else 0.0


def without_specks(mask: Image, height: float) -> Image:
    """The mask without spots that stand far from any writing."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= SPECK * height
    reach = int(height) | 1
    large = np.where(small[labels], 0, mask).astype(np.uint8)
    near = cv2.dilate(large, np.ones((reach, reach), np.uint8))
    return np.where(near, mask, 0).astype(np.uint8)


def text_lines(mask: Image, height: float) -> list[Region]:
    """The boxes of the lines of text in a region, each without wide white inside; in the region's own pixels."""
    lines = []
    pending: list[Region] = [(0, 0, mask.shape[1], mask.shape[0])]
    while pending:
        x0, top, x1, bottom = pending.pop()
        parts = [
            (x0 + left, top + upper, x0 + right, top + lower)
            for upper, lower in _bands(mask[top:bottom, x0:x1], height)
            for left, right in runs(columns_of(mask[top + upper : top + lower, x0:x1]) > 0, COLUMN_GAP * height)
        ]
        if len(parts) > 1:
            pending += parts
        else:
            lines += parts
    return sorted(lines, key=lambda line: (line[1], line[0]))


def columns_of(mask: Image) -> Ints:
    """How many pixels of ink each column of a mask holds."""
    return np.asarray((mask > 0).sum(axis=0))


def runs(inked: Bools, gap: float) -> list[tuple[int, int]]:
    """Stretches of ink, those nearer than `gap` joined."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.view(np.int8), [0]])))
    runs: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if runs and start - runs[-1][1] < gap:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _bands(mask: Image, height: float) -> Iterator[tuple[int, int]]:
    """Rows of writing: accents and dots belong to the letters, lines that touch are parted."""
    profile = (mask > 0).sum(axis=1)
    merged: list[tuple[int, int]] = []
    for start, end in runs(profile > 0, 1):
        near = bool(merged) and start - merged[-1][1] < 0.2 * height
        if near and (end - merged[-1][0] <= 1.1 * height or min(end - start, np.ptp(merged[-1])) < 0.25 * height):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    for start, end in merged:
        yield from _parted(profile, start, end, height)


def _parted(profile: Ints, start: int, end: int, height: float) -> Iterator[tuple[int, int]]:
    """A band cut where it is nearly white, when it is too high for one line."""
    reach = int(0.5 * height)
    if end - start < 1.5 * height or end - start <= 2 * reach:
        yield start, end
        return
    cut = start + reach + int(profile[start + reach : end - reach].argmin())
    above, below = profile[start:cut].max(), profile[cut:end].max()
    if profile[cut] > TOUCHING * min(above, below):
        yield start, end
        return
    yield from _parted(profile, start, cut, height)
    yield from _parted(profile, cut, end, height)
