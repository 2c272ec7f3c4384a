"""Row borders of a table whose rows no ruling parts: from the white between rows, else from the cells' first lines."""

from __future__ import annotations

import numpy as np

from extractors.areas import levels
from extractors.page import Bools, Floats, Ints

TIGHT = 0.12
"""Lines of one cell follow each other at distances that differ by less than this share of their height."""
WIDE = 0.6
"""Pieces this share of their height apart are no lines of one cell."""
APART = 0.2
"""The white between rows is wider than that between lines by at least this share of the height."""
ANCHOR = 0.85
"""A column that so many rows fill: a row without any such column is the rest of the row before."""
MORE_ROWS = 1.25
"""Columns whose cells hide so many rows by standing beside several of them are merged cells."""
FALLS = 0.2
"""In rows of several lines, the first or the last line fills so many more of the columns than the others."""
CONTRAST = 0.35
"""Where a column alone says that a row begins, the lines that it fills are so much fuller than the others."""
FULL = 0.6
"""... and fill at least this share of the columns."""


def row_tops(box: Floats, column: Ints) -> Floats:
    """The top of the first line of each row, from the pieces of a table and the column of each (-1: across several).

    Pieces of several pages are given as if the pages stood under each other, so that all pages speak for each.
    """
    white = _white_between_lines(box, column)
    if white is not None:
        tops = _tops_by_white(box, column, white)
        if _has_several_lines(box, column, tops):
            return tops
    return _tops_by_lines(box, column)


def _white_between_lines(box: Floats, column: Ints) -> float | None:
    """Points between the lines of a cell; None when the white between rows is no wider, or no cell has two lines."""
    height = float(np.median(box[:, 3] - box[:, 1]))
    white = _whites(box, column)
    small = white[white < WIDE * height]
    if not len(small):
        return None
    lowest = float(np.quantile(small, 0.1))
    most = float(white[np.abs(white - lowest) <= TIGHT * height].max())
    wider = white[white > most]
    return most if len(wider) and wider.min() >= most + APART * height * 0.75 else None


def _whites(box: Floats, column: Ints) -> Floats:
    """From each piece to the next one below it in its column."""
    found = [np.zeros(0)]
    for c in np.unique(column[column >= 0]).tolist():
        own = box[column == c]
        own = own[np.argsort(own[:, 1], kind="stable")]
        below = own[1:, 1] > own[:-1, 1] + 0.5 * (own[:-1, 3] - own[:-1, 1])
        found.append((own[1:, 1] - own[:-1, 3])[below])
    return np.concatenate(found)


def _tops_by_white(box: Floats, column: Ints, white: float) -> Floats:
    """Row tops where no column has a line, or only columns with cells merged over rows."""
    reach = white + APART * float(np.median(box[:, 3] - box[:, 1])) / 2
    every = np.ones(len(box), dtype=np.bool_)
    tops = _whole_rows(box, column, _ink_tops(box, every, reach))
    leading = leading_columns(box, column, tops)
    if leading:
        tops = _whole_rows(box, column, _ink_tops(box, ~np.isin(column, leading) | _alone(box, column), reach))
    for merged in _merged_candidates(column):
        fewer = _whole_rows(box, column, _ink_tops(box, ~np.isin(column, merged), reach))
        if len(fewer) >= MORE_ROWS * len(tops):
            tops = fewer
    return tops


def _alone(box: Floats, column: Ints) -> Bools:
    """Pieces in the first column with nothing beside them: a section's heading, perhaps."""
    tops, ends = np.sort(box[:, 1]), np.sort(box[:, 3])
    beside = np.searchsorted(tops, box[:, 3], side="left") - np.searchsorted(ends, box[:, 1], side="right")
    alone: Bools = (column == 0) & (beside == 1)
    return alone


def leading_columns(box: Floats, column: Ints, tops: Floats) -> list[int]:
    """The columns to the left of all that every row fills: they say once what a group of rows has in common."""
    filled, _ = fill(box, column, tops)
    anchors = np.flatnonzero(filled.mean(axis=0) >= ANCHOR)
    return list(range(int(anchors[0]))) if len(anchors) else []


def _merged_candidates(column: Ints) -> list[list[int]]:
    """Columns whose cells may be merged over rows: the first ones together, and each alone."""
    columns = np.unique(column[column >= 0]).tolist()
    return [columns[:n] for n in range(1, len(columns) - 1)] + [[c] for c in columns[1:]]


def _ink_tops(box: Floats, chosen: Bools, reach: float) -> Floats:
    """Where ink begins again after white, when each piece is stretched down by `reach`."""
    own = box[chosen]
    own = own[np.argsort(own[:, 1], kind="stable")]
    if not len(own):
        return np.zeros(0)
    low = np.maximum.accumulate(own[:, 3] + reach)
    return np.concatenate([own[:1, 1], own[1:, 1][own[1:, 1] > low[:-1]]])


def _whole_rows(box: Floats, column: Ints, tops: Floats) -> Floats:
    """The tops without those of rows that only go on with the row before: paragraphs of one cell."""
    if len(tops) < 3:
        return tops
    filled, across = fill(box, column, tops)
    anchors = filled.mean(axis=0) >= ANCHOR
    alone_at_left = filled[:, 0] & (filled.sum(axis=1) == 1)
    begins = filled[:, anchors].any(axis=1) | across | alone_at_left
    begins[0] = True
    return tops[begins] if anchors.any() else tops


def fill(box: Floats, column: Ints, tops: Floats) -> tuple[Bools, Bools]:
    """(rows, columns): which columns each row fills; and which rows have text across several columns."""
    row = row_of(box, tops)
    filled = np.zeros((len(tops), int(column.max()) + 1), dtype=np.bool_)
    inside = (column >= 0) & (row >= 0)
    filled[row[inside], column[inside]] = True
    across = np.zeros(len(tops), dtype=np.bool_)
    across[row[(column < 0) & (row >= 0)]] = True
    return filled, across


def row_of(box: Floats, tops: Floats) -> Ints:
    """The row of each piece: the last one whose top is above its middle."""
    return np.searchsorted(tops, (box[:, 1] + box[:, 3]) / 2, side="right") - 1


def _has_several_lines(box: Floats, column: Ints, tops: Floats) -> bool:
    """Whether rows really have several lines: some are emptier than the first (than the last, where cells stand at the
    bottom of their row), or cells stand in the middle of their row."""
    lines = _level_tops(box)
    filled, _ = fill(box, column, lines)
    row = np.searchsorted(tops, lines + 0.1, side="right") - 1
    new = np.diff(row) > 0
    first, last = np.concatenate([[True], new]), np.concatenate([new, [True]])
    long = ~(first & last)
    if not long.any():
        return True
    height = float(np.median(box[:, 3] - box[:, 1]))
    staggered = (np.diff(lines)[~new] < (1 - APART) * height).mean() > FALLS
    falls = [filled[full & long].mean() - filled[~full].mean() for full in (first, last)]
    return bool(staggered or max(falls) >= FALLS)


def _level_tops(box: Floats) -> Floats:
    return np.array([box[level, 1].min() for level in levels(box)])


def _tops_by_lines(box: Floats, column: Ints) -> Floats:
    """Each line is a row; but where the lines that fill a certain column are much fuller than the others, those are."""
    lines = _level_tops(box)
    filled, across = fill(box, column, lines)
    body = ~across
    best, chosen = CONTRAST, np.ones(len(lines), dtype=np.bool_)
    for c in range(filled.shape[1]):
        here, there = filled[body & filled[:, c]], filled[body & ~filled[:, c]]
        if len(here) < 2 or len(there) < 2:
            continue
        contrast = here.mean() - there.mean()
        if contrast > best and here.mean() >= FULL:
            best, chosen = contrast, filled[:, c] | across
    chosen[0] = True
    return lines[chosen]
