"""From the column borders and row tops of a table to its grid, with the horizontal rulings that it may have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from extractors.areas import ENGINE
from extractors.bands import band_edges
from extractors.lattice import Grid, drawn, merge, rectangles
from extractors.page import Bools, Floats, Ints
from extractors.rivers import column_of, span_of
from extractors.rows import row_of
from extractors.runs import Area

LEAST = 3
"""A table without rulings has at least so many rows and columns; with so many rulings, two columns do."""
PADDING = 2.0
"""Points of white over a row's text that belong to the row."""
ACROSS = 0.5
"""A ruling parts rows when it runs over this share of the table's width."""
LEVEL = 2.0
"""Points that two edges or middles may differ and still be lined up."""
TRUSTED = 1.5
"""Rulings part all rows unless the white parts so many times more."""


def grid_of(area: Area, xs: Floats, tops: Floats, merged: Bools) -> Grid:
    """The grid of one area. `tops`: (rows,) where rows begin; `merged`: (rows, columns) part of the cell over it."""
    lines = rulings_of(area, xs)
    ys, parts = _row_borders(area, tops, merged, lines, xs)
    slots, owner = rectangles(parts[1:-1], _apart(area.box, xs, ys))
    return Grid(xs, ys, tuple(slots), owner, parts[-1], ENGINE)


def grid_as_ruled(box: Floats, xs: Floats, ys: Floats, lines: Floats) -> Grid:
    """A grid whose rows are parted by `lines` (y, x0, x1) and whose columns by nothing drawn."""
    ys, parts = _borders_as_ruled(ys, lines, xs)
    slots, owner = rectangles(parts[1:-1], _apart(box, xs, ys))
    return Grid(xs, ys, tuple(slots), owner, parts[-1])


def rulings_of(area: Area, xs: Floats) -> Floats:
    """(m, 3) y, x0, x1 of the horizontal rulings over most of a table's width."""
    lines = merge(area.page.horizontal)
    if not len(lines):
        return np.zeros((0, 3))
    _, top, _, bottom = area.outer
    height = float(np.median(area.box[:, 3] - area.box[:, 1]))
    near = lines[(lines[:, 0] > top - height) & (lines[:, 0] < bottom + height)]
    covered = np.clip(np.minimum(near[:, 2], xs[-1]) - np.maximum(near[:, 1], xs[0]), 0, None)
    ys, index = np.unique(near[:, 0], return_inverse=True)
    long_enough = np.bincount(index, weights=covered, minlength=len(ys)) >= ACROSS * (xs[-1] - xs[0])
    chosen: Floats = near[long_enough[index]]
    return chosen


def _row_borders(area: Area, tops: Floats, merged: Bools, lines: Floats, xs: Floats) -> tuple[Floats, Bools]:
    """The y of each row border, and (borders, columns) where it parts cells."""
    _, top, _, bottom = area.outer
    ruled = np.unique(lines[:, 0])
    inner = ruled[(ruled > top) & (ruled < bottom)]
    if len(inner) + 1 >= LEAST and len(tops) <= TRUSTED * (len(inner) + 1):
        return _borders_as_ruled(_closed(ruled, top, bottom), lines, xs)
    painted = band_edges(area.page, area.box)
    ys = [_border_over(area.box, y, np.union1d(inner, painted[:, 0])) for y in tops]
    parts = np.vstack([~merged, np.ones((1, len(xs) - 1), dtype=np.bool_)]) | _painted(painted, np.array(ys), xs)
    parts[0] = True
    edge = painted[painted[:, 0] > bottom - PADDING, 0]
    below = [] if ys[-1] >= bottom - PADDING else [float(edge[0]) if len(edge) else bottom + PADDING]
    return np.array([*ys, *below]), parts & ~_written_over(area.box, column_of(area.box, xs), np.array(ys), parts.shape)


def _painted(edges: Floats, ys: Floats, xs: Floats) -> Bools:
    """(rows + 1, columns): whether the edge of a fill parts cells."""
    away = np.abs(edges[:, 0, None] - ys)
    there = away.min(axis=1) < LEVEL
    return drawn(edges[there], away[there].argmin(axis=1), xs, len(ys) + 1)


def _borders_as_ruled(ys: Floats, lines: Floats, xs: Floats) -> tuple[Floats, Bools]:
    index = np.abs(ys[:, None] - lines[None, :, 0]).argmin(axis=0)
    parts = drawn(lines, index, xs, len(ys))
    parts[[0, -1]] |= ~parts[[0, -1]].any(axis=1, keepdims=True)
    return ys, parts


def _closed(ys: Floats, top: float, bottom: float) -> Floats:
    """Row borders with an upper and a lower one outside all text."""
    above = [] if ys[0] <= top + PADDING else [top - PADDING]
    below = [] if ys[-1] >= bottom - PADDING else [bottom + PADDING]
    return np.array([*above, *ys.tolist(), *below])


def _border_over(box: Floats, top: float, ruled: Floats) -> float:
    """The border over a row that begins at `top`: a ruling in the white there, else a little over the text."""
    ends = box[(box[:, 1] + box[:, 3]) / 2 < top, 3]
    above = float(ends.max()) if len(ends) else -np.inf
    between = ruled[(ruled > above - 1.0) & (ruled < top + 1.0)]
    return float(between[-1]) if len(between) else top - min(PADDING, max(0.0, top - above) / 2)


def _written_over(box: Floats, column: Ints, ys: Floats, shape: tuple[int, ...]) -> Bools:
    """(borders, columns): whether a line of text stands on both sides of a row border."""
    over = np.zeros(shape, dtype=np.bool_)
    for y in range(1, len(ys)):
        across = (box[:, 1] < ys[y] - PADDING) & (box[:, 3] > ys[y] + PADDING) & (column >= 0)
        over[y, column[across]] = True
    return over


def _apart(box: Floats, xs: Floats, ys: Floats) -> Bools:
    """(inner borders, rows): whether a column border parts cells; not under text that stands across it alone."""
    apart = np.ones((len(xs) - 2, len(ys) - 1), dtype=np.bool_)
    column = column_of(box, xs)
    row = np.clip(row_of(box, ys), 0, len(ys) - 2)
    first, last = span_of(box, xs)
    for piece in np.flatnonzero(column < 0).tolist():
        others = row == row[piece]
        a, b = int(first[piece]), int(last[piece])
        if ((first[others] <= b) & (last[others] >= a)).all():
            a, b = 0, len(xs) - 2
        if not (others & (column >= a) & (column <= b)).any():
            apart[a:b, row[piece]] = False
    for r in range(1, len(ys) - 1):
        if len(apart) > 1 and set(column[row == r].tolist()) == {0}:
            apart[:, r] = False  # a section's heading: alone in its row, though it fits the first column
    for a, b in _headings(box[row == 0], column[row == 0], box, column, xs):
        apart[a:b, 0] = False
    return apart


def _headings(first_row: Floats, column: Ints, box: Floats, columns: Ints, xs: Floats) -> Iterator[tuple[int, int]]:
    """First and last column of each text in the first row that stands in the middle over blank neighbours too."""
    blank = ~np.isin(np.arange(len(xs) - 1), column) if (column >= 0).all() else np.zeros(len(xs) - 1, dtype=np.bool_)
    for c in np.unique(column[column >= 0]).tolist():
        own = first_row[column == c]
        left, middle = own[:, 0].min(), (own[:, 0].min() + own[:, 2].max()) / 2
        if abs(left - box[columns == c, 0].min()) < LEVEL and len(box[columns == c]) > len(own):
            continue
        spans = [
            (a, b)
            for a in range(c + 1)
            for b in range(c, len(blank))
            if blank[a:c].all() and blank[c + 1 : b + 1].all()
        ]
        off = {(a, b): abs(middle - (xs[a] + xs[b + 1]) / 2) for a, b in spans}
        best = min(spans, key=lambda span: off[span])
        if off[best] + LEVEL < off[c, c]:
            yield best
