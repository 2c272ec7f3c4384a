"""Ruled tables whose records no ruling parts: one row of the grid holds them all. It is cut at their first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractors.bands import PAGE_HEIGHT
from extractors.chunks import chunks_of
from extractors.lattice import SNAP, Grid, rectangles
from extractors.page import Floats, PageContent
from extractors.rivers import column_of
from extractors.rows import fill, row_of, row_tops
from extractors.sheet import Sheet

RECORDS = 5
"""Fewer records than this in every row of a table are lines of honest cells."""
COLUMNS = 3
"""They stand in at least so many columns ..."""
EACH = 0.8
"""... in this share of the records, and one column holds a number on the first line of this share, or in its middle."""
PADDING = 2.0
"""Points of white over a record that belong to it."""
_NUMBER = re.compile(r"[-+(€]*\s*\d[\d.,/:%€\s)]*-?")


class Row(NamedTuple):
    """A row of a grid that may hold records. `numbers`: of each column the y where their lines begin and end."""

    sheet: int
    grid: int
    xs: Floats
    row: int
    box: Floats
    numbers: list[list[tuple[float, float]]]


def split_rows(sheets: Sequence[Sheet]) -> list[list[Grid]]:
    """The grids of each page with each row cut into the records that it holds.

    Rows of many records prove that a table leaves their borders out: then rows of few, on other pages of the same
    table, are cut as well.
    """
    cuts: dict[tuple[int, int], list[float]] = {}
    proven = [
        (row, tops) for row in _rows(sheets, RECORDS) for tops in [_tops(row)] if _are_records(row, tops, RECORDS)
    ]
    known = {(row.sheet, row.grid, row.row) for row, _ in proven}
    rest = [row for row in _rows(sheets, 2) if (row.sheet, row.grid, row.row) not in known] if proven else []
    further = [(row, tops) for row in rest for tops in [_tops_as_in(row, proven)] if _are_records(row, tops, 2)]
    for row, tops in proven + further:
        cuts.setdefault((row.sheet, row.grid), []).extend(_borders(row.box, tops))
    return [
        [_with_borders(grid, cuts[n, g]) if (n, g) in cuts else grid for g, grid in enumerate(sheet.grids)]
        for n, sheet in enumerate(sheets)
    ]


def _rows(sheets: Sequence[Sheet], least: int) -> Iterator[Row]:
    """Rows with so many lines in two columns, and so many numbers in one (but for one), no cell of them merged."""
    for n, sheet in enumerate(sheets):
        for g, (grid, cells) in enumerate(zip(sheet.grids, sheet.cells, strict=True)):
            if sum(len(lines) >= least for lines in cells) < 2:
                continue
            for row in range(len(grid.ys) - 1):
                slots = list(dict.fromkeys(grid.owner[row].tolist()))
                if len(slots) < COLUMNS or sum(len(cells[s]) >= least for s in slots) < 2:
                    continue
                numbers = [
                    [(line.box[1], line.box[3]) for line in cells[s] if _NUMBER.fullmatch(line.text)] for s in slots
                ]
                if max(map(len, numbers)) >= least and all(grid.slots[s].row_span == 1 for s in slots):
                    yield Row(n, g, grid.xs, row, _pieces(sheet.page, grid, row), numbers)


def _pieces(page: PageContent, grid: Grid, row: int) -> Floats:
    """The boxes of the pieces of lines in a row of a grid."""
    x, y = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    inside = (grid.ys[row] < y) & (y < grid.ys[row + 1]) & (grid.xs[0] < x) & (x < grid.xs[-1])
    return chunks_of(page, inside & ~page.hidden).box


def _tops(row: Row) -> Floats:
    return row_tops(row.box, column_of(row.box, row.xs))


def _tops_as_in(row: Row, proven: list[tuple[Row, Floats]]) -> Floats:
    """The tops of records in a row, as white parts them in the proven rows of the same columns; none without those."""
    like = [
        other.box for other, _ in proven if len(other.xs) == len(row.xs) and np.allclose(other.xs, row.xs, atol=SNAP)
    ]
    if not like:
        return np.zeros(0)
    pages = [row.box, *like]
    stacked = np.concatenate([box + np.array([0, n, 0, n]) * PAGE_HEIGHT for n, box in enumerate(pages)])
    tops = row_tops(stacked, column_of(stacked, row.xs))
    return tops[tops < PAGE_HEIGHT]


def _borders(box: Floats, tops: Floats) -> list[float]:
    """A little over the first line of each record but the first, in the middle of the white where that is narrow."""
    ends = _ends(box, tops)[:-1]
    return [float(max(top - PADDING, min(top, (top + end) / 2))) for end, top in zip(ends, tops[1:], strict=True)]


def _ends(box: Floats, tops: Floats) -> Floats:
    """Where the last line of each record ends."""
    row = row_of(box, tops)
    return np.array([box[row == r, 3].max(initial=top) for r, top in enumerate(tops)])


def _are_records(row: Row, tops: Floats, least: int) -> bool:
    """Whether nearly every record has several columns filled, and a number of one column on its first line; in its
    middle, where cells stand in the middle of their rows.
    """
    if len(tops) < least:
        return False
    filled, _ = fill(row.box, column_of(row.box, row.xs), tops)
    middles = (tops + _ends(row.box, tops)) / 2
    first = [sum(_is_one_of(tops, top) for top, _ in ys) for ys in row.numbers]
    middle = [sum(_is_one_of(middles, (top + end) / 2) for top, end in ys) for ys in row.numbers]
    several = (filled.sum(axis=1) >= COLUMNS).mean()
    return bool(several >= EACH and max(first + middle) >= EACH * len(tops))


def _is_one_of(ys: Floats, y: float) -> bool:
    return bool((np.abs(ys - y) < PADDING).any())


def _with_borders(grid: Grid, extra: list[float]) -> Grid:
    """The grid with further row borders; cells merged over columns stay merged in each new row."""
    ys = np.sort(np.concatenate([grid.ys, extra]))
    source = np.searchsorted(grid.ys, (ys[:-1] + ys[1:]) / 2) - 1
    owner = grid.owner[source]
    new = np.isin(ys[1:-1], extra)[:, None]
    across = (owner[1:] != owner[:-1]) | new
    slots, owners = rectangles(across, (owner[:, 1:] != owner[:, :-1]).T)
    return Grid(grid.xs, ys, tuple(slots), owners, grid.closed_bottom, grid.engine, grid.closed_top)
