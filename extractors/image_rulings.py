"""A page as an image: straightened, its background taken away, its ruled lines found and rubbed out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page import Floats, Ints

Image = NDArray[np.uint8]
"""(height, width) grey levels, or a mask of 0 and 255."""
Labels = NDArray[np.int32]
"""(height, width): the connected component that each pixel belongs to."""

INK = 60
"""Grey levels that ink differs from the paper around it."""
MAX_SKEW = 3.0
"""Degrees that a sheet may lie aslant on the scanner."""
PAPER = 24.0
"""Points: the paper's colour around a spot is the median of a square so wide; print covers less than half of it."""
LONG_H, LONG_V = 18.0, 12.0
"""Points: horizontal and vertical strokes at least so long are rulings; those of letters are shorter."""
FREE_V = 40.0
"""Points: a vertical stroke shorter than this is a ruling only between two horizontal ones."""
THICK = 2.5
"""Points: a ruling is no thicker."""
NEAR = 3.0
"""Points: a stroke that ends so near a ruling touches it."""


def ink_of(grey: Image, scale: float) -> Image:
    """Print in black on white, whatever the paper's colour: 255 less how far a pixel differs from the paper around it.

    `scale` is pixels a point. White letters on a dark band come out black, too.
    """
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    size = int(PAPER * scale / 2) | 1
    paper = cv2.resize(cv2.medianBlur(small, size), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.bitwise_not(cv2.absdiff(grey, paper)), dtype=np.uint8)


def mask_of(ink: Image) -> Image:
    """255 where something is printed."""
    return np.asarray(cv2.threshold(ink, 255 - INK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def skew_of(mask: Image) -> float:
    """Degrees that lines of text and rulings run downwards to the right; 0 for a page that stands straight.

    Rows of a straight page are either full or empty: the angle is the one whose row sums vary most.
    """
    best, step = 0.0, 0.5
    for width in (800, 1600, 3200):
        factor = min(1.0, width / mask.shape[1])
        small = np.asarray(cv2.resize(mask, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        reach = MAX_SKEW if step == 0.5 else 2 * step
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles.tolist(), key=lambda angle: _row_contrast(small, angle)))
        step /= 5
    return best


def _row_contrast(mask: Image, angle: float) -> float:
    height, width = mask.shape
    slope = np.tan(np.radians(angle))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]])
    rows = cv2.warpAffine(mask, shear, (width, height)).sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def straightened(grey: Image, skew: float) -> Image:
    """The page turned about its middle by so many degrees."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def find_rulings(mask: Image, scale: float) -> tuple[Floats, Floats, Image]:
    """Horizontal (y, x0, x1) and vertical (x, top, bottom) rulings in points, and a mask of their pixels."""
    lying, labels_h, found_h = _strokes(mask, scale, LONG_H)
    standing, labels_v, found_v = _strokes(np.ascontiguousarray(mask.T), scale, LONG_V)
    rulings = np.array([_is_ruling(line, lying) for line in standing.tolist()], dtype=np.bool_)
    return lying, standing[rulings], _drawn(labels_h, found_h) | _drawn(labels_v, found_v[rulings]).T


def _strokes(mask: Image, scale: float, length: float) -> tuple[Floats, Labels, Ints]:
    """Long thin horizontal strokes, (y, x0, x1) in points; the pixels as connected components, and which of them each
    stroke is. A slope of a pixel or two is allowed."""
    loose = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(loose, cv2.MORPH_OPEN, np.ones((1, int(length * scale)), np.uint8))
    _, labels, stats, centres = cv2.connectedComponentsWithStats(opened)
    thick = stats[:, cv2.CC_STAT_AREA] / stats[:, cv2.CC_STAT_WIDTH] > THICK * scale + 2
    thick[0] = True
    kept = np.flatnonzero(~thick)
    x0, width = stats[kept, cv2.CC_STAT_LEFT], stats[kept, cv2.CC_STAT_WIDTH]
    strokes = np.stack([centres[kept, 1] + 0.5, x0, x0 + width], axis=1) / scale
    return strokes.astype(np.float64), np.asarray(labels, dtype=np.int32), kept


def _drawn(labels: Labels, chosen: Ints) -> Image:
    """A mask of the pixels of some components."""
    ink = np.zeros(int(labels.max()) + 1, dtype=np.uint8)
    ink[chosen] = 255
    return ink[labels]


def _is_ruling(line: list[float], lying: Floats) -> bool:
    """Whether a vertical stroke is more than a letter's: long, or held at both ends."""
    x, top, bottom = line
    if bottom - top >= FREE_V:
        return True
    across = (lying[:, 1] - NEAR <= x) & (x <= lying[:, 2] + NEAR)
    return all((across & (np.abs(lying[:, 0] - end) <= NEAR)).any() for end in (top, bottom))
