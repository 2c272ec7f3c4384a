"""A page taken apart: which glyphs stand in which cell, and the lines that stand outside the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.lattice import Grid, find_grids
from extractors.lines import read_lines
from extractors.page import SKEW, Bools, Ints, PageContent
from extractors.text import MARGIN, Line

TOWERING = 1.5
"""Letters more than so many times as high as a cell don't stand in it."""
BESIDE = 0.1
"""Glyphs of one text are nearer than this share of their height."""
LEVEL = 0.5
"""Points by which letters of one line differ in height."""


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
        _without_towering(page, grid, number, grid_of, slot_of)
        _keep_words_whole(page, grid, number, grid_of, slot_of)
    _blanks_follow(page, np.flatnonzero(blank), grid_of, slot_of)
    return grid_of, slot_of


def _without_towering(page: PageContent, grid: Grid, number: int, grid_of: Ints, slot_of: Ints) -> None:
    """Letters much higher than the cell they stand over are printed across the table: a watermark, a stamp."""
    room = TOWERING * np.array([bottom - top for _, top, _, bottom in grid.slot_boxes()])
    own = page.box[:, 3] - page.box[:, 1]
    high = np.flatnonzero((own > room.min()) & (grid_of == number) & (page.turn == 0))
    towering = high[own[high] > room[slot_of[high]]]
    grid_of[towering] = slot_of[towering] = -1


def _keep_words_whole(page: PageContent, grid: Grid, number: int, grid_of: Ints, slot_of: Ints) -> None:
    """What runs over a ruling in the middle of a word belongs to one cell, with all that the file prints on with it.

    That is the cell at whose left side it begins, else (what is centred or set right) the one it has its middle in.
    """
    here = (grid_of == number) | (grid_of == -1)
    leaving = np.flatnonzero((slot_of[1:] != slot_of[:-1]) & here[1:] & here[:-1])
    leaving = leaving[~page.blank[leaving] & ~page.blank[leaving + 1]]
    leaving = leaving[_goes_on(page, leaving)]
    if not len(leaving):
        return
    starts = np.flatnonzero(np.append(True, ~(_goes_on(page, np.arange(len(slot_of) - 1)) & here[1:] & here[:-1])))
    ends = np.append(starts[1:], len(slot_of))
    boxes = grid.slot_boxes()
    for run in np.unique(starts.searchsorted(leaving, side="right") - 1).tolist():
        first, end = int(starts[run]), int(ends[run])
        left, middle = page.box[first:end, 0], page.box[first:end, [0, 2]].mean(axis=1)
        at_side = slot_of[first] >= 0 and left[0] - boxes[slot_of[first]][0] < MARGIN
        owner = first if at_side else first + int(np.abs(middle - (middle[0] + middle[-1]) / 2).argmin())
        grid_of[first:end], slot_of[first:end] = grid_of[owner], slot_of[owner]


def _goes_on(page: PageContent, glyphs: Ints) -> Bools:
    """Whether the file prints the next glyph right beside each of some, from left to right on one line."""
    x0, _, x1, bottom = page.box.T
    height = bottom - page.box[:, 1]
    near = np.abs(x0[glyphs + 1] - x1[glyphs]) < BESIDE * height[glyphs]
    level = np.abs(bottom[glyphs + 1] - bottom[glyphs]) < LEVEL
    goes_on: Bools = near & level & (page.turn[glyphs] == 0) & (page.turn[glyphs + 1] == 0)
    return goes_on


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
