"""Read a page with pdfplumber: glyphs, lines, borders. The reference reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from extractors.page import SKEW, Bools, Floats, PageContent

ENGINE = "pdfplumber"
THIN = 3.0
"""Points: a filled box no thicker than this is a ruling, a thicker one is a background."""


def read_page(page: Any) -> PageContent:
    """The content of a pdfplumber page, in displayed coordinates (pdfplumber has already rotated them)."""
    x_offset, y_offset = page.bbox[0], page.bbox[1]
    chars = page.chars
    box = np.array([(c["x0"], c["top"], c["x1"], c["bottom"]) for c in chars], dtype=np.float64).reshape(-1, 4)
    box -= (x_offset, y_offset, x_offset, y_offset)
    width, height = float(page.width), float(page.height)
    horizontal, vertical = _rulings(page)
    return PageContent(
        number=page.page_number,
        width=width,
        height=height,
        rotation=int(page.rotation or 0),
        engine=ENGINE,
        text=[c["text"] for c in chars],
        box=box,
        hidden=_off_page(box, width, height),
        turn=np.array([_turn(c["matrix"]) for c in chars], dtype=np.int64),
        horizontal=horizontal - (y_offset, x_offset, x_offset),
        vertical=vertical - (x_offset, y_offset, y_offset),
        has_images=bool(page.images),
    )


def _turn(matrix: tuple[float, ...]) -> int:
    a, b = matrix[0], matrix[1]
    if abs(b) < 0.01 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.01 * abs(b):
        return 90 if b > 0 else 270
    return SKEW


def _off_page(box: Floats, width: float, height: float) -> Bools:
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    return (x < 0) | (x > width) | (y < 0) | (y > height)


def _rulings(page: Any) -> tuple[Floats, Floats]:
    """Horizontal (y, x0, x1) and vertical (x, top, bottom) rulings of all that is stroked or thin."""
    horizontal: list[tuple[float, float, float]] = []
    vertical: list[tuple[float, float, float]] = []
    for x0, top, x1, bottom in _thin_boxes(page):
        if x1 - x0 >= bottom - top:
            horizontal.append(((top + bottom) / 2, x0, x1))
        else:
            vertical.append(((x0 + x1) / 2, top, bottom))
    return (
        np.array(horizontal, dtype=np.float64).reshape(-1, 3),
        np.array(vertical, dtype=np.float64).reshape(-1, 3),
    )


def _thin_boxes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    for line in page.lines:
        yield line["x0"], line["top"], line["x1"], line["bottom"]
    for shape in (*page.rects, *page.curves):
        x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
        if min(x1 - x0, bottom - top) <= THIN:
            yield x0, top, x1, bottom
        elif shape["stroke"] and shape["object_type"] == "rect":
            yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
