"""Pieces of lines: what a file prints in one go, cut where it leaves a gap wider than a blank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.page import Bools, Floats, PageContent

SAME_LINE = 0.4
"""Glyphs whose middles are nearer than this share of their height stand on one line."""
GAP = 0.5
"""A gap of this share of the height ends a piece where the file prints no blank ..."""
BLANK_GAP = 1.0
"""... and this one where it prints a blank in it (justified lines stretch their blanks)."""
OVERLAP = 0.5
"""A glyph that starts this share of the height before the last one ended goes back: a new piece."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """The pieces of lines on a page that run from left to right, in the order of the file.

    `box`: (k, 4) around the printed glyphs. Cells that nearly touch are still apart: a file seldom prints the end of
    one cell's line and the beginning of its neighbour's one after the other.
    """

    box: Floats
    page: int

    def __len__(self) -> int:
        return len(self.box)

    def only(self, chosen: Bools) -> Chunks:
        """Some of the pieces."""
        return Chunks(self.box[chosen], self.page)


def chunks_of(page: PageContent, chosen: Bools) -> Chunks:
    """The pieces that the chosen glyphs of a page make."""
    glyphs = np.flatnonzero(chosen & (page.turn == 0) & ~page.blank)
    if not len(glyphs):
        return Chunks(np.zeros((0, 4)), page.number)
    box = page.box[glyphs]
    middle, height = (box[:, 1] + box[:, 3]) / 2, box[:, 3] - box[:, 1]
    lower = np.minimum(height[1:], height[:-1])
    gap = box[1:, 0] - box[:-1, 2]
    room = np.where(np.diff(glyphs) > 1, BLANK_GAP, GAP) * lower
    on = (np.abs(np.diff(middle)) < SAME_LINE * lower) & (gap < room) & (gap > -OVERLAP * lower)
    starts = np.concatenate([[0], np.flatnonzero(~on) + 1])
    low = np.minimum.reduceat(box, starts, axis=0)
    high = np.maximum.reduceat(box, starts, axis=0)
    return Chunks(np.column_stack([low[:, :2], high[:, 2:]]), page.number)
