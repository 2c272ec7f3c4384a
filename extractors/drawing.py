"""Draw on a page what was found on it: a look tells more than a list of boxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from extractors.model import Block, Box, Table

SCALE = 2.0
"""Pixels a point."""
COLOURS = {
    "cella": (31, 119, 180),
    "cella unita": (148, 103, 189),
    "testo": (44, 160, 44),
    "arredo": (127, 127, 127),
    "residuo": (214, 39, 40),
}
"""What is drawn in which colour: cells, merged cells, text blocks, running furniture, glyphs without a place."""
FILL = 40
"""Opacity of the coloured areas, of 255."""


def draw_page(
    pdf: Path, number: int, tables: Sequence[Table], blocks: Sequence[Block], out: Path, password: str | None = None
) -> None:
    """Write a PNG of page `number` (from 1) with every cell and block in its colour.

    Raises:
        IndexError: the document has no such page.
    """
    with pypdfium2.PdfDocument(pdf, password=password) as document:
        if not 1 <= number <= len(document):
            raise IndexError(f"no page {number}: the document has {len(document)}")
        page = document[number - 1].render(scale=SCALE).to_pil().convert("RGBA")
    layer = Image.new("RGBA", page.size)
    pen = ImageDraw.Draw(layer)
    for kind, box in _found(tables, blocks, number):
        corners = [SCALE * edge for edge in box]
        pen.rectangle(corners, fill=(*COLOURS[kind], FILL), outline=COLOURS[kind], width=2)
    Image.alpha_composite(page, layer).convert("RGB").save(out, "PNG")


def _found(tables: Sequence[Table], blocks: Sequence[Block], number: int) -> list[tuple[str, Box]]:
    cells = [
        ("cella unita" if cell.row_span > 1 or cell.column_span > 1 else "cella", place.box)
        for table in tables
        for cell in table.cells
        for place in cell.places
        if place.page == number
    ]
    return cells + [(block.kind, block.box) for block in blocks if block.page == number]
