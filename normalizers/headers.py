"""Which column of a table holds which field, told from its header or from the columns of a table before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.model import Cell, Table
from normalizers.layout import Column, Layout
from normalizers.text import key

HEADER_AT = 6
"""A header begins in the first rows of a table: titles may stand above it."""
HEADER_ROWS = 3
OVERLAP = 0.8
"""Columns of two tables are the same when they share this part of their width."""
SKEWED = 6.0
"""... or when their edges are so near, in points."""
SAME_EDGES = 0.98
"""Two tables have the same edges when they share this part of their width."""
RULED = "reticolo"
"""The engine of tables whose merged cells can be seen."""
_NUMBER = re.compile(r"\W*\d")

Grid = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field -> columns of a table: one, or all those under the heading of a path.

    The header takes rows `first_row` to `last_row - 1`, none in a table that goes on.
    """

    fields: dict[str, tuple[int, ...]]
    first_row: int
    last_row: int
    unknown: dict[int, str]
    """Columns with a heading that no field claims -> the heading as printed."""
    header: str = ""
    paths: tuple[str, ...] = ()
    """The fields that take all columns under their heading."""
    confidence: float = 1.0

    @property
    def columns(self) -> set[int]:
        """The columns that are fields."""
        return {column for columns in self.fields.values() for column in columns}


def recognise(table: Table, grid: Grid, layout: Layout) -> Mapping | None:
    """The columns of a table by its header; None when a required field isn't there."""
    best: Mapping | None = None
    for first in range(min(HEADER_AT, table.n_rows)):
        for last in range(first + 1, min(first + HEADER_ROWS, table.n_rows) + 1):
            if any(cell is not None and cell.text and cell.row + cell.row_span > last for cell in grid[last - 1]):
                continue  # a heading goes on below: the header does, too
            mapping = match_header(grid, layout, first, last, ruled=table.engine == RULED)
            complete = all(name in mapping.fields for name in layout.required)
            if complete and (best is None or len(mapping.fields) > len(best.fields)):
                best = mapping
    return best


def match_header(grid: Grid, layout: Layout, first: int, last: int, ruled: bool = True) -> Mapping:
    """The columns of a table if rows `first` to `last - 1` are its header.

    Without rulings a heading doesn't show how many columns it stands over: a path takes those without one after it.
    """
    fields: dict[str, tuple[int, ...]] = {}
    unknown: dict[int, str] = {}
    before: Column | None = None
    for number in range(len(grid[0])):
        column = _claim(layout.columns, _heading(grid, number, first, last), fields)
        text = _printed(grid, number, first, last)
        if column is None and not text and not ruled and before is not None and before.path:
            column = before
        if column is not None:
            fields[column.field] = (*fields.get(column.field, ()), number)
        elif text:
            unknown[number] = text
        before = column
    header = " ".join(dict.fromkeys(cell.text for row in grid[first:last] for cell in row if cell and cell.text))
    paths = tuple(column.field for column in layout.columns if column.path)
    return Mapping(fields, first, last, unknown, header, paths)


def _over(grid: Grid, column: int, first: int, last: int) -> list[Cell]:
    """The cells of a header over a column, each once."""
    return list(dict.fromkeys(cell for row in grid[first:last] if (cell := row[column]) is not None))


def _printed(grid: Grid, column: int, first: int, last: int) -> str:
    return " ".join(cell.text for cell in _over(grid, column, first, last) if cell.text)


def _heading(grid: Grid, column: int, first: int, last: int) -> tuple[str, str]:
    """The heading over a column: alone, and with its place among the columns that it stands over."""
    cells = _over(grid, column, first, last)
    name = "".join(key(cell.text) for cell in cells)
    part = column - cells[-1].column + 1 if cells and cells[-1].column_span > 1 else 0
    return name, f"{name}@{part}" if part else name


def _claim(columns: tuple[Column, ...], names: tuple[str, str], taken: dict[str, tuple[int, ...]]) -> Column | None:
    """The column whose heading this is; where several share it, the one whose left neighbour is nearest."""
    fitting = [
        column
        for column in columns
        if (column.path or column.field not in taken)
        and any(name in column.headers for name in names)
        and (not column.after or column.after in taken)
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda c: (names[1] in c.headers and "@" in names[1], taken.get(c.after, (-1,))))


def go_on(table: Table, earlier: Table, mapping: Mapping) -> Mapping | None:
    """The columns of a table without header that stands under the columns of an earlier one, or None.

    Under the heading of a path there may be other levels than before.
    """
    here, there = _columns(table), _columns(earlier)
    fields = {}
    for field, columns in mapping.fields.items():
        if not all(column in there for column in columns):
            return None
        span = there[columns[0]][0], there[columns[-1]][1]
        under = tuple(column for column, (left, right) in here.items() if span[0] < (left + right) / 2 < span[1])
        fits = under and _same_column((here[under[0]][0], here[under[-1]][1]), span)
        if not fits or (len(under) > 1 and field not in mapping.paths):
            return None
        fields[field] = under
    unknown = {column: text for column, text in mapping.unknown.items() if here.get(column) == there.get(column)}
    return replace(mapping, fields=fields, first_row=0, last_row=0, unknown=unknown)


def same_order(table: Table, earlier: Table, mapping: Mapping) -> Mapping | None:
    """The columns of a table without header by their order, where each page of a table sets its own widths.

    The table must stand between the same edges as the earlier one, on its last page or the next, and have a column
    for each field (a path takes what is left), with numbers where there were numbers and texts where there were texts.
    """
    near = table.segments[0].page - earlier.segments[-1].page <= 1
    spare = table.n_columns - sum(1 for name in mapping.fields if name not in mapping.paths)
    paths = [name for name in mapping.fields if name in mapping.paths]
    if not near or len(paths) != 1 or spare < 1 or not _same_edges(table, earlier):
        return None
    fields, column = {}, 0
    for name, columns in sorted(mapping.fields.items(), key=lambda field: field[1]):
        width = spare if name in mapping.paths else 1
        fields[name] = tuple(range(column, column + width))
        column += width
        if _is_numeric(table, fields[name], 0) != _is_numeric(earlier, columns, mapping.last_row):
            return None
    return replace(mapping, fields=fields, first_row=0, last_row=0, unknown={})


def _same_edges(table: Table, earlier: Table) -> bool:
    here, there = table.segments[0].box, earlier.segments[-1].box
    return _share((here[0], here[2]), (there[0], there[2])) >= SAME_EDGES


def _is_numeric(table: Table, columns: tuple[int, ...], first_row: int) -> bool:
    """Whether most of the printed cells of some columns begin with a number."""
    texts = [cell.text for cell in table.cells if cell.column in columns and cell.row >= first_row and cell.text]
    return sum(_NUMBER.match(text) is not None for text in texts) > len(texts) / 2


def _columns(table: Table) -> dict[int, tuple[float, float]]:
    """Left and right edge of each column, from the left."""
    left = {cell.column: cell.places[0].box[0] for cell in reversed(table.cells)}
    right = {cell.column + cell.column_span - 1: cell.places[0].box[2] for cell in reversed(table.cells)}
    return {column: (left[column], right[column]) for column in sorted(left.keys() & right.keys())}


def _same_column(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether two columns are one: on a scan that isn't straight a narrow one is a little wider or elsewhere."""
    return _share(a, b) >= OVERLAP or max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= SKEWED


def _share(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])
