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

    def __enter__(self) -> SecondLook:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def text(self, number: int) -> str:
        """The text of a page (from 1) in pdfium's reading order."""
        page = self._document[number - 1]
        return str(page.get_textpage().get_text_range())

    def hide_clipped(self, content: PageContent) -> None:
        """Mark the glyphs of a page that its clip paths leave unprinted."""
        page = self._document[content.number - 1]
        clipped = dict(_clipped_objects(page))
        if not clipped:
            return
        textpage = page.get_textpage()
        unseen = list(_unseen(textpage, clipped))
        points = _displayed(np.array([point for _, point in unseen], dtype=np.float64).reshape(-1, 2), page, content)
        for (text, _), (x, y) in zip(unseen, points.tolist(), strict=True):
            _hide(content, text, x, y)


def _hide(content: PageContent, text: str, x: float, y: float) -> None:
    """Mark the one glyph that prints `text` around a point: another letter may stand over it."""
    x0, top, x1, bottom = content.box.T
    there = (np.abs((x0 + x1) / 2 - x) < SLACK) & (top - SLACK < y) & (y < bottom + SLACK) & ~content.hidden
    same = [index for index in np.flatnonzero(there).tolist() if content.text[index] == text]
    if same:
        content.hidden[min(same, key=lambda index: abs((top[index] + bottom[index]) / 2 - y))] = True


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


def _unseen(textpage: Any, clipped: dict[int, Box]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each character that lies outside its clip, with its middle (PDF coordinates)."""
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        item = pdfium.FPDFText_GetTextObject(textpage, index)
        clip = clipped.get(ctypes.addressof(item.contents)) if item else None
        if clip is None:
            continue
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, low, high)
        x, y = (left.value + right.value) / 2, (low.value + high.value) / 2
        if not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
            yield chr(pdfium.FPDFText_GetUnicode(textpage, index)), (x, y)


def _displayed(points: Floats, page: Any, content: PageContent) -> Floats:
    """PDF coordinates as points from the top left of the page as displayed."""
    box = page.get_cropbox(fallback_ok=True)
    x, y = points[:, 0] - box[0], points[:, 1] - box[1]
    width, height = box[2] - box[0], box[3] - box[1]
    turned = {
        0: (x, height - y),
        90: (y, x),
        180: (width - x, y),
        270: (height - y, width - x),
    }[content.rotation % 360]
    return np.stack(turned, axis=1)
