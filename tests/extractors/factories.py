"""Pages made by hand: texts at places, rulings between points. Coordinates in points from the top left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extractors.furniture import furniture
from extractors.lattice import find_grids
from extractors.letters import Letters
from extractors.model import Table
from extractors.page import PageContent
from extractors.sheet import take_apart
from extractors.stitch import cell_lines, finish, stitch
from extractors.text import Lexicon

SIZE = 10.0
"""Height of a glyph; it is half as wide."""
PADDING = 4.0
Segment = tuple[float, float, float, float]
"""A ruling: x0, y0, x1, y1."""


@dataclass(frozen=True)
class Text:
    """A string set from a point (its top left corner as one reads it), one glyph for each letter, blanks printed."""

    text: str
    x: float
    y: float
    size: float = SIZE
    turn: int = 0

    def boxes(self) -> list[Segment]:
        step = self.size / 2
        along = [(i * step, (i + 1) * step) for i in range(len(self.text))]
        if self.turn == 90:
            return [(self.x, self.y - end, self.x + self.size, self.y - start) for start, end in along]
        if self.turn == 180:
            return [(self.x - end, self.y - self.size, self.x - start, self.y) for start, end in along]
        if self.turn == 270:
            return [(self.x - self.size, self.y + start, self.x, self.y + end) for start, end in along]
        return [(self.x + start, self.y, self.x + end, self.y + self.size) for start, end in along]


def page(
    texts: Iterable[Text | tuple[str, float, float]] = (),
    rulings: Iterable[Segment] = (),
    *,
    number: int = 1,
    width: float = 595.0,
    height: float = 842.0,
    shuffled: int | None = None,
) -> PageContent:
    """A page; `shuffled` is the seed of the order in which the file holds the glyphs."""
    items = [text if isinstance(text, Text) else Text(*text) for text in texts]
    letters = [letter for item in items for letter in item.text]
    boxes = np.array([box for item in items for box in item.boxes()], dtype=np.float64).reshape(-1, 4)
    turns = np.array([item.turn for item in items for _ in item.text], dtype=np.int64)
    if shuffled is not None:
        order = np.random.default_rng(shuffled).permutation(len(letters))
        letters, boxes, turns = [letters[i] for i in order], boxes[order], turns[order]
    lines = list(rulings)
    return PageContent(
        number=number,
        width=width,
        height=height,
        rotation=0,
        engine="prova",
        text=Letters.of(letters),
        box=boxes,
        hidden=np.zeros(len(letters), dtype=np.bool_),
        turn=turns,
        horizontal=_array((y0, x0, x1) for x0, y0, x1, y1 in lines if y0 == y1),
        vertical=_array((x0, y0, y1) for x0, y0, x1, y1 in lines if x0 == x1),
        has_images=False,
    )


def _array(rows: Iterable[tuple[float, float, float]]) -> np.ndarray:
    return np.array(list(rows), dtype=np.float64).reshape(-1, 3)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Segment]:
    """All the lines of a full grid."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


def sides(boxes: Iterable[Segment]) -> list[Segment]:
    """The four borders of each box: tables drawn cell by cell, merged cells among them."""
    return [
        side
        for x0, y0, x1, y1 in boxes
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    ]


def spans(content: PageContent) -> list[set[tuple[int, int, int, int]]]:
    """Row, column, row span, column span of each cell, grid by grid."""
    return [{(s.row, s.column, s.row_span, s.column_span) for s in grid.slots} for grid in find_grids(content)]


def table_page(
    rows: Sequence[Sequence[str]],
    *,
    number: int = 1,
    xs: Sequence[float] = (50, 150, 350, 550),
    top: float = 100.0,
    row_height: float = 40.0,
    texts: Iterable[Text | tuple[str, float, float]] = (),
    open_below: Sequence[int] = (),
) -> PageContent:
    """A page with one ruled table; lines within a cell parted by newlines.

    Columns in `open_below` have no border under the last row.
    """
    ys = [top + row_height * i for i in range(len(rows) + 1)]
    across = [
        (x0, y, x1, y)
        for y in ys
        for column, (x0, x1) in enumerate(pairwise(xs))
        if not (y == ys[-1] and column in open_below)
    ]
    printed = [
        (line, x + PADDING, y + PADDING + 12 * i)
        for y, row in zip(ys, rows, strict=False)
        for x, cell in zip(xs, row, strict=False)
        for i, line in enumerate(cell.split("\n"))
    ]
    return page([*printed, *texts], across + [(x, ys[0], x, ys[-1]) for x in xs], number=number)


def tables_of(*pages: PageContent) -> list[Table]:
    """The logical tables of a document of some pages."""
    sheets = [take_apart(content) for content in pages]
    logical = stitch(sheets, furniture(sheets))
    lexicon = Lexicon(list(cell_lines(logical)))
    return [finish(table, number, lexicon) for number, table in enumerate(logical, 1)]


def printed(table: Table) -> list[list[str]]:
    """The text of each position of a table."""
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]
