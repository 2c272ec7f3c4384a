"""Read a page with pdfplumber: glyphs, lines, borders. The reference reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from extractors.geometry import around, displayed, sides_in_order, visible_box
from extractors.letters import Letters
from extractors.page import SKEW, THIN, Floats, PageContent, are_bands, is_readable, off_page
from extractors.visibility import is_white_in

ENGINE = "pdfplumber"


def read_page(page: Any) -> PageContent:
    """The content of a pdfplumber page, in displayed coordinates (pdfplumber has already rotated them)."""
    x_crop, y_crop, width, height = _cropped(page.page_obj)
    x_offset, y_offset = page.bbox[0] + x_crop, page.bbox[1] + y_crop
    chars = page.chars
    text = Letters.of(c["text"] for c in chars)
    box = np.array([(c["x0"], c["top"], c["x1"], c["bottom"]) for c in chars], dtype=np.float64).reshape(-1, 4)
    box -= (x_offset, y_offset, x_offset, y_offset)
    horizontal, vertical = _rulings(page)
    bands = _filled(page) - (x_offset, y_offset, x_offset, y_offset)
    return PageContent(
        number=page.page_number,
        width=width,
        height=height,
        rotation=int(page.rotation or 0),
        engine=ENGINE,
        text=text,
        box=box,
        hidden=off_page(box, width, height),
        turn=np.array([_turn(c["matrix"]) for c in chars], dtype=np.int64),
        horizontal=horizontal - (y_offset, x_offset, x_offset),
        vertical=vertical - (x_offset, y_offset, y_offset),
        has_images=bool(page.images),
        readable=is_readable(text),
        bands=bands[are_bands(bands, width, height)],
    )


def _cropped(source: Any) -> tuple[float, float, float, float]:
    """Where the visible part of a pdfminer page starts in its media box as displayed, its width and height."""
    matrix, _, _ = displayed(sides_in_order(source.mediabox), source.rotate)
    x0, y0, x1, y1 = visible_box(source)
    left, top, right, bottom = around([(x0, y0), (x1, y1)], matrix)
    return left, top, right - left, bottom - top


def _turn(matrix: tuple[float, ...]) -> int:
    a, b = matrix[0], matrix[1]
    if abs(b) < 0.01 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.01 * abs(b):
        return 90 if b > 0 else 270
    return SKEW


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


def _filled(page: Any) -> Floats:
    """x0, top, x1, bottom of the rectangles that are filled with a colour."""
    boxes = [
        (rect["x0"], rect["top"], rect["x1"], rect["bottom"])
        for rect in page.rects
        if rect["fill"] and not is_white_in(_components(rect["non_stroking_color"]))
    ]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _components(colour: Any) -> list[float]:
    """A colour's numbers; a pattern has none."""
    values = colour if isinstance(colour, list | tuple) else [colour]
    return [float(value) for value in values if isinstance(value, int | float)]


def _thin_boxes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    for line in page.lines:
        yield line["x0"], line["top"], line["x1"], line["bottom"]
    for shape in (*page.rects, *page.curves):
        x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
        if min(x1 - x0, bottom - top) <= THIN:
            yield x0, top, x1, bottom
        elif shape["stroke"] and shape["object_type"] == "rect":
            yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
