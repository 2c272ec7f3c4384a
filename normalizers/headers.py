"""Which column of a table holds which field, told from its header or from the columns of a table before it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Cell, Table
from normalizers.layout import Column, Layout
from normalizers.text import key

HEADER_AT = 4
"""A header begins in the first rows of a table: titles may stand above it."""
HEADER_ROWS = 3
OVERLAP = 0.8
"""Columns of two tables are the same when they share this part of their width."""

Grid = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field -> column of a table. The header takes rows `first_row` to `last_row - 1`, none in a table that goes on."""

    fields: dict[str, int]
    first_row: int
    last_row: int
    unknown: tuple[int, ...]
    """Columns with a heading that no field claims."""
    header: str = ""


def recognise(table: Table, grid: Grid, layout: Layout) -> Mapping | None:
    """The columns of a table by its header; None when a required field isn't there."""
    best: Mapping | None = None
    for first in range(min(HEADER_AT, table.n_rows)):
        for last in range(first + 1, min(first + HEADER_ROWS, table.n_rows) + 1):
            mapping = _match(grid, layout, first, last)
            complete = all(name in mapping.fields for name in layout.required)
            if complete and (best is None or len(mapping.fields) > len(best.fields)):
                best = mapping
    return best


def _match(grid: Grid, layout: Layout, first: int, last: int) -> Mapping:
    headings = [_heading(grid, column, first, last) for column in range(len(grid[0]))]
    fields: dict[str, int] = {}
    unknown = []
    for column, names in enumerate(headings):
        field = _claim(layout.columns, names, fields, column)
        if field is not None:
            fields[field] = column
        elif names[0]:
            unknown.append(column)
    header = " ".join(dict.fromkeys(cell.text for row in grid[first:last] for cell in row if cell and cell.text))
    return Mapping(fields, first, last, tuple(unknown), header)


def _heading(grid: Grid, column: int, first: int, last: int) -> tuple[str, str]:
    """The heading over a column: alone, and with its place among the columns that it stands over."""
    cells = list(dict.fromkeys(cell for row in grid[first:last] if (cell := row[column]) is not None))
    name = "".join(key(cell.text) for cell in cells)
    part = column - cells[-1].column + 1 if cells and cells[-1].column_span > 1 else 0
    return name, f"{name}@{part}" if part else name


def _claim(columns: tuple[Column, ...], names: tuple[str, str], taken: dict[str, int], at: int) -> str | None:
    """The field whose heading this is; where several share it, the one whose left neighbour is nearest."""
    fitting = [
        column
        for column in columns
        if column.field not in taken and any(name in column.headers for name in names) and _stands(column, taken)
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda c: (names[1] in c.headers and "@" in names[1], taken.get(c.after, -1))).field


def _stands(column: Column, taken: dict[str, int]) -> bool:
    return not column.after or column.after in taken


def go_on(table: Table, earlier: Table, mapping: Mapping) -> Mapping | None:
    """The columns of a table without header that stands under the columns of an earlier one, or None."""
    here, there = _columns(table), _columns(earlier)
    fields = {}
    for field, column in mapping.fields.items():
        fitting = [c for c, span in here.items() if column in there and _share(span, there[column]) >= OVERLAP]
        if not fitting:
            return None
        fields[field] = fitting[0]
    return Mapping(fields, 0, 0, (), mapping.header)


def _columns(table: Table) -> dict[int, tuple[float, float]]:
    """Left and right edge of each column, from cells of one column."""
    return {c.column: (c.places[0].box[0], c.places[0].box[2]) for c in reversed(table.cells) if c.column_span == 1}


def _share(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])
