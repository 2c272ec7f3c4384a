"""Where tables without rulings stand on a page: camelot's network of aligned texts, over the pieces of lines we read.

camelot gets our own glyphs, so that it works on every page that any of our readers can read (rotated, cropped,
decrypted) and needn't open the file again.
"""

from __future__ import annotations

import itertools
import logging
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.chunks import SAME_LINE, Chunks
from extractors.model import Box
from extractors.page import Floats

ENGINE = "camelot"
LINES = 3
"""A table has at least so many lines."""
PIECES = 2000
"""camelot compares texts with texts: a page with more pieces than this isn't worth its time."""


@dataclass(eq=False, slots=True)
class TextLine:
    """A piece of a line as camelot wants it: y grows upwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def get_text(self) -> str:
        """Some text: camelot only asks whether there is any."""
        return "x"


def find_areas(chunks: Chunks, width: float, height: float, ruled: bool) -> list[Box]:
    """The boxes of the tables that some pieces of lines make, from the top. `width`, `height` of the page, points.

    `ruled`: the page has rulings, so that two columns may be a table.
    """
    if not _side_by_side(chunks.box, 2 if ruled else 3):
        return []
    from camelot.parsers import Network  # takes a second: only where a page needs it

    try:
        boxes = _areas_by(Network(), chunks, width, height)
    except Exception as error:  # the page's text stays text: a table that isn't found must not cost the document
        logging.getLogger(__name__).warning("camelot fails on page %s: %s", chunks.page, error)
        return []
    return sorted(((x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in boxes), key=lambda box: box[1])


def _areas_by(parser: Any, chunks: Chunks, width: float, height: float) -> list[Box]:
    """The boxes of the tables that a camelot parser finds (PDF coordinates)."""
    texts = [TextLine(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in chunks.box.tolist()]
    parser.prepare_page_parse("", None, (width, height), chunks.page, [], texts, [], "", {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("camelot").setLevel(logging.ERROR)
        return [table._bbox for table in parser.extract_tables()]


def _side_by_side(box: Floats, columns: int) -> bool:
    """Whether so many pieces stand side by side that a look for tables is worth its time."""
    if len(box) < columns * LINES or len(box) > PIECES:
        return False
    sizes = [len(level) for level in levels(box)]
    return max(sizes) >= columns and sum(sizes) - len(sizes) >= 2 * LINES


def levels(box: Floats) -> list[list[int]]:
    """Indices of the pieces that stand on one line across the page, from the top."""
    middle, height = (box[:, 1] + box[:, 3]) / 2, box[:, 3] - box[:, 1]
    order = np.argsort(middle, kind="stable").tolist()
    found: list[list[int]] = [[order[0]]] if order else []
    for before, here in itertools.pairwise(order):
        if middle[here] - middle[before] > SAME_LINE * min(height[here], height[before]):
            found.append([])
        found[-1].append(here)
    return found
