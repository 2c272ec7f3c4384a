"""Boxes found on a sheet set straight and the right way up, put back to where they are on the page as displayed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.geometry import IDENTITY, Matrix, around, multiply
from extractors.model import Block, Box, Place, Table
from extractors.page import PageContent


def put_back(
    tables: Sequence[Table], blocks: Sequence[Block], pages: Sequence[PageContent]
) -> tuple[tuple[Table, ...], tuple[Block, ...]]:
    """Tables and blocks with boxes on the displayed pages: around what lies aslant."""
    matrices = {page.number: _matrix(page) for page in pages if page.skew or page.turned}
    if not matrices:
        return tuple(tables), tuple(blocks)
    return (
        tuple(_table(table, matrices) for table in tables),
        tuple(replace(block, box=_moved(block.page, block.box, matrices)) for block in blocks),
    )


def displayed_size(page: PageContent) -> tuple[float, float]:
    """Width and height of the page as displayed, points."""
    return (page.height, page.width) if page.turned in (90, 270) else (page.width, page.height)


def _table(table: Table, matrices: Mapping[int, Matrix]) -> Table:
    cells = (
        replace(cell, places=tuple(Place(p.page, _moved(p.page, p.box, matrices)) for p in cell.places))
        for cell in table.cells
    )
    segments = (replace(part, box=_moved(part.page, part.box, matrices)) for part in table.segments)
    return replace(table, cells=tuple(cells), segments=tuple(segments))


def _moved(page: int, box: Box, matrices: Mapping[int, Matrix]) -> Box:
    x0, top, x1, bottom = box
    return around([(x0, top), (x1, top), (x1, bottom), (x0, bottom)], matrices[page]) if page in matrices else box


def _matrix(page: PageContent) -> Matrix:
    """From the sheet as it was read to the page as displayed: aslant again about its middle, then turned back."""
    x, y = page.width / 2, page.height / 2
    cos, sin = math.cos(math.radians(page.skew)), math.sin(math.radians(page.skew))
    aslant = (cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos)
    back: dict[int, Matrix] = {
        90: (0.0, 1.0, -1.0, 0.0, page.height, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, page.width, page.height),
        270: (0.0, -1.0, 1.0, 0.0, 0.0, page.width),
    }
    return multiply(aslant, back.get(page.turned, IDENTITY))
