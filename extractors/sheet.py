"""A page taken apart: which glyphs stand in which cell, and the lines that stand outside the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.lattice import Grid, find_grids
from extractors.lines import read_lines
from extractors.page import SKEW, Bools, Ints, PageContent
from extractors.text import Line


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A line outside the tables, and how many visible glyphs it holds."""

    line: Line
    turn: int
    glyphs: int


@dataclass(slots=True)
class Sheet:
    """One page: its grids, the lines of each of their slots, the lines outside them, and the glyph counts.

    `cells[g][s]` are the lines of slot `s` of grid `g`.
    """

    page: PageContent
    grids: list[Grid]
    cells: list[list[list[Line]]]
    free: list[FreeLine]
    glyphs: int
    in_cells: int
    hidden: int


def take_apart(page: PageContent, grids: list[Grid] | None = None) -> Sheet:
    """Give each visible glyph of a page to a cell (of the given grids, or else the ruled ones) or to a line outside."""
    if grids is None:
        grids = find_grids(page)
    blank = page.blank
    visible, printing = ~page.hidden, ~page.hidden & ~blank
    grid_of, slot_of = _owners(page, grids, blank)
    owner = np.full(len(page.text), -1, dtype=np.int64)
    kept: list[Grid] = []
    cells: list[list[list[Line]]] = []
    slots = 0
    for number, grid in enumerate(grids):
        inside = visible & (grid_of == number) & (page.turn != SKEW)
        if (inside & printing).any():
            owner[inside] = slot_of[inside] + slots
            slots += len(grid.slots)
            kept.append(grid)
            cells.append([[] for _ in grid.slots])
    lines_of = [slot for grid_cells in cells for slot in grid_cells]
    free = []
    shown = np.flatnonzero(visible)
    for number, turn, glyphs, line in read_lines(page, shown, owner[shown], blank):
        if number < 0:
            free.append(FreeLine(line, turn, glyphs))
        else:
            lines_of[number].append(line)
    return Sheet(
        page=page,
        grids=kept,
        cells=cells,
        free=sorted(free, key=lambda item: (item.line.box[1], item.line.box[0])),
        glyphs=int(printing.sum()),
        in_cells=int((printing & (owner >= 0)).sum()),
        hidden=int((page.hidden & ~blank).sum()),
    )


def _owners(page: PageContent, grids: list[Grid], blank: Bools) -> tuple[Ints, Ints]:
    """For each glyph the grid and the slot that its middle stands in, -1 outside."""
    x, y = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    grid_of = np.full(len(page.text), -1, dtype=np.int64)
    slot_of = np.full(len(page.text), -1, dtype=np.int64)
    for number, grid in enumerate(grids):
        row = np.searchsorted(grid.ys, y) - 1
        column = np.searchsorted(grid.xs, x) - 1
        inside = (row >= 0) & (row < len(grid.ys) - 1) & (column >= 0) & (column < len(grid.xs) - 1)
        grid_of[inside] = number
        slot_of[inside] = grid.owner[row[inside], column[inside]]
    _blanks_follow(page, np.flatnonzero(blank), grid_of, slot_of)
    return grid_of, slot_of


def _blanks_follow(page: PageContent, blank: Ints, grid_of: Ints, slot_of: Ints) -> None:
    """A blank that the file prints right after a glyph belongs with it, though it may stick out of the cell."""
    blank = blank[blank > 0]
    near = np.abs(page.box[blank, 0] - page.box[blank - 1, 2]) < 1.0
    level = np.abs(page.box[blank, 3] - page.box[blank - 1, 3]) < 1.0
    follows = blank[near & level]
    grid_of[follows] = grid_of[follows - 1]
    slot_of[follows] = slot_of[follows - 1]


def text_of(sheet: Sheet) -> str:
    """All that was read on a page, line by line."""
    cells = (line.text for grid in sheet.cells for slot in grid for line in slot)
    return "\n".join([*cells, *(item.line.text for item in sheet.free)])
