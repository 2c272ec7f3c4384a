"""A row of a table by field, and what goes on from row to row and from page to page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.model import Cell, Table
from normalizers.layout import Layout
from normalizers.notes import evidence_of
from normalizers.records import Record

Row = dict[str, tuple[Cell, ...]]
"""The cells of a row by field: one, the levels of a path, or the parts of a text that page breaks cut."""


@dataclass(slots=True)
class State:
    """What goes on from row to row, and from table to table, of one layout in one document."""

    section: Cell | None = None
    group: Row = field(default_factory=dict)
    caption: Row = field(default_factory=dict)
    previous: Row = field(default_factory=dict)
    carried: dict[int, tuple[Cell, ...]] = field(default_factory=dict)
    """`id` of a cell below a page break -> what stands for it: the cell that left it blank, or the parts of a text."""
    open_records: dict[str, Record] = field(default_factory=dict)
    rows_of: Counter[str] = field(default_factory=Counter)


def first(row: Row, name: str) -> Cell | None:
    """The cell of a field; the leftmost of a path."""
    return next(iter(row.get(name, ())), None)


def text_of(row: Row, name: str, between: str = " ") -> str:
    """The text of a field, its cells joined."""
    return between.join(cell.text for cell in row.get(name, ()) if cell.text)


def carry_over(table: Table, row: Row, layout: Layout, state: State) -> None:
    """Let the cells that a page break leaves blank stand for those of the row before, in all rows they cover.

    A text that a page break cuts inside such a cell goes on from the text before.
    """
    if any(text_of(row, name) for name in layout.inherit_when_blank):
        return
    for name in layout.inherit:
        for cell in _leading_blanks(row.get(name, ())):
            before = [other for other in state.previous.get(name, ()) if _covers(other, cell)]
            if before:
                state.carried[id(cell)] = (before[0],)
    for name in layout.goes_on:
        if text_of(row, name) and name in state.previous:
            parts = (*state.previous[name], row[name][0])
            state.carried[id(row[name][0])] = parts
            _rewrite(table, layout, state, name, parts)


def _leading_blanks(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    """The blank cells of a field before its first text: of a path, the levels that go on from the page before."""
    for cell in cells:
        if cell.text:
            return
        yield cell


def _covers(earlier: Cell, cell: Cell) -> bool:
    """Whether a cell of another row stands in the same column. Columns of another table have other numbers."""
    same_place = (
        earlier.places[-1].box[0] < (cell.places[0].box[0] + cell.places[0].box[2]) / 2 < earlier.places[-1].box[2]
    )
    return bool(earlier.text) and same_place


def _rewrite(table: Table, layout: Layout, state: State, name: str, parts: tuple[Cell, ...]) -> None:
    """Give the open records that hold a field its whole text."""
    for rule in layout.records:
        for field_name, column in rule.fields.items():
            if column == name and rule.each != "row" and rule.kind in state.open_records:
                state.open_records[rule.kind].fields[field_name] = text_of({name: parts}, name)
                state.open_records[rule.kind].evidence[field_name] = evidence_of(table, parts)
