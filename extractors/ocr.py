"""Read a page that has no usable text layer: lines found cell by cell in its image, then recognised.

Detecting text on the whole page takes most of an OCR engine's time and runs neighbouring columns together; the
rulings already say where the cells are, and within a cell the white between the lines parts them exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.image_lines import Region, text_lines, without_specks, writing_height
from extractors.image_rulings import Image, find_rulings, ink_of, mask_of, skew_of, straightened
from extractors.lattice import find_grids
from extractors.letters import Letters
from extractors.orientation import best_turn, may_be_turned, read_either_way, turned
from extractors.page import PageContent
from extractors.recognition import Letter, is_installed, read_lines

ENGINE = "rapidocr"
DPI = 200
MAX_PIXELS = 25e6
"""An A2 sheet at that resolution; a larger one is read at a lower one."""
FEW, COVERED = 100, 0.5
"""A page with fewer visible glyphs is a scan when images cover more than this share of it: a stamp or two over it."""
UNSURE = 0.8
"""A page read with a lower mean confidence is reported."""
DOUBTFUL = 0.9
"""A page read with a lower one may lie sideways or upside down."""


def read_if_needed(page: PageContent, pdfium_page: Any) -> PageContent:
    """The page as it is, or read from its image where its text layer doesn't serve.

    Without the engine such a page comes back with `readable` False, and with its undecipherable glyphs hidden.
    """
    scan = is_scan(page, pdfium_page)
    if page.readable and not scan:
        return page
    if is_installed():
        return read_page_by_ocr(pdfium_page, page.number)
    return replace(page, readable=False, hidden=page.hidden | (not page.readable))


def is_scan(page: PageContent, pdfium_page: Any) -> bool:
    """Whether a page is an image; a stamp may be printed over it as text."""
    if not page.has_images:
        return False
    printed = int((~page.hidden & ~page.blank).sum())
    return not printed or (printed < FEW and _covered(pdfium_page) > COVERED)


def _covered(pdfium_page: Any) -> float:
    """The share of the page that images cover."""
    width, height = pdfium_page.get_size()
    boxes = [image.get_bounds() for image in pdfium_page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    return float(sum((x1 - x0) * (high - low) for x0, low, x1, high in boxes) / (width * height))


def finding(page: PageContent) -> str | None:
    """What the user should know about a page that needs or needed OCR, in English."""
    if not page.readable:
        why = "is a scan" if page.has_images else "has fonts that don't tell which letters they print"
        return f"Page {page.number} {why} and wasn't read: install the OCR engine (pip install 'schedario[ocr]')."
    if page.confidence is not None and len(page.confidence) and page.confidence.mean() < UNSURE:
        return (
            f"Page {page.number} was read by OCR with a confidence of {page.confidence.mean():.0%}: look at the scan."
        )
    return None


def read_page_by_ocr(pdfium_page: Any, number: int) -> PageContent:
    """What a pypdfium2 page shows, read from its image; coordinates are those of the sheet set
    straight and the right way up.

    `confidence` tells for each glyph how sure the engine is, 0 to 1; `skew` and `turned` how the sheet
    lies in the image.

    Raises:
        ImportError: rapidocr isn't installed.
    """
    width, height = pdfium_page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / (width * height)) ** 0.5)
    grey = np.atleast_3d(pdfium_page.render(scale=scale, grayscale=True).to_numpy())[:, :, 0]
    sheet = _sheet(number, width, height, pdfium_page.get_rotation())
    page = _read(grey, sheet, scale)
    if _is_doubtful(page) and (turn := best_turn(grey, scale)):
        size = (height, width) if turn in (90, 270) else (width, height)
        page = _read(turned(grey, turn), replace(sheet, width=size[0], height=size[1], turned=turn), scale)
    return page


def _is_doubtful(page: PageContent) -> bool:
    return page.confidence is not None and len(page.confidence) > 0 and bool(page.confidence.mean() < DOUBTFUL)


def _read(grey: Image, sheet: PageContent, scale: float) -> PageContent:
    """What the image of a sheet shows; `sheet` has no glyphs yet."""
    ink = ink_of(grey, scale)
    skew = skew_of(mask_of(ink))
    ink = straightened(ink, skew)
    horizontal, vertical, drawn = find_rulings(mask_of(ink), scale)
    page = replace(sheet, horizontal=horizontal, vertical=vertical, skew=skew)
    ink[drawn > 0] = 255
    mask = mask_of(ink)
    writing = writing_height(mask, scale)
    if not writing:
        return page
    mask = without_specks(mask, writing)
    lines: list[Region] = []
    letters: list[Letter] = []
    for region in _regions(page, mask, scale):
        own = _lines_in(mask, region, writing)
        if may_be_turned(own, writing):
            letters += read_either_way(ink, mask, region, own, writing)
        else:
            lines += own
    return _with_glyphs(page, [*read_lines(ink, lines, writing), *letters], scale)


def _sheet(number: int, width: float, height: float, rotation: int) -> PageContent:
    """A page with nothing on it yet."""
    return PageContent(
        number=number,
        width=width,
        height=height,
        rotation=rotation,
        engine=ENGINE,
        text=Letters.of([]),
        box=np.zeros((0, 4)),
        hidden=np.zeros(0, dtype=np.bool_),
        turn=np.zeros(0, dtype=np.int64),
        horizontal=np.zeros((0, 3)),
        vertical=np.zeros((0, 3)),
        has_images=True,
    )


def _regions(page: PageContent, mask: Image, scale: float) -> Iterator[Region]:
    """The cells of the ruled tables, then the page; what a cell holds is wiped out of the mask once it is taken."""
    for grid in find_grids(page):
        for box in grid.slot_boxes():
            x0, top, x1, bottom = (max(0, round(edge * scale)) for edge in box)
            yield x0, top, x1, bottom
            mask[top:bottom, x0:x1] = 0
    yield 0, 0, mask.shape[1], mask.shape[0]


def _lines_in(mask: Image, region: Region, writing: float) -> list[Region]:
    x0, top, x1, bottom = region
    found = text_lines(mask[top:bottom, x0:x1], writing)
    return [(x0 + left, top + upper, x0 + right, top + lower) for left, upper, right, lower in found]


def _with_glyphs(page: PageContent, letters: Sequence[Letter], scale: float) -> PageContent:
    return replace(
        page,
        text=Letters.of(letter.text for letter in letters),
        box=np.array([letter.box for letter in letters], dtype=np.float64).reshape(-1, 4) / scale,
        hidden=np.zeros(len(letters), dtype=np.bool_),
        turn=np.array([letter.turn for letter in letters], dtype=np.int64),
        confidence=np.array([letter.confidence for letter in letters], dtype=np.float64),
    )
