"""The shape `tabella`: columns under headers, one or more records for each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from extractors.model import Cell, Table
from normalizers.headers import Grid, Mapping, go_on, recognise
from normalizers.layout import Derived, Layout, RecordRule, layouts
from normalizers.notes import Notes, distinct, evidence_of
from normalizers.records import Evidence, Record, TableAccount, Value
from normalizers.text import split_marks, year_in

Row = dict[str, Cell]
"""The cells of a row by field."""


@dataclass(slots=True)
class State:
    """What goes on from row to row, and from table to table, of one layout in one document."""

    section: Cell | None = None
    previous: Row = field(default_factory=dict)
    carried: dict[int, Cell] = field(default_factory=dict)
    """`id` of a cell that a page break leaves blank -> the cell that it goes on from."""
    open_records: dict[str, Record] = field(default_factory=dict)
    rows_of: Counter[str] = field(default_factory=Counter)


class TabellaReader:
    """Reads the tables that a layout of this shape claims."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.year: int | None = None
        """The first year that a header prints."""
        self._states: dict[str, State] = {}
        self._last: tuple[Table, Layout, Mapping] | None = None

    def read_table(self, table: Table, grid: Grid) -> TableAccount | None:
        """Turn each row of a table into records; None when no layout claims it."""
        claim = self._claim(table, grid)
        if claim is None:
            self._last = None
            return None
        layout, mapping = claim
        state = self._states.setdefault(layout.name, State())
        if mapping.last_row:
            state.section, state.previous = None, {}
        self.year = self.year or year_in(mapping.header)
        self._last = table, layout, mapping
        return _read(table, grid, layout, mapping, state, self.notes)

    def _claim(self, table: Table, grid: Grid) -> tuple[Layout, Mapping] | None:
        """The layout that claims a table by its header, or because it stands under the columns of the table before."""
        for layout in layouts():
            if layout.shape == "tabella" and (mapping := recognise(table, grid, layout)) is not None:
                return layout, mapping
        if self._last is not None:
            earlier, layout, mapping = self._last
            continued = go_on(table, earlier, mapping)
            if continued is not None:
                return layout, continued
        return None


def _read(table: Table, grid: Grid, layout: Layout, mapping: Mapping, state: State, notes: Notes) -> TableAccount:
    """Turn each row of a table into records, or set it aside, or say why it is not data."""
    fate: Counter[str] = Counter()
    tops = {segment.first_row for segment in table.segments[1:]}
    _report_unknown(table, grid, mapping, notes)
    for index, cells in enumerate(grid):
        fate[_read_row(table, index, cells, layout, mapping, state, notes, index in tops)] += 1
    return TableAccount(
        table=table.number,
        layout=layout.name,
        rows=table.n_rows,
        data=fate.pop("dati", 0),
        set_aside=fate.pop("quarantena", 0),
        non_data=dict(fate),
    )


def _report_unknown(table: Table, grid: Grid, mapping: Mapping, notes: Notes) -> None:
    for column in mapping.unknown:
        heading = grid[mapping.last_row - 1][column]
        text = heading.text if heading else ""
        notes.find(table, mapping.first_row, "colonna_sconosciuta", f"Nessun campo per la colonna «{text}».")


def _read_row(
    table: Table,
    index: int,
    cells: list[Cell | None],
    layout: Layout,
    mapping: Mapping,
    state: State,
    notes: Notes,
    top_of_page: bool,
) -> str:
    """Place one row; returns what became of it."""
    if index < mapping.first_row:
        return "titolo"
    if index < mapping.last_row:
        return "intestazione"
    printed = [cell for cell in distinct(cells) if cell.text]
    if not printed:
        return "vuota"
    if layout.section and len(distinct(cells)) == 1:
        state.section = printed[0]
        state.previous = {}
        return "sezione"
    row = {name: cell for name, column in mapping.fields.items() if (cell := cells[column]) is not None}
    if top_of_page:
        _carry_over(table, row, layout, state)
    row = {name: state.carried.get(id(cell), cell) for name, cell in row.items()}
    if layout.section and state.section is not None:
        row[layout.section] = state.section
    missing = [name for rule in layout.records for name in rule.required if not _text(row, rule.fields.get(name, name))]
    if missing:
        notes.put_aside(table, index, f"Manca il valore di: {', '.join(dict.fromkeys(missing))}.", distinct(cells))
        return "quarantena"
    _check_codes(table, index, layout, row, notes)
    for rule in layout.records:
        _apply(table, rule, row, state, notes)
    state.previous = row
    return "dati"


def _carry_over(table: Table, row: Row, layout: Layout, state: State) -> None:
    """Let the cells that a page break leaves blank stand for those of the row before, in all rows they cover.

    A text that a page break cuts inside such a cell goes on from the text before.
    """
    if any(_text(row, name) for name in layout.inherit_when_blank):
        return
    for name in layout.inherit:
        if name in row and not row[name].text and name in state.previous:
            state.carried[id(row[name])] = state.previous[name]
    for name in layout.goes_on:
        if _text(row, name) and name in state.previous:
            whole = _whole(state.previous[name], row[name])
            state.carried[id(row[name])] = whole
            _rewrite(table, layout, state, name, whole)


def _whole(first: Cell, rest: Cell) -> Cell:
    return replace(
        first,
        places=first.places + rest.places,
        lines=first.lines + rest.lines,
        text=f"{first.text} {rest.text}",
        paragraphs=first.paragraphs + rest.paragraphs,
    )


def _rewrite(table: Table, layout: Layout, state: State, name: str, cell: Cell) -> None:
    """Give the open records that hold a field its whole text."""
    for rule in layout.records:
        for field_name, column in rule.fields.items():
            if column == name and rule.each != "row" and rule.kind in state.open_records:
                state.open_records[rule.kind].fields[field_name] = cell.text
                state.open_records[rule.kind].evidence[field_name] = evidence_of(table, [cell])


def _check_codes(table: Table, index: int, layout: Layout, row: Row, notes: Notes) -> None:
    for column in layout.columns:
        value = _text(row, column.field)
        if column.codes and value and value not in column.codes:
            message = f"«{value}» non è tra i valori previsti di {column.field}: {', '.join(column.codes)}."
            notes.find(table, index, "valore_fuori_elenco", message)


def _apply(table: Table, rule: RecordRule, row: Row, state: State, notes: Notes) -> None:
    """Begin a record of the rule's kind, or go on with the one that the row belongs to."""
    begins = rule.each == "row" or row.get(rule.each) is not state.previous.get(rule.each)
    if begins:
        for other in rule.ordinal.values():
            state.rows_of[other] += 1
        record = _record(table, rule, row, state, notes)
        state.open_records[rule.kind] = record
        state.rows_of[rule.kind] = 0
    for name, parts in rule.people.items():
        _add_people(table, state.open_records[rule.kind], name, {part: row.get(c) for part, c in parts.items()})


def _record(table: Table, rule: RecordRule, row: Row, state: State, notes: Notes) -> Record:
    fields: dict[str, Value] = {name: _text(row, column) for name, column in rule.fields.items()}
    evidence: dict[str, tuple[Evidence, ...]] = {
        name: evidence_of(table, [row[column]]) for name, column in rule.fields.items() if _text(row, column)
    }
    for name, other in rule.ordinal.items():
        fields[name] = state.rows_of[other]
    for name, source in rule.lists.items():
        fields[name] = split_marks(row[source].paragraphs) if source in row else []
        _lend(evidence, name, source)
    for name in rule.people:
        fields[name] = []
    for derived in rule.derived:
        fields[derived.field] = _derive(derived, _text(row, derived.source))
        _lend(evidence, derived.field, derived.source)
    record = notes.add(rule.kind, fields, evidence)
    for name, about in rule.targets.items():
        notes.has_target(record, name, [_text(row, column) for column in about])
    return record


def _lend(evidence: dict[str, tuple[Evidence, ...]], name: str, source: str) -> None:
    if source in evidence:
        evidence[name] = evidence[source]


def _derive(derived: Derived, text: str) -> Value:
    match = re.search(derived.pattern, text)
    if derived.flag:
        return match is not None
    return match.group().zfill(derived.pad) if match else ""


def _add_people(table: Table, record: Record, name: str, parts: dict[str, Cell | None]) -> None:
    """Add the people of a row to a record, each once; cells that print several one under the other are parted."""
    people = cast(list[dict[str, str]], record.fields[name])
    for person in _people(parts):
        if any(person.values()) and _folded(person) not in map(_folded, people):
            people.append(person)
            places = evidence_of(table, [cell for cell in parts.values() if cell is not None and cell.text])
            record.evidence[name] = tuple(dict.fromkeys((*record.evidence.get(name, ()), *places)))


def _folded(person: dict[str, str]) -> tuple[str, ...]:
    return tuple(value.casefold() for value in person.values())


def _people(parts: dict[str, Cell | None]) -> Iterable[dict[str, str]]:
    columns = {part: list(cell.paragraphs) if cell else [] for part, cell in parts.items()}
    several = [len(paragraphs) for paragraphs in columns.values() if len(paragraphs) > 1]
    if len(several) < 2 or len(set(several)) > 1:
        return [{part: cell.text if cell else "" for part, cell in parts.items()}]
    shared = {part: texts * several[0] if len(texts) == 1 else texts for part, texts in columns.items() if texts}
    return [{part: shared[part][i] if part in shared else "" for part in columns} for i in range(several[0])]


def _text(row: Row, name: str) -> str:
    cell = row.get(name)
    return cell.text if cell is not None else ""
