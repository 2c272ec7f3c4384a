"""Boxes found on a scanned sheet set straight, put back where they stand in the scan as the reader sees it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from extractors.model import Box, Extraction, Place, Table
from extractors.page import PageContent


def as_scanned(extraction: Extraction, aslant: Mapping[int, PageContent]) -> Extraction:
    """The extraction with the boxes on the pages that lie aslant (by number) put back."""
    if not aslant:
        return extraction
    return replace(
        extraction,
        tables=tuple(_table(table, aslant) for table in extraction.tables),
        blocks=tuple(replace(block, box=_moved(block.box, aslant.get(block.page))) for block in extraction.blocks),
    )


def _table(table: Table, aslant: Mapping[int, PageContent]) -> Table:
    return replace(
        table,
        cells=tuple(replace(cell, places=tuple(_place(p, aslant) for p in cell.places)) for cell in table.cells),
        segments=tuple(replace(s, box=_moved(s.box, aslant.get(s.page))) for s in table.segments),
    )


def _place(place: Place, aslant: Mapping[int, PageContent]) -> Place:
    return Place(place.page, _moved(place.box, aslant.get(place.page)))


def _moved(box: Box, page: PageContent | None) -> Box:
    """A box moved, not turned, to where its middle stands on the sheet, which was turned about its own middle."""
    if page is None:
        return box
    sine, cosine = math.sin(math.radians(page.skew)), math.cos(math.radians(page.skew))
    x, y = (box[0] + box[2] - page.width) / 2, (box[1] + box[3] - page.height) / 2
    dx, dy = x * (cosine - 1) - y * sine, x * sine + y * (cosine - 1)
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy
