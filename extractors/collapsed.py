"""Ruled tables whose records no ruling parts: one row of the grid holds them all. It is cut at their first lines."""

from __future__ import annotations

import re

import numpy as np

from extractors.chunks import chunks_of
from extractors.lattice import Grid, rectangles
from extractors.page import Floats, PageContent
from extractors.rivers import column_of
from extractors.rows import fill, row_of, row_tops
from extractors.text import Line

RECORDS = 5
"""Fewer records than this in one row of a grid are lines of honest cells."""
COLUMNS = 3
"""They stand in at least so many columns ..."""
EACH = 0.8
"""... in this share of the records, and one column holds a number on the first line of this share."""
PADDING = 2.0
"""Points of white over a record that belong to it."""
_NUMBER = re.compile(r"[-+(€]*\s*\d[\d.,/:%€\s)]*-?")


def split_rows(grid: Grid, cells: list[list[Line]], page: PageContent) -> Grid:
    """The grid with each row cut into the records that it holds; the same grid when none holds several.

    `cells`: the lines of each slot.
    """
    if sum(len(lines) >= RECORDS for lines in cells) < 2:
        return grid
    extra = [y for row in range(len(grid.ys) - 1) for y in _cuts(grid, cells, page, row)]
    return _with_borders(grid, extra) if extra else grid


def _cuts(grid: Grid, cells: list[list[Line]], page: PageContent, row: int) -> list[float]:
    """The y at which a row of a grid is cut into records."""
    slots = list(dict.fromkeys(grid.owner[row].tolist()))
    if len(slots) < COLUMNS or sum(len(cells[s]) >= RECORDS for s in slots) < 2:
        return []
    numbers = [[line.box[1] for line in cells[s] if _NUMBER.fullmatch(line.text)] for s in slots]
    if max(map(len, numbers)) < RECORDS or any(grid.slots[s].row_span > 1 for s in slots):
        return []
    x, y = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    inside = (grid.ys[row] < y) & (y < grid.ys[row + 1]) & (grid.xs[0] < x) & (x < grid.xs[-1])
    box = chunks_of(page, inside & ~page.hidden).box
    tops = row_tops(box, column_of(box, grid.xs))
    return _borders(box, tops) if _are_records(box, tops, grid, numbers) else []


def _borders(box: Floats, tops: Floats) -> list[float]:
    """A little over the first line of each record but the first, in the middle of the white where that is narrow."""
    row = row_of(box, tops)
    ends = [float(box[row == r, 3].max()) for r in range(len(tops) - 1)]
    return [float(max(top - PADDING, min(top, (top + end) / 2))) for end, top in zip(ends, tops[1:], strict=True)]


def _are_records(box: Floats, tops: Floats, grid: Grid, numbers: list[list[float]]) -> bool:
    """Whether nearly every row has several columns filled, and a number of one column on its first line."""
    if len(tops) < RECORDS:
        return False
    filled, _ = fill(box, column_of(box, grid.xs), tops)
    starts = [sum(bool((np.abs(tops - y) < PADDING).any()) for y in ys) for ys in numbers]
    several = (filled.sum(axis=1) >= COLUMNS).mean()
    return bool(several >= EACH and max(starts) >= EACH * len(tops))


def _with_borders(grid: Grid, extra: list[float]) -> Grid:
    """The grid with further row borders; cells merged over columns stay merged in each new row."""
    ys = np.sort(np.concatenate([grid.ys, extra]))
    source = np.searchsorted(grid.ys, (ys[:-1] + ys[1:]) / 2) - 1
    owner = grid.owner[source]
    new = np.isin(ys[1:-1], extra)[:, None]
    across = (owner[1:] != owner[:-1]) | new
    slots, owners = rectangles(across, (owner[:, 1:] != owner[:, :-1]).T)
    return Grid(grid.xs, ys, tuple(slots), owners, grid.closed_bottom, grid.engine)
