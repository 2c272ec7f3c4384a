"""Cells that stand once for several rows, in tables where no ruling shows it."""

from __future__ import annotations

import itertools

import numpy as np

from extractors.page import Bools, Floats, Ints
from extractors.rows import fill, leading_columns, row_of

BREAK = 1.5
"""White this many times wider than that between most rows parts groups of rows."""
MORE = 2.0
"""Points: and at least this much wider."""
FARTHEST = 1e4
"""Points: what is farther apart stands on different pages."""
CENTRED = 1.0
"""Lines that the text of a merged cell may be off the middle of its rows."""
SAME_TEXT = 0.6
"""Lines of one text are nearer than this share of their height."""


def goes_on(box: Floats, column: Ints, tops: Floats) -> Bools:
    """(rows, columns): whether a cell is part of the cell over it.

    A column to the left of all columns that every row fills says once what a group of rows has in common: its cell
    goes down to its next text, but not over white that parts groups of rows, a section's heading, or a page break.
    Blank rows at the top of a page are one cell: what the page before began may go on there. The first row is a
    heading and stands for nothing below it.
    """
    filled, across = fill(box, column, tops)
    result = np.zeros(filled.shape, dtype=np.bool_)
    leading = leading_columns(box, column, tops)
    if leading:
        ends = _row_ends(box, tops)
        headings = np.flatnonzero((across | filled[:, 0]) & ~filled[:, 1:].any(axis=1))
        starts = sorted({*_group_starts(tops, ends), *headings.tolist(), *(headings + 1).tolist(), len(tops)})
        for c in leading:
            texts = _texts(box[column == c])
            for start, end in itertools.pairwise(starts):
                result[start:end, c] = _merged(texts, tops, ends, start, end)
    return result


def _row_ends(box: Floats, tops: Floats) -> Floats:
    """The bottom of the last line of each row."""
    row = row_of(box, tops)
    ends = tops.copy()
    np.maximum.at(ends, row[row >= 0], box[row >= 0, 3])
    return ends


def _group_starts(tops: Floats, ends: Floats) -> list[int]:
    """The rows over which the white is wider than elsewhere, the first row of a page, the first two rows of all."""
    white = tops[1:] - ends[:-1]
    on_page = white[white < FARTHEST]
    usual = float(np.median(on_page)) if len(on_page) else 0.0
    wide = white > max(BREAK * usual, usual + MORE)
    return sorted({0, min(1, len(tops)), *(np.flatnonzero(wide) + 1).tolist()})


def _texts(own: Floats) -> Floats:
    """(n, 2): top and bottom of each text of a column, lines of one text taken together."""
    own = own[np.argsort(own[:, 1], kind="stable")]
    if not len(own):
        return np.zeros((0, 2))
    apart = own[1:, 1] - own[:-1, 3] > SAME_TEXT * (own[1:, 3] - own[1:, 1])
    first = np.concatenate([[0], np.flatnonzero(apart) + 1])
    return np.column_stack([own[first, 1], np.maximum.reduceat(own[:, 3], first)])


def _merged(texts: Floats, tops: Floats, ends: Floats, start: int, end: int) -> Bools:
    """Which rows of a group belong to the cell over them, in the column with these texts."""
    low = ends[end - 1]
    own = texts[(texts[:, 0] >= tops[start] - MORE) & (texts[:, 1] <= low + MORE)]
    rows = np.arange(start, end)
    first = np.searchsorted(tops, own[:, 0] + MORE, side="right") - 1
    if len(own) == 1 and first[0] > start and _in_the_middle(own[0], float(tops[start]), float(low)):
        return rows > start
    begins = np.isin(rows, first)
    begins[0] |= start > 0 and tops[start] - tops[start - 1] > FARTHEST
    return np.logical_or.accumulate(begins) & ~begins


def _in_the_middle(text: Floats, top: float, bottom: float) -> bool:
    line = min(12.0, text[1] - text[0])
    return bool(abs((text[0] + text[1]) / 2 - (top + bottom) / 2) <= CENTRED * line)
