"""Cells that stand once for several rows, in tables where no ruling shows it."""

from __future__ import annotations

import numpy as np

from extractors.page import Bools, Floats, Ints
from extractors.rows import ANCHOR, fill, row_of

BREAK = 1.5
"""White this many times wider than that between most rows parts groups of rows."""
MORE = 2.0
"""Points: and at least this much wider."""
FARTHEST = 1e4
"""Points: what is farther apart stands on different pages."""
CENTRED = 1.0
"""Lines that the text of a merged cell may be off the middle of its rows."""


def goes_on(box: Floats, column: Ints, tops: Floats) -> Bools:
    """(rows, columns): whether a cell is part of the cell over it.

    A column to the left of all columns that every row fills says once what a group of rows has in common: its cell
    goes down to its next text, but not over white that parts groups of rows, nor over a page break. The first row is
    a heading and stands for nothing below it.
    """
    filled, _ = fill(box, column, tops)
    result = np.zeros(filled.shape, dtype=np.bool_)
    anchors = np.flatnonzero(filled.mean(axis=0) >= ANCHOR)
    if not len(anchors):
        return result
    first_of_group = _group_starts(box, tops)
    starts = [*first_of_group.tolist(), len(tops)]
    for c in range(int(anchors[0])):
        for start, end in zip(starts[:-1], starts[1:], strict=True):
            result[start:end, c] = _merged(filled[start:end, c], _is_centred(box[column == c], tops, start, end))
    return result


def _merged(texts: Bools, centred: bool) -> Bools:
    """Which rows of a group belong to the cell over them, in one column."""
    if centred:
        return np.arange(len(texts)) > 0
    return ~texts & np.logical_or.accumulate(texts)


def _group_starts(box: Floats, tops: Floats) -> Ints:
    """The rows over which the white is wider than elsewhere, the first row of a page, the first two rows of all."""
    row = row_of(box, tops)
    low = np.full(len(tops), -np.inf)
    np.maximum.at(low, row[row >= 0], box[row >= 0, 3])
    white = tops[1:] - low[:-1]
    usual = float(np.median(white[white < FARTHEST])) if (white < FARTHEST).any() else 0.0
    wide = white > max(BREAK * usual, usual + MORE)
    return np.flatnonzero(np.concatenate([[True, True], wide[1:]])[: len(tops)])


def _is_centred(own: Floats, tops: Floats, start: int, end: int) -> bool:
    """Whether the only text of a column in a group of rows stands in the middle of the group."""
    row = row_of(own, tops)
    own = own[(row >= start) & (row < end)]
    if end - start < 3 or not len(own) or row_of(own[:1], tops)[0] == start:
        return False
    height = float(np.median(own[:, 3] - own[:, 1]))
    if (np.diff(np.sort(own[:, 1])) > 2 * height).any():
        return False
    middle = (own[:, 1].min() + own[:, 3].max()) / 2
    low = tops[end] if end < len(tops) and tops[end] - tops[end - 1] < FARTHEST else tops[end - 1] + height
    return bool(abs(middle - (tops[start] + low) / 2) <= CENTRED * height)
