"""Rows told apart by what is painted behind them: each row, or every second one, on a filled box across the table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractors.areas import levels
from extractors.chunks import Chunks
from extractors.lattice import GAP, SNAP, merge
from extractors.model import Box
from extractors.page import Bools, Floats, Ints, PageContent
from extractors.rivers import borders, column_of
from extractors.rows import fill, row_tops

ACROSS = 0.75
"""Fills part rows when they run over this share of the table's width."""
HUGS = 2.0
"""Points: a fill that keeps so near to the one piece of text on it marks the text, not a row."""
ROWS = 4
"""Fewer painted rows, the header's and the white ones between them included, prove nothing."""
MOST = 0.5
"""Most painted rows have text in two columns, and no row has more than this share of all lines."""
FULL, FEW = 0.9, 0.25
"""Rows that white parts within painted ones fill fewer columns than those; only this share as many as they do."""
OUTSIDE = 2.0
"""Lines of white over text that is alone between two fills: it parts two tables."""
EDGE = 8.0
"""Points that text may stick out of its row's fill."""

PAGE_HEIGHT = 1e5
"""Points: pages are thought one under the other, this far apart."""


class Stack(NamedTuple):
    """Fills one under the other: their left and right side, which pieces of lines stand on and between them."""

    sides: tuple[float, float]
    chosen: Bools
    box: Floats
    edges: Floats


def band_edges(page: PageContent, box: Floats) -> Floats:
    """(m, 3) y, x0, x1 of the upper and lower edges of fills across most of a table with such pieces of lines."""
    if not len(page.bands):
        return np.zeros((0, 3))
    x0, top, x1, bottom = row_fills(page.bands, box).T
    left, first, right, last = box[:, 0].min(), box[:, 1].min(), box[:, 2].max(), box[:, 3].max()
    height = float(np.median(box[:, 3] - box[:, 1]))
    lines = merge(np.concatenate([np.column_stack([top, x0, x1]), np.column_stack([bottom, x0, x1])]))
    lines = lines[(lines[:, 0] > first - height) & (lines[:, 0] < last + height)]
    covered = np.clip(np.minimum(lines[:, 2], right) - np.maximum(lines[:, 1], left), 0, None)
    ys, index = np.unique(lines[:, 0], return_inverse=True)
    across = np.bincount(index, weights=covered, minlength=len(ys)) >= ACROSS * (right - left)
    chosen: Floats = lines[across[index]]
    return chosen


def painted_tops(box: Floats, column: Ints, tops: Floats, edges: Floats, pages: Floats) -> tuple[Floats, bool]:
    """Row tops with those that fills show, and whether fills part all rows: then white parts none.

    `tops`: where rows begin as white shows it; `edges`: the y of fills' edges; `pages`: the y where pages begin.
    """
    if not len(edges):
        return tops, False
    bounds = np.sort(np.concatenate([edges, pages]))
    row = np.searchsorted(bounds, (box[:, 1] + box[:, 3]) / 2)
    numbers = np.unique(row)
    starts = np.array([box[row == number, 1].min() for number in numbers.tolist()])
    closed = np.isin(np.append(bounds, np.inf), edges)
    painted = closed[numbers] & closed[numbers - 1]
    height = float(np.median(box[:, 3] - box[:, 1]))
    further = tops[(np.abs(tops[:, None] - starts) > height / 2).all(axis=1)]
    lines = np.array([len(levels(box[row == number])) for number in numbers.tolist()])
    inside = painted[np.searchsorted(starts, further) - 1]
    proven = _are_rows(box, column, starts, further[inside], painted, lines)
    if proven:
        most = lines[painted].max()
        further = further[~inside & (lines[np.searchsorted(starts, further) - 1] > most)]
    return np.sort(np.concatenate([starts, further])), proven


def _are_rows(box: Floats, column: Ints, starts: Floats, further: Floats, painted: Bools, lines: Ints) -> bool:
    """Whether painted rows are the table's rows: not headings over many rows, nor boxes around them.

    `starts`: their tops; `further`: tops of rows that white alone would part within them; `lines` in each.
    """
    if painted.sum() < ROWS or lines[painted].max() > MOST * lines[painted].sum():
        return False
    tops = np.sort(np.concatenate([starts, further]))
    filled = fill(box, column, tops)[0].sum(axis=1)
    whole, parts = filled[np.isin(tops, starts[painted])], filled[np.isin(tops, further)]
    return bool((whole > 1).mean() >= MOST and (parts >= FULL * whole.mean()).sum() <= FEW * len(whole))


def painted_areas(pages: Sequence[tuple[PageContent, Chunks]]) -> list[list[Bools]]:
    """For each page the tables whose rows are painted, as choices of its pieces of lines.

    All of one width in a document speak for each other: the rest of a table on its last page may have few rows.
    """
    found = [list(_stacks(page, chunks)) if len(page.bands) and len(chunks) else [] for page, chunks in pages]
    widths = {stack.sides for stacks in found for stack in stacks}
    proven = {sides for sides in widths if _have_rows([s for stacks in found for s in stacks if s.sides == sides])}
    return [[stack.chosen for stack in stacks if stack.sides in proven] for stacks in found]


def _have_rows(stacks: list[Stack]) -> bool:
    """Whether the fills of some stacks part rows, as columns and white of each tell."""
    pages = PAGE_HEIGHT * np.arange(len(stacks), dtype=np.float64)
    box = np.concatenate([stack.box + np.array([0, y, 0, y]) for stack, y in zip(stacks, pages, strict=True)])
    columns = [column_of(stack.box, borders(stack.box)) for stack in stacks]
    tops = [row_tops(stack.box, column) + y for stack, column, y in zip(stacks, columns, pages, strict=True)]
    edges = [stack.edges + y for stack, y in zip(stacks, pages, strict=True)]
    return painted_tops(box, np.concatenate(columns), np.concatenate(tops), np.concatenate(edges), pages)[1]


def _stacks(page: PageContent, chunks: Chunks) -> Iterator[Stack]:
    """Fills one under the other with the same sides, and the text on and between them; in two columns at least."""
    middle = (chunks.box[:, 1] + chunks.box[:, 3]) / 2
    if not ((middle > page.bands[:, 1].min()) & (middle < page.bands[:, 3].max())).any():
        return
    fills = _joined(row_fills(page.bands, chunks.box))
    for x0, x1 in np.unique(np.round(fills[:, [0, 2]]), axis=0).tolist():
        own = fills[(np.abs(fills[:, 0] - x0) <= SNAP) & (np.abs(fills[:, 2] - x1) <= SNAP)]
        for part in _without_headings(own, chunks.box):
            level = (middle > part[0, 1]) & (middle < part[-1, 3])
            box = chunks.box[level]
            within = (box[:, 0] >= x0 - EDGE).all() and (box[:, 2] <= x1 + EDGE).all()
            if len(box) and within and column_of(box, borders(box)).max() > 0:
                yield Stack((x0, x1), level, box, np.unique(band_edges(page, box)[:, 0]))


def row_fills(bands: Floats, box: Floats) -> Floats:
    """The fills that don't just mark some text."""
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    x0, top, x1, bottom = (bands[:, i, None] for i in range(4))
    inside = (x0 < x) & (x < x1) & (top < y) & (y < bottom)
    hugged = inside & (np.abs(box[:, 0] - x0) <= HUGS) & (np.abs(box[:, 2] - x1) <= HUGS)
    fills: Floats = bands[~(hugged.any(axis=1) & (inside.sum(axis=1) == 1))]
    return fills


def _joined(fills: Floats) -> Floats:
    """Fills drawn cell by cell as one for each row."""
    rows: list[Box] = []
    for x0, top, x1, bottom in fills[np.lexsort((fills[:, 0], np.round(fills[:, 3]), np.round(fills[:, 1])))].tolist():
        if rows and abs(rows[-1][1] - top) <= SNAP and abs(rows[-1][3] - bottom) <= SNAP and x0 <= rows[-1][2] + GAP:
            rows[-1] = (rows[-1][0], rows[-1][1], max(x1, rows[-1][2]), rows[-1][3])
        else:
            rows.append((x0, top, x1, bottom))
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _without_headings(fills: Floats, box: Floats) -> Iterator[Floats]:
    """Fills of one width from the top, parted where a heading or a paragraph stands alone between two of them."""
    middle = (box[:, 1] + box[:, 3]) / 2
    fills = fills[np.argsort(fills[:, 1], kind="stable")]
    cuts = []
    for n, (above, below) in enumerate(itertools.pairwise(fills), 1):
        between = box[(middle > above[3]) & (middle < below[1])]
        lines = levels(between)
        if lines and all(len(line) == 1 for line in lines):
            white = between[:, 1].min() - above[3]
            wide = (between[:, 2] - between[:, 0]).max() > MOST * (above[2] - above[0])
            if wide or white > OUTSIDE * (between[0, 3] - between[0, 1]):
                cuts.append(n)
    yield from np.split(fills, cuts)
