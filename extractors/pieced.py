"""Tables with horizontal rulings only that are drawn cell by cell: where the pieces meet, columns meet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from extractors.chunks import chunks_of
from extractors.gridding import PADDING, grid_as_ruled
from extractors.lattice import SNAP, Grid
from extractors.page import Floats, PageContent
from extractors.rivers import column_of
from extractors.runs import Area, next_lines

MEET = 1.5
"""Points between two pieces of a ruling that meet."""
SHORTEST = 10.0
"""Points: shorter pieces are dashes."""
RULINGS = 3
"""A table has at least so many rulings: over and under the header, and at the bottom."""
AGREE = 2
"""A column border is where the pieces of at least so many rulings meet."""

Ruling = tuple[float, list[tuple[float, float]]]
"""y, and the pieces from left to right."""


def find_pieced(page: PageContent, grids: list[Grid]) -> list[Grid]:
    """The grids of such tables outside the given ones, from the top."""
    found = []
    rulings = _rulings(page, grids)
    for table in _tables(rulings):
        if any(_same_edge(table[0][1], pieces) for _, pieces in rulings):
            continue
        left, right = table[0][1][0][0], table[0][1][-1][1]
        inner = _common([x for _, pieces in table for x in _meetings(pieces)])
        if len(table) >= RULINGS and inner:
            xs, ys = np.array([left, *inner, right]), np.array([y for y, _ in table])
            lines = np.array([(y, a, b) for y, pieces in table for a, b in pieces])
            area = _area(page, grids, xs, ys)
            if not area.inside.any():
                continue
            top = area.outer[1] - PADDING
            found.append(grid_as_ruled(area.box, xs, np.array([top, *ys]) if top < ys[0] - SNAP else ys, lines))
    return found


def _area(page: PageContent, grids: list[Grid], xs: Floats, ys: Floats) -> Area:
    """The text between the rulings, and a header over the first one where that only underlines it."""
    chunks = chunks_of(page, ~page.hidden)
    x, y = (chunks.box[:, 0] + chunks.box[:, 2]) / 2, (chunks.box[:, 1] + chunks.box[:, 3]) / 2
    area = Area(page, chunks, (xs[0] < x) & (x < xs[-1]) & (ys[0] < y) & (y < ys[-1]))
    header = next_lines(area, xs, up=True) if area.inside.any() else None
    in_a_grid = any(grid.ys[0] < y[header].mean() < grid.ys[-1] for grid in grids) if header is not None else True
    if header is not None and not in_a_grid and len(set(column_of(chunks.box[header], xs).tolist()) - {-1}) > 1:
        area.inside |= header
    return area


def _rulings(page: PageContent, grids: list[Grid]) -> list[Ruling]:
    """The horizontal rulings outside the grids, from the top, each with its pieces."""
    lines = page.horizontal[page.horizontal[:, 2] - page.horizontal[:, 1] >= SHORTEST]
    for grid in grids:
        lines = lines[(lines[:, 0] < grid.ys[0] - SNAP) | (lines[:, 0] > grid.ys[-1] + SNAP)]
    rulings: list[Ruling] = []
    for y, x0, x1 in lines[np.lexsort((lines[:, 1], np.round(lines[:, 0])))].tolist():
        if rulings and abs(rulings[-1][0] - y) <= SNAP:
            if (x0, x1) not in rulings[-1][1]:
                rulings[-1][1].append((x0, x1))
        else:
            rulings.append((y, [(x0, x1)]))
    return [(y, sorted(pieces)) for y, pieces in rulings]


def _tables(rulings: list[Ruling]) -> Iterator[list[Ruling]]:
    """Rulings one under the other that begin and end at the same places, and meet in columns."""
    table: list[Ruling] = []
    for ruling in rulings:
        pieces = ruling[1]
        whole = bool(_meetings(pieces)) and all(b[0] - a[1] <= MEET for a, b in itertools.pairwise(pieces))
        if table and not (whole and _same_extent(table[-1][1], pieces)):
            yield table
            table = []
        if whole:
            table.append(ruling)
    if table:
        yield table


def _same_edge(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> bool:
    """Whether two rulings share one edge only: cells merged over rows stand beside the shorter one."""
    return (abs(a[0][0] - b[0][0]) <= SNAP) != (abs(a[-1][1] - b[-1][1]) <= SNAP)


def _same_extent(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> bool:
    return abs(a[0][0] - b[0][0]) <= SNAP and abs(a[-1][1] - b[-1][1]) <= SNAP


def _meetings(pieces: list[tuple[float, float]]) -> list[float]:
    """The x where one piece ends and another begins."""
    ends = [b for _, b in pieces]
    return [a for a, _ in pieces[1:] if any(abs(a - end) <= MEET for end in ends)]


def _common(xs: list[float]) -> list[float]:
    """The places that several rulings share, in order."""
    if not xs:
        return []
    ordered = np.sort(np.array(xs))
    groups: list[Floats] = np.split(ordered, np.flatnonzero(np.diff(ordered) > SNAP) + 1)
    return [float(group.mean()) for group in groups if len(group) >= AGREE]
