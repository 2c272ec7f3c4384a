"""Tables over pages: the pieces of one logical table, each row and cell that a page break cuts made whole again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.adjoining import Beside, adjoin, beside_tables
from extractors.lattice import Grid, Slot
from extractors.model import Box, Cell, Place, Segment, Table
from extractors.page import Bools, Floats
from extractors.sheet import Sheet
from extractors.text import MARGIN, Lexicon, Line, paragraphs

SAME_EDGE = 4.0
"""Points that the edges of a table may move from page to page."""
LIKE = 0.6
"""Two pieces have the same columns when they share this part of their vertical rulings."""
SPARSE = 4
"""A row with this many times fewer texts than the row before the page break is the rest of that row."""
AT_BOTTOM = 1.5
"""The last line of a cell that a page break cuts ends within so many line heights of its lower border."""
FILLED = 0.7
"""A page break cuts a row where the paper ends: the table fills so much of its page's height at least."""
HEADER_ROWS = 8
"""How many rows of a header, titles over it included, a page may print again."""


@dataclass(slots=True)
class Piece:
    """A ruled table on one page, with the lines of each slot."""

    page: int
    grid: Grid
    lines: list[list[Line]]
    columns: Floats
    """The x of each column border, as the logical table counts them (a page may be printed at another scale)."""
    ends_at: float
    """Where it ends, as a share of the page's height."""
    page_width: float

    def row_texts(self, row: int) -> list[str]:
        """The text of each cell in a row of the grid, line ends ignored."""
        return ["".join(line.text for line in self.lines[s]).replace(" ", "") for s in self._across(row)]

    def _across(self, row: int) -> list[int]:
        return list(dict.fromkeys(self.grid.owner[row].tolist()))


@dataclass(slots=True)
class Draft:
    """A cell of a logical table while its pieces are put together. Columns are x positions until the end."""

    row: int
    row_span: int
    x0: float
    x1: float
    places: list[Place]
    lines: list[Line]
    width: float


@dataclass(slots=True)
class LogicalTable:
    """A table that may go on over pages."""

    pieces: list[Piece] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    lowest: list[Draft] = field(default_factory=list)
    """The cells that may end with its last row: those that a following page may go on with."""
    segments: list[Segment] = field(default_factory=list)
    rows: int = 0

    @property
    def last(self) -> Piece:
        """The piece that a following page may go on from."""
        return self.pieces[-1]


def stitch(sheets: Sequence[Sheet], is_furniture: set[int]) -> list[LogicalTable]:
    """The logical tables of a document in reading order."""
    tables: list[LogicalTable] = []
    open_table: LogicalTable | None = None
    beside = Beside([], [])
    for sheet in sheets:
        before, beside = beside, beside_tables(sheet, is_furniture)
        for number, grid in enumerate(sheet.grids):
            ends_at = grid.box[3] / sheet.page.height
            piece = Piece(sheet.page.number, grid, sheet.cells[number], grid.xs, ends_at, sheet.page.width)
            adjoins = number == 0 and adjoin(before, beside)
            if adjoins and open_table is not None and _goes_on(open_table, piece):
                _append(open_table, piece)
            else:
                open_table = LogicalTable()
                tables.append(open_table)
                _append(open_table, piece)
        if not sheet.grids:
            open_table = None
    return tables


def _goes_on(table: LogicalTable, piece: Piece) -> bool:
    """Whether a piece at the top of a page continues a table that ends the page before.

    It does when it has the same edges and columns on a page as wide, or the same header over as many columns at another
    scale.
    """
    if piece.page != table.last.page + 1:
        return False
    a, b = table.last.columns, piece.columns
    if len(a) == len(b) and _repeated_rows(table, piece):
        piece.columns = a
        return True
    if abs(piece.page_width - table.last.page_width) > SAME_EDGE:
        return False
    if abs(a[0] - b[0]) > SAME_EDGE or abs(a[-1] - b[-1]) > SAME_EDGE:
        return False
    shared = sum(np.abs(a - x).min() <= SAME_EDGE for x in b)
    return bool(shared >= LIKE * min(len(a), len(b)))


def _repeated_rows(table: LogicalTable, piece: Piece) -> int:
    """How many rows at the top of a piece print the table's first rows again."""
    first = table.pieces[0]
    limit = min(HEADER_ROWS, len(first.grid.ys) - 1, len(piece.grid.ys) - 1)
    count = 0
    while count < limit and any(texts := first.row_texts(count)) and texts == piece.row_texts(count):
        count += 1
    return count


def _append(table: LogicalTable, piece: Piece) -> None:
    repeated = _repeated_rows(table, piece) if table.pieces else 0
    left_open = _left_open(table, piece) if table.pieces else np.zeros(0, dtype=np.bool_)
    cut = bool(table.pieces) and _row_is_cut(table, piece, repeated, left_open)
    offset = table.rows - repeated - cut
    for slot, draft in _drafts(piece, repeated, offset):
        above = _above(table, draft) if slot.row <= repeated else None
        if above is not None and (cut or _is_open(table, draft, left_open)):
            _join(above, draft)
        else:
            table.drafts.append(draft)
            table.lowest.append(draft)
    last_row = offset + len(piece.grid.ys) - 2
    first_row = min(offset + repeated, last_row)
    table.segments.append(Segment(piece.page, piece.grid.box, first_row, last_row, repeated))
    table.rows = last_row + 1
    table.lowest = [draft for draft in table.lowest if draft.row + draft.row_span == table.rows]
    table.pieces.append(piece)


def _drafts(piece: Piece, repeated: int, offset: int) -> Iterator[tuple[Slot, Draft]]:
    """The slots of a piece below the repeated rows, with the cells they are in a table that has `offset` rows more."""
    columns = piece.columns.tolist()
    for slot, box, lines in zip(piece.grid.slots, piece.grid.slot_boxes(), piece.lines, strict=True):
        hidden_rows = max(0, repeated - slot.row)
        if hidden_rows < slot.row_span:
            yield (
                slot,
                Draft(
                    row=slot.row + hidden_rows + offset,
                    row_span=slot.row_span - hidden_rows,
                    x0=columns[slot.column],
                    x1=columns[slot.column + slot.column_span],
                    places=[Place(piece.page, box)],
                    lines=list(lines),
                    width=box[2] - box[0],
                ),
            )


def _above(table: LogicalTable, draft: Draft) -> Draft | None:
    """The cell of the table's last row that stands over the same columns."""
    for candidate in reversed(table.lowest):
        ends_table = candidate.row + candidate.row_span == table.rows
        if ends_table and abs(candidate.x0 - draft.x0) <= SAME_EDGE and abs(candidate.x1 - draft.x1) <= SAME_EDGE:
            return candidate
    return None


def _join(above: Draft, below: Draft) -> None:
    above.row_span = max(above.row_span, below.row + below.row_span - above.row)
    above.places += below.places
    above.lines += below.lines


def _left_open(table: LogicalTable, piece: Piece) -> Bools:
    """Under which columns the page break leaves the last piece open; none where its lower border never is drawn.

    Where it was not drawn so far, a piece that goes on without an upper border tells, if the table began with one.
    """
    closed = table.last.grid.closed_bottom
    means_something = any(piece.grid.closed_bottom.any() for piece in table.pieces)
    means_something = means_something or (table.pieces[0].grid.closed_top and not piece.grid.closed_top)
    return ~closed if means_something else np.zeros_like(closed)


def _is_open(table: LogicalTable, draft: Draft, left_open: Bools) -> bool:
    columns = table.last.columns
    middles = (columns[:-1] + columns[1:]) / 2
    under = (middles > draft.x0) & (middles < draft.x1)
    return bool(under.any() and left_open[under].all())


def _row_is_cut(table: LogicalTable, piece: Piece, repeated: int, left_open: Bools) -> bool:
    """Whether the first row of a piece is the rest of the row before it.

    It is when the row before has no lower border at all; and where the file closes every row at the page break, when
    the table fills its page and the piece's first row is nearly empty beside the row before, or each text in it goes
    on from a cell above that reaches the bottom, and the last lines had no room for the first words: all of them, or
    most where the cells above have several lines (a list that the page break cuts between two items).
    """
    if repeated >= len(piece.grid.ys) - 1:
        return False
    if left_open.any():
        return bool(left_open.all())
    if table.last.ends_at < FILLED:
        return False
    rest = [draft for slot, draft in _drafts(piece, repeated, 0) if slot.row == repeated and draft.lines]
    pairs = [(above, draft) for draft in rest if (above := _above(table, draft)) is not None and above.lines]
    if not rest or len(pairs) < len(rest):
        return False
    texts = sum(bool(draft.lines) for draft in table.lowest)
    if SPARSE * len(rest) <= texts:
        return True
    full = sum(_had_no_room(above, draft) for above, draft in pairs)
    several = all(len(above.lines) > 1 for above, _ in pairs)
    return all(_at_bottom(above) for above, _ in pairs) and (full == len(pairs) or (several and 2 * full >= len(pairs)))


def _at_bottom(above: Draft) -> bool:
    line = above.lines[-1]
    return above.places[-1].box[3] - line.box[3] < AT_BOTTOM * (line.box[3] - line.box[1])


def _had_no_room(above: Draft, below: Draft) -> bool:
    line, word = above.lines[-1], below.lines[0].head_word
    return line.length + word + MARGIN / 2 > above.width - MARGIN / 2


def finish(table: LogicalTable, number: int, lexicon: Lexicon) -> Table:
    """The table with its cells in rows and columns, each with its text."""
    xs = _columns(table)
    cells = []
    drafts = sorted(table.drafts, key=lambda d: (d.row, d.x0))
    for draft, (column, end) in zip(drafts, _nearest(xs, [(d.x0, d.x1) for d in drafts]), strict=True):
        texts = paragraphs(draft.lines, draft.width, lexicon)
        cells.append(
            Cell(
                row=draft.row,
                column=column,
                row_span=draft.row_span,
                column_span=max(1, end - column),
                places=tuple(draft.places),
                lines=tuple([line.text for line in draft.lines]),
                text=" ".join(texts),
                confidence=min([line.confidence for line in draft.lines], default=1.0),
                paragraphs=tuple(texts),
                table=number,
            )
        )
    return Table(number, table.last.grid.engine, table.rows, len(xs) - 1, tuple(cells), tuple(table.segments))


def _columns(table: LogicalTable) -> Floats:
    """All column borders of the pieces, those of one place made one; two of one piece are never one, however near."""
    xs = table.pieces[0].columns
    for piece in table.pieces[1:]:
        away = np.abs(xs[:, None] - piece.columns)
        same = (away == away.min(axis=0)) & (away == away.min(axis=1)[:, None]) & (away <= SAME_EDGE)
        xs = np.sort(np.concatenate([xs, piece.columns[~same.any(axis=0)]]))
    return xs


def _nearest(xs: Floats, edges: list[tuple[float, float]]) -> list[list[int]]:
    """Which column border each edge of some cells is."""
    nearest: list[list[int]] = np.searchsorted((xs[:-1] + xs[1:]) / 2, np.array(edges).reshape(-1, 2)).tolist()
    return nearest


def cell_lines(tables: Sequence[LogicalTable]) -> Iterator[tuple[Sequence[Line], float]]:
    """The lines of each cell with its width, for the lexicon."""
    for table in tables:
        for draft in table.drafts:
            yield draft.lines, draft.width


def box_of(lines: Sequence[Line]) -> Box:
    """The box around some lines."""
    boxes = [line.box for line in lines]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
