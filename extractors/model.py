"""What an extraction is made of: pages, tables with cells, text blocks, and the account of every glyph.

Coordinates are points from the top left corner of the page as a reader sees it (after rotation).
An extraction says where text stands on the paper, never what it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

BlockKind = Literal["testo", "arredo", "residuo"]
"""`testo`: running text; `arredo`: furniture (running header, footer, page number, stamp);
`residuo`: visible glyphs that found no place, a finding."""


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page (pages count from 1)."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell. A merged cell has spans above 1; one that a page break cuts has a place for each part."""

    row: int
    column: int
    row_span: int
    column_span: int
    places: tuple[Place, ...]
    lines: tuple[str, ...]
    text: str
    """The lines joined: white space folded, line-end hyphens and words broken by the line end joined again."""
    confidence: float = 1.0
    paragraphs: tuple[str, ...] = ()
    """The same text cut where a line ends though the next word would have had room: where the writer meant to."""
    table: int = 0
    """The number of its table: a heading holds for the rows of the tables after its own, too."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a logical table that stands on one page: rows from `first_row` to `last_row`, both included."""

    page: int
    box: Box
    first_row: int
    last_row: int
    repeated_header_rows: int
    """How many rows at the top of the segment were the first segment's header printed again (left out of the rows)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A logical table: one even when it goes on over pages. Rows and columns count from 0."""

    number: int
    """Order in the document, from 1."""
    engine: str
    """Which engine found the cells: `reticolo` (rulings) or `camelot` (no rulings)."""
    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]
    segments: tuple[Segment, ...]

    def grid(self) -> list[list[Cell | None]]:
        """The cells by row and column; a merged cell stands in each position that it covers."""
        grid: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    grid[row][column] = cell
        return grid

    def segment_of(self, row: int) -> Segment:
        """The segment that prints a row.

        Raises:
            IndexError: the table has no such row.
        """
        for segment in self.segments:
            if segment.first_row <= row <= segment.last_row:
                return segment
        raise IndexError(f"table {self.number} has no row {row}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph outside the tables: `text` is its `lines` joined."""

    page: int
    box: Box
    kind: BlockKind
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageAccount:
    """Conservation: `in_cells + in_blocks + in_furniture + residue == glyphs`, white space left out on both sides."""

    page: int
    width: float
    height: float
    rotation: int
    engine: str
    """Which reader gave the glyphs."""
    glyphs: int
    """Visible glyphs of the page."""
    in_cells: int
    in_blocks: int
    in_furniture: int
    residue: int
    hidden: int
    """Glyphs in the file that no reader sees: off the page or clipped away."""
    numbers_only_in_cells: tuple[str, ...]
    """Second reading: numbers and dates read here that an independent text pass doesn't have."""
    numbers_only_in_text: tuple[str, ...]
    """... and the other way round."""
    text: str
    """The independent text pass itself (another engine's, no layout): what counts are checked against."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document prints. A pure function of its bytes and `extractors.VERSION`."""

    sha256: str
    version: str
    pages: tuple[PageAccount, ...]
    tables: tuple[Table, ...]
    blocks: tuple[Block, ...]
    findings: tuple[str, ...] = ()
    """What the reader noticed, in English, one sentence each."""
