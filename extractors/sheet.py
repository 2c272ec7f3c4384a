"""A page taken apart: which glyphs stand in which cell, and the lines that stand outside the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.lattice import Grid, find_grids
from extractors.page import SKEW, Bools, Ints, PageContent
from extractors.text import Line, group_lines, line_of, lines_of


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


def take_apart(page: PageContent) -> Sheet:
    """Give each visible glyph of a page to a cell or to a line outside the tables."""
    grids = find_grids(page)
    visible = ~page.hidden
    printing = visible & ~page.blank
    grid_of, slot_of = _owners(page, grids)
    taken = np.zeros(len(page.text), dtype=np.bool_)
    kept, cells = [], []
    for number, grid in enumerate(grids):
        inside = visible & (grid_of == number) & (page.turn != SKEW)
        if (inside & printing).any():
            taken |= inside
            kept.append(grid)
            cells.append(_slot_lines(page, inside, slot_of, len(grid.slots)))
    return Sheet(
        page=page,
        grids=kept,
        cells=cells,
        free=_free_lines(page, visible & ~taken),
        glyphs=int(printing.sum()),
        in_cells=int((taken & printing).sum()),
        hidden=int((page.hidden & ~page.blank).sum()),
    )


def _owners(page: PageContent, grids: list[Grid]) -> tuple[Ints, Ints]:
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
    _blanks_follow(page, grid_of, slot_of)
    return grid_of, slot_of


def _blanks_follow(page: PageContent, grid_of: Ints, slot_of: Ints) -> None:
    """A blank that the file prints right after a glyph belongs with it, though it may stick out of the cell."""
    blank = np.flatnonzero(page.blank)
    blank = blank[blank > 0]
    near = np.abs(page.box[blank, 0] - page.box[blank - 1, 2]) < 1.0
    level = np.abs(page.box[blank, 3] - page.box[blank - 1, 3]) < 1.0
    follows = blank[near & level]
    grid_of[follows] = grid_of[follows - 1]
    slot_of[follows] = slot_of[follows - 1]


def _slot_lines(page: PageContent, inside: Bools, slot_of: Ints, count: int) -> list[list[Line]]:
    glyphs = np.flatnonzero(inside)
    order = glyphs[np.argsort(slot_of[glyphs], kind="stable")]
    starts = np.searchsorted(slot_of[order], np.arange(count + 1))
    return [
        lines_of(page, order[start:end]) if end > start else []
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]


def _free_lines(page: PageContent, chosen: Bools) -> list[FreeLine]:
    blank = page.blank
    free = []
    for group in group_lines(page, np.flatnonzero(chosen)):
        line = line_of(page, group)
        if line is not None:
            free.append(FreeLine(line, int(page.turn[group[0]]), int((~blank[group]).sum())))
    return sorted(free, key=lambda item: (item.line.box[1], item.line.box[0]))
