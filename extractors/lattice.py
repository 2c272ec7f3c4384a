"""Ruled tables: from the lines drawn on a page to grids of cells, merged cells with their spans.

Every slot of a grid belongs to exactly one cell. The outer border need not be drawn: a merged cell that goes on
over the page break has no lower border, and a table may be open at its sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractors.model import Box
from extractors.page import Bools, Floats, Ints, PageContent

SNAP = 2.5
"""Points: rulings nearer than this are one (double lines, borders drawn cell by cell)."""
THINNEST = 4.0
"""Points: no row or column is thinner; rulings nearer than this are a double line."""
GAP = 4.0
"""Points: breaks in a line no longer than this are dashes, not gaps."""
COVERED = 0.7
"""A border is there when this share of it is drawn."""


class Slot(NamedTuple):
    """A cell by grid position, before it has text."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table on one page. `xs` and `ys` are the rulings' positions; `owner[row, column]` indexes `slots`.

    `closed_bottom[column]` tells whether the lowest border is drawn under a column, `closed_top` whether any of the
    uppermost is. `engine` found the cells.
    """

    xs: Floats
    ys: Floats
    slots: tuple[Slot, ...]
    owner: Ints
    closed_bottom: Bools
    engine: str = "reticolo"
    closed_top: bool = True

    @property
    def box(self) -> Box:
        """The outer box."""
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])

    def slot_boxes(self) -> list[Box]:
        """The boxes of the cells."""
        xs, ys = self.xs.tolist(), self.ys.tolist()
        return [(xs[s.column], ys[s.row], xs[s.column + s.column_span], ys[s.row + s.row_span]) for s in self.slots]


def find_grids(page: PageContent) -> list[Grid]:
    """The ruled tables of a page from top to bottom. A grid has at least two cells."""
    horizontal, vertical = merge(page.horizontal), merge(page.vertical)
    grids = []
    for h, v in _components(horizontal, vertical):
        grid = _grid(horizontal[h], vertical[v])
        if grid is not None and len(grid.slots) > 1:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def merge(lines: Floats) -> Floats:
    """Rulings snapped to common positions, pieces of one line joined."""
    if not len(lines):
        return lines
    snapped = lines.copy()
    centres, index = _cluster(lines[:, 0], SNAP)
    snapped[:, 0] = centres[index]
    merged: list[list[float]] = []
    for position, start, end in snapped[np.lexsort((snapped[:, 1], snapped[:, 0]))].tolist():
        if merged and merged[-1][0] == position and start <= merged[-1][2] + GAP:
            merged[-1][2] = max(merged[-1][2], end)
        else:
            merged.append([position, start, end])
    return np.array(merged, dtype=np.float64)


def _cluster(values: Floats, snap: float) -> tuple[Floats, Ints]:
    """Centres of the values that lie within `snap` of their neighbour, and which centre each value has."""
    order = values.argsort(kind="stable")
    ordered = values[order]
    group = np.zeros(len(values), dtype=np.int64)
    group[order[1:]] = (ordered[1:] - ordered[:-1] > snap).cumsum()
    return np.bincount(group, weights=values) / np.bincount(group), group


def _components(horizontal: Floats, vertical: Floats) -> list[tuple[Ints, Ints]]:
    """Indices of the horizontal and vertical rulings that hang together, table by table."""
    if not len(horizontal) or not len(vertical):
        return []
    y, x0, x1 = (horizontal[:, i, None] for i in range(3))
    x, top, bottom = (vertical[None, :, i] for i in range(3))
    touch = (x >= x0 - SNAP) & (x <= x1 + SNAP) & (y >= top - SNAP) & (y <= bottom + SNAP)
    label = np.full(len(vertical), -1)
    components = []
    for seed in range(len(vertical)):
        if label[seed] >= 0:
            continue
        v = np.zeros(len(vertical), dtype=np.bool_)
        v[seed] = True
        while True:
            h = touch[:, v].any(axis=1)
            grown = v | touch[h].any(axis=0)
            if (grown == v).all():
                break
            v = grown
        label[v] = seed
        # a row that a page break leaves open at one side has but one horizontal ruling
        if (h.sum() > 1 and v.sum() > 1) or (h.any() and v.sum() > 2):
            components.append((np.flatnonzero(h), np.flatnonzero(v)))
    return components


def _grid(horizontal: Floats, vertical: Floats) -> Grid | None:
    ys, row_index = _cluster(np.concatenate([horizontal[:, 0], vertical[:, 1], vertical[:, 2]]), THINNEST)
    xs, column_index = _cluster(np.concatenate([vertical[:, 0], horizontal[:, 1], horizontal[:, 2]]), THINNEST)
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = drawn(horizontal, row_index[: len(horizontal)], xs, len(ys))
    down = drawn(vertical, column_index[: len(vertical)], ys, len(xs))
    slots, owner = rectangles(across[1:-1], down[1:-1])
    return Grid(xs, ys, tuple(slots), owner, across[-1], closed_top=bool(across[0].any()))


def drawn(lines: Floats, index: Ints, stops: Floats, count: int) -> Bools:
    """(count, len(stops) - 1): whether the border at a position is drawn from one stop to the next."""
    overlap = np.minimum(lines[:, 2, None], stops[None, 1:]) - np.maximum(lines[:, 1, None], stops[None, :-1])
    at = (index == np.arange(count)[:, None]).astype(np.float64)
    covered: Floats = at @ np.maximum(overlap, 0)
    return covered >= COVERED * (stops[1:] - stops[:-1])


def rectangles(across: Bools, down: Bools) -> tuple[list[Slot], Ints]:
    """Cut the grid into rectangles with no drawn border inside: first to the right, then downwards."""
    n_rows, n_columns = across.shape[0] + 1, down.shape[0] + 1
    below: list[list[bool]] = [*across.tolist(), [True] * n_columns]
    right_of: list[list[bool]] = [*down.T.tolist()]
    owner = [[-1] * n_columns for _ in range(n_rows)]
    slots: list[Slot] = []
    for row, (owners, drawn_right) in enumerate(zip(owner, right_of, strict=True)):
        for column in range(n_columns):
            if owners[column] >= 0:
                continue
            right = column + 1
            while right < n_columns and owners[right] < 0 and not drawn_right[right - 1]:
                right += 1
            low = row + 1
            while not below[low - 1][column] and not any(
                below[low - 1][column:right] + right_of[low][column : right - 1]
            ):
                low += 1
            for covered in owner[row:low]:
                covered[column:right] = [len(slots)] * (right - column)
            slots.append(Slot(row, column, low - row, right - column))
    return slots, np.array(owner, dtype=np.int64)
