"""A second look at each page with pdfium: its text, read independently, and the glyphs that are clipped away."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extractors.model import Box
from extractors.page import Floats, PageContent

SLACK = 1.0
"""Points that a glyph may stick out of its clip and still be seen."""


class SecondLook:
    """A document opened with pdfium. Use as a context manager."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        """Raises `pypdfium2.PdfiumError` when pdfium can't open the file."""
        self._document = pypdfium2.PdfDocument(path, password=password)
        self._open: tuple[int, Any] = 0, None
        self._read: tuple[int, str] = 0, ""

    def __enter__(self) -> SecondLook:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def page(self, number: int) -> Any:
        """A page (from 1) as pypdfium2 gives it. The last one stays open: parsing it is what costs."""
        if self._open[0] != number:
            self._open = number, self._document[number - 1]
        return self._open[1]

    def text(self, number: int) -> str:
        """The text of a page (from 1) in pdfium's reading order. That of the last page is kept."""
        if self._read[0] != number:
            self._read = number, str(self.page(number).get_textpage().get_text_range())
        return self._read[1]

    def hide_clipped(self, content: PageContent) -> None:
        """Mark the glyphs of a page that its clip paths leave unprinted (pdfplumber doesn't know the clip)."""
        page = self.page(content.number)
        clipped = dict(_clipped_objects(page))
        if not clipped:
            return
        textpage = page.get_textpage()
        for text, point, clip in _clipped_characters(textpage, clipped):
            x, y = _displayed(point, page, content)
            index = _glyph_at(content, text, x, y)
            if index is not None and not _inside(content.box[index], _displayed_box(clip, page, content)):
                content.hidden[index] = True


def _glyph_at(content: PageContent, text: str, x: float, y: float) -> int | None:
    """The glyph that prints `text` around a point: another letter may stand over it."""
    x0, top, x1, bottom = content.box.T
    there = (np.abs((x0 + x1) / 2 - x) < SLACK) & (top - SLACK < y) & (y < bottom + SLACK) & ~content.hidden
    same = [index for index in np.flatnonzero(there).tolist() if content.text[index] == text]
    return min(same, key=lambda index: abs((top[index] + bottom[index]) / 2 - y), default=None)


def _inside(box: Floats, clip: Box) -> bool:
    """Whether the middle of a glyph's box is seen: of a line that a page break cuts in two, one half counts."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])


def _clipped_objects(page: Any) -> Iterator[tuple[int, Box]]:
    """Address and clip box of each text object that sticks out of its clip path (PDF coordinates)."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        clip = _clip_box(pdfium.FPDFPageObj_GetClipPath(item))
        if clip is None:
            continue
        left, low, right, high = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(item, left, low, right, high)
        if (
            left.value < clip[0] - SLACK
            or low.value < clip[1] - SLACK
            or right.value > clip[2] + SLACK
            or high.value > clip[3] + SLACK
        ):
            yield ctypes.addressof(item.contents), clip


def _clip_box(clip: Any) -> Box | None:
    """What all paths of a clip leave open, as a box; None when nothing is clipped."""
    count = pdfium.FPDFClipPath_CountPaths(clip)
    boxes = [box for path in range(count) if (box := _path_box(clip, path)) is not None]
    if not boxes:
        return None
    return max(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), min(b[3] for b in boxes)


def _path_box(clip: Any, path: int) -> Box | None:
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for segment in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, segment), x, y)
        points.append((x.value, y.value))
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _clipped_characters(textpage: Any, clipped: dict[int, Box]) -> Iterator[tuple[str, tuple[float, float], Box]]:
    """Each character of the clipped objects with its middle and its clip (PDF coordinates)."""
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        item = pdfium.FPDFText_GetTextObject(textpage, index)
        clip = clipped.get(ctypes.addressof(item.contents)) if item else None
        if clip is not None:
            pdfium.FPDFText_GetCharBox(textpage, index, left, right, low, high)
            middle = (left.value + right.value) / 2, (low.value + high.value) / 2
            yield chr(pdfium.FPDFText_GetUnicode(textpage, index)), middle, clip


def _displayed(point: tuple[float, float], page: Any, content: PageContent) -> tuple[float, float]:
    """PDF coordinates as points from the top left of the page as displayed."""
    left, low, right, high = page.get_cropbox(fallback_ok=True)
    x, y, width, height = point[0] - left, point[1] - low, right - left, high - low
    turned = {0: (x, height - y), 90: (y, x), 180: (width - x, y), 270: (height - y, width - x)}
    return turned[content.rotation % 360]


def _displayed_box(box: Box, page: Any, content: PageContent) -> Box:
    (ax, ay), (bx, by) = _displayed(box[:2], page, content), _displayed(box[2:], page, content)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
