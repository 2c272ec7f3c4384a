"""Tables that no rulings close in, or only horizontal ones: found over the pages of a document, as grids."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence

import numpy as np

from extractors.areas import LINES
from extractors.bands import PAGE_HEIGHT, band_edges, painted_tops
from extractors.chunks import Chunks, chunks_of
from extractors.collapsed import split_rows
from extractors.gridding import LEAST, grid_of, rulings_of
from extractors.lattice import Grid
from extractors.merged import goes_on
from extractors.page import Bools, Floats, Ints, PageContent
from extractors.passing import with_passing_rows
from extractors.pieced import find_pieced
from extractors.rivers import column_of
from extractors.rows import fill, row_tops
from extractors.runs import Area, Run, find_runs
from extractors.sheet import Sheet, take_apart

PROSE = 0.8
"""Lines that fill this share of their column on average are running text in columns, not cells."""
TEXTS = 0.3
"""A table's rows fill at least this share of its columns."""


def with_columns(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a document with the tables that no rulings close in, and with ruled rows of many records cut.

    Pages without such stay as they are.
    """
    sheets = [_retaken(sheet, find_pieced(sheet.page, sheet.grids)) for sheet in with_passing_rows(sheets)]
    sheets = _unframed(_split(sheets))
    found: dict[int, list[Grid]] = {}
    for run in find_runs([(sheet.page, _free_chunks(sheet)) for sheet in sheets]):
        for area, grid in _grids(run):
            found.setdefault(area.page.number, []).append(grid)
    return [_retaken(sheet, found.get(sheet.page.number, [])) for sheet in sheets]


def _split(sheets: list[Sheet]) -> list[Sheet]:
    return [
        sheet if all(map(operator.is_, grids, sheet.grids)) else take_apart(sheet.page, grids)
        for sheet, grids in zip(sheets, split_rows(sheets), strict=True)
    ]


def _unframed(sheets: list[Sheet]) -> list[Sheet]:
    """The pages with frames that rulings draw around a table (one column, as they see it) given up for its columns."""
    frames = [(sheet, grid, chunks) for sheet in sheets for grid, chunks in _frames(sheet)]
    tables: dict[int, list[Grid]] = {}
    for run in find_runs([(sheet.page, chunks) for sheet, _, chunks in frames]):
        for area, table in _grids(run):
            if len(table.xs) > LEAST:
                tables.setdefault(id(area.chunks), []).append(table)
    for number, sheet in enumerate(sheets):
        given_up = [(grid, tables[id(chunks)]) for own, grid, chunks in frames if own is sheet and id(chunks) in tables]
        if given_up:
            kept = [grid for grid in sheet.grids if not any(grid is frame for frame, _ in given_up)]
            sheets[number] = take_apart(sheet.page, _in_order([*kept, *(t for _, found in given_up for t in found)]))
    return sheets


def _frames(sheet: Sheet) -> Iterator[tuple[Grid, Chunks]]:
    for grid, cells in zip(sheet.grids, sheet.cells, strict=True):
        if len(grid.xs) == 2 and sum(map(len, cells)) >= LINES:
            yield grid, chunks_of(sheet.page, ~sheet.page.hidden & _inside(sheet.page, grid))


def _retaken(sheet: Sheet, grids: list[Grid]) -> Sheet:
    if not grids:
        return sheet
    return take_apart(sheet.page, _in_order([*sheet.grids, *grids]))


def _in_order(grids: list[Grid]) -> list[Grid]:
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _inside(page: PageContent, grid: Grid) -> Bools:
    """The glyphs whose middle stands in a grid."""
    x, y = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    x0, top, x1, bottom = grid.box
    inside: Bools = (x0 < x) & (x < x1) & (top < y) & (y < bottom)
    return inside


def _free_chunks(sheet: Sheet) -> Chunks:
    if len(sheet.free) < LINES:
        return Chunks(np.zeros((0, 4)), sheet.page.number)
    free = ~sheet.page.hidden
    for grid in sheet.grids:
        free &= ~_inside(sheet.page, grid)
    return chunks_of(sheet.page, free)


def _grids(run: Run) -> Iterator[tuple[Area, Grid]]:
    """The grid of each area of a run; none when the run is no table."""
    stacked = np.concatenate([_on_page(area.box, n) for n, area in enumerate(run.areas)])
    column = column_of(stacked, run.xs)
    edges = np.concatenate([_edges(area) + n * PAGE_HEIGHT for n, area in enumerate(run.areas)])
    pages = PAGE_HEIGHT * np.arange(len(run.areas), dtype=np.float64)
    tops, painted = painted_tops(stacked, column, row_tops(stacked, column), edges, pages)
    if not painted and not _is_table(run, stacked, column, tops):
        return
    merged = goes_on(stacked, column, tops)
    page = np.floor(tops / PAGE_HEIGHT)
    for number, area in enumerate(run.areas):
        own = page == number
        yield area, grid_of(area, run.xs, tops[own] - number * PAGE_HEIGHT, merged[own])


def _edges(area: Area) -> Floats:
    """The y of the edges of fills across an area."""
    return np.unique(band_edges(area.page, area.box)[:, 0])


def _on_page(box: Floats, number: int) -> Floats:
    stacked: Floats = box + np.array([0.0, number * PAGE_HEIGHT, 0.0, number * PAGE_HEIGHT])
    return stacked


def _is_table(run: Run, box: Floats, column: Ints, tops: Floats) -> bool:
    """Whether the areas hold a table, not prose in columns, a list, or a few labels."""
    ruled = all(len(np.unique(rulings_of(area, run.xs)[:, 0])) >= LEAST for area in run.areas)
    if len(tops) < LEAST or len(run.xs) - 1 < (2 if ruled else LEAST):
        return False
    filled, _ = fill(box, column, tops)
    inside = column >= 0
    share = (box[inside, 2] - box[inside, 0]) / np.diff(run.xs)[column[inside]]
    fullness = [float(share[column[inside] == c].mean()) for c in np.unique(column[inside]).tolist()]
    return bool(min(fullness) < PROSE and filled.mean() >= TEXTS)
