"""Pages that a row of a ruled table runs through: nothing of the table is drawn on them but its vertical rulings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.lattice import THINNEST, Grid, Slot, merge
from extractors.page import PageContent
from extractors.sheet import Sheet, take_apart


def with_passing_rows(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a document, those without tables that such a row runs through with its cells."""
    found: list[Sheet] = []
    for sheet in sheets:
        grid = _passing(found[-1].grids[-1], sheet.page) if found and found[-1].grids and not sheet.grids else None
        found.append(take_apart(sheet.page, [grid]) if grid is not None else sheet)
    return found


def _passing(above: Grid, page: PageContent) -> Grid | None:
    """The row that goes on from a grid that the page break leaves open, where all its vertical rulings go on."""
    lines = merge(page.vertical)
    if above.closed_bottom.any() or not len(lines):
        return None
    near = np.abs(lines[:, 0] - above.xs[:, None]) <= THINNEST
    sides = lines[near.any(axis=0)]
    if not near.any(axis=1).all() or np.ptp(sides[:, 1:], axis=0).max() > THINNEST:
        return None
    columns = len(above.xs) - 1
    slots = tuple(Slot(0, column, 1, 1) for column in range(columns))
    ys = np.array([sides[:, 1].min(), sides[:, 2].max()])
    return Grid(above.xs, ys, slots, np.arange(columns)[None], np.zeros(columns, dtype=np.bool_), closed_top=False)
