"""The shape `tabella`: columns under headers, one or more records for each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from extractors.model import Block, Cell, Place, Table
from normalizers.headers import Grid, Mapping, go_on, recognise, same_order
from normalizers.layout import Derived, Layout, RecordRule, layouts
from normalizers.notes import Notes, distinct, evidence_of
from normalizers.records import Evidence, Record, TableAccount, Value
from normalizers.text import split_marks, year_in
from normalizers.vocabolario import recognise_words

Row = dict[str, tuple[Cell, ...]]
"""The cells of a row by field: one, or the levels of a path."""


@dataclass(slots=True)
class State:
    """What goes on from row to row, and from table to table, of one layout in one document."""

    section: Cell | None = None
    group: Row = field(default_factory=dict)
    caption: Row = field(default_factory=dict)
    previous: Row = field(default_factory=dict)
    carried: dict[int, Cell] = field(default_factory=dict)
    """`id` of a cell that a page break leaves blank -> the cell that it goes on from."""
    open_records: dict[str, Record] = field(default_factory=dict)
    rows_of: Counter[str] = field(default_factory=Counter)


class TabellaReader:
    """Reads the tables that a layout of this shape claims, or whose headings are words of the trade."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.year: int | None = None
        """The first year that a header prints."""
        self._states: dict[str, State] = {}
        self._last: tuple[Table, Layout, Mapping] | None = None

    def read_table(self, table: Table, grid: Grid, above: Sequence[Block]) -> TableAccount | None:
        """Turn each row of a table into records; None when no layout claims it. `above` are the texts over it."""
        claim = self._claim(table, grid, alone=all(block.page < table.segments[0].page for block in above))
        if claim is None:
            self._last = None
            return None
        return self._read(table, grid, *claim, above)

    def read_words(self, table: Table, grid: Grid, above: Sequence[Block]) -> TableAccount | None:
        """The same for a table that no profile claims, by the general vocabulary."""
        claim = recognise_words(table, grid)
        return None if claim is None else self._read(table, grid, *claim, above)

    def _read(self, table: Table, grid: Grid, layout: Layout, mapping: Mapping, above: Sequence[Block]) -> TableAccount:
        state = self._states.setdefault(layout.name, State())
        if mapping.last_row:
            state.section, state.group, state.previous = None, {}, {}
            state.caption = _caption(layout, grid[: mapping.last_row], above)
        self.year = self.year or year_in(mapping.header)
        self._last = table, layout, mapping
        self.notes.layout, self.notes.confidence = layout.name, mapping.confidence
        return _read(table, grid, layout, mapping, state, self.notes)

    def _claim(self, table: Table, grid: Grid, alone: bool) -> tuple[Layout, Mapping] | None:
        """The profile that claims a table, or the layout of the table before if its columns go on."""
        found = claims(table, grid)
        if found:
            return found[0]
        if self._last is not None and recognise_words(table, grid) is None:
            earlier, layout, mapping = self._last
            if mapping.confidence < 1 and not alone:
                return None
            continued = go_on(table, earlier, mapping)
            if continued is None and alone:
                continued = same_order(table, earlier, mapping)
            if continued is not None:
                return layout, continued
        return None


def claims(table: Table, grid: Grid) -> list[tuple[Layout, Mapping]]:
    """The profiles of this shape whose required headings a table prints; first the one that knows most of them."""
    found = [
        (layout, mapping)
        for layout in layouts()
        if layout.shape == "tabella" and (mapping := recognise(table, grid, layout)) is not None
    ]
    return sorted(found, key=lambda claim: (len(claim[1].unknown), -len(claim[1].fields)))


def _caption(layout: Layout, titles: Grid, above: Sequence[Block]) -> Row:
    """The fields that a title or header tells: in the rows of the table, then in the texts above, nearest first."""
    cells = [cell for row in reversed(titles) for cell in distinct(row)]
    cells += [_as_cell(block) for block in reversed(above)]
    row: Row = {}
    for name, pattern in layout.caption.items():
        found = ((cell, match) for cell in cells if (match := pattern.search(cell.text)))
        for cell, match in found:
            row.setdefault(name, (replace(cell, text=match.group(match.re.groups and 1)),))
    return row


def _as_cell(block: Block) -> Cell:
    return Cell(0, 0, 1, 1, (Place(block.page, block.box),), block.lines, block.text)


def _read(table: Table, grid: Grid, layout: Layout, mapping: Mapping, state: State, notes: Notes) -> TableAccount:
    """Turn each row of a table into records, or set it aside, or say why it is not data."""
    fate: Counter[str] = Counter()
    tops = {segment.first_row for segment in table.segments[1:]}
    header = [_texts(cells) for cells in grid[mapping.first_row : mapping.last_row]]
    _report_unknown(table, mapping, layout, notes)
    for index, cells in enumerate(grid):
        if index >= mapping.last_row and _texts(cells) in header:
            fate["intestazione"] += 1
        else:
            fate[_read_row(table, index, cells, layout, mapping, state, notes, index in tops)] += 1
    return TableAccount(
        table=table.number,
        layout=layout.name,
        rows=table.n_rows,
        data=fate.pop("dati", 0),
        set_aside=fate.pop("quarantena", 0),
        non_data=dict(fate),
    )


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text if cell else "" for cell in cells]


def _report_unknown(table: Table, mapping: Mapping, layout: Layout, notes: Notes) -> None:
    if any(rule.others for rule in layout.records):
        return
    for column, text in mapping.unknown.items():
        message = f"Nessun campo per la colonna «{text}»."
        notes.find(table, mapping.first_row, "colonna_sconosciuta", message, column)


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
    row = {name: _distinct_cells(cells, columns) for name, columns in mapping.fields.items()}
    if top_of_page:
        _carry_over(table, row, layout, state)
    row = {name: tuple(state.carried.get(id(cell), cell) for cell in own) for name, own in row.items()}
    _report_left(table, index, printed, mapping, notes)
    if layout.group is not None and all(p.search(_text(row, name)) for name, p in layout.group.when.items()):
        state.group = {name: row[source] for name, source in layout.group.fields.items() if source in row}
        return "gruppo"
    row |= state.group | state.caption
    if layout.section and state.section is not None:
        row[layout.section] = (state.section,)
    missing = [name for rule in layout.records for name in rule.required if not _text(row, rule.fields.get(name, name))]
    if missing:
        notes.put_aside(table, index, f"Manca il valore di: {', '.join(dict.fromkeys(missing))}.", distinct(cells))
        return "quarantena"
    _check_codes(table, index, layout, mapping, row, notes)
    others = {heading: cell for column, heading in mapping.unknown.items() if (cell := cells[column]) is not None}
    for rule in layout.records:
        _apply(table, index, rule, row, others, state, notes)
    state.previous = row
    return "dati"


def _distinct_cells(cells: list[Cell | None], columns: tuple[int, ...]) -> tuple[Cell, ...]:
    return tuple(distinct([cells[column] for column in columns]))


def _report_left(table: Table, index: int, printed: Iterable[Cell], mapping: Mapping, notes: Notes) -> None:
    """What no field takes and no heading explains is a finding, cell by cell."""
    known = mapping.columns | mapping.unknown.keys()
    for cell in printed:
        if cell.row == index and cell.column not in known:
            notes.find(table, index, "cella_non_presa", f"Nessun campo per la cella «{cell.text}».", cell.column)


def _carry_over(table: Table, row: Row, layout: Layout, state: State) -> None:
    """Let the cells that a page break leaves blank stand for those of the row before, in all rows they cover.

    A text that a page break cuts inside such a cell goes on from the text before.
    """
    if any(_text(row, name) for name in layout.inherit_when_blank):
        return
    for name in layout.inherit:
        for cell in _leading_blanks(row.get(name, ())):
            before = [other for other in state.previous.get(name, ()) if _covers(other, cell)]
            if before:
                state.carried[id(cell)] = before[0]
    for name in layout.goes_on:
        if _text(row, name) and name in state.previous:
            whole = _whole(state.previous[name][0], row[name][0])
            state.carried[id(row[name][0])] = whole
            _rewrite(table, layout, state, name, whole)


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


def _check_codes(table: Table, index: int, layout: Layout, mapping: Mapping, row: Row, notes: Notes) -> None:
    for column in layout.columns:
        value = _text(row, column.field)
        if column.codes and value and value not in column.codes:
            message = f"«{value}» non è tra i valori previsti di {column.field}: {', '.join(column.codes)}."
            notes.find(table, index, "valore_fuori_elenco", message, mapping.fields[column.field][0])


def _apply(
    table: Table, index: int, rule: RecordRule, row: Row, others: dict[str, Cell], state: State, notes: Notes
) -> None:
    """Begin a record of the rule's kind, or go on with the one that the row belongs to."""
    if rule.each != "row" and not _text(row, rule.each):
        notes.find(table, index, "riga_senza_" + rule.kind, f"La riga non dice a quale {rule.kind} appartiene.")
        return
    begins = rule.each == "row" or not _goes_on(rule, row, state.previous)
    if begins:
        for other in rule.ordinal.values():
            state.rows_of[other] += 1
        record = _record(table, rule, row, state, notes)
        _add_others(table, rule, record, others)
        state.open_records[rule.kind] = record
        state.rows_of[rule.kind] = 0
    for name, parts in rule.people.items():
        _add_people(table, state.open_records[rule.kind], name, {part: _first(row, c) for part, c in parts.items()})


def _goes_on(rule: RecordRule, row: Row, previous: Row) -> bool:
    """Whether a row belongs to the record of the row before: one cell stands beside both, or it is printed again."""
    if _first(row, rule.each) is _first(previous, rule.each):
        return True
    return bool(rule.again) and all(_text(row, name) == _text(previous, name) for name in rule.again)


def _record(table: Table, rule: RecordRule, row: Row, state: State, notes: Notes) -> Record:
    fields: dict[str, Value] = {name: _text(row, column) for name, column in rule.fields.items()}
    evidence: dict[str, tuple[Evidence, ...]] = {
        name: evidence_of(table, row[column]) for name, column in rule.fields.items() if _text(row, column)
    }
    for name, other in rule.ordinal.items():
        fields[name] = state.rows_of[other]
    for name, source in rule.lists.items():
        fields[name] = split_marks(row[source][0].paragraphs) if row.get(source) else []
        _lend(evidence, name, source)
    for name, source in rule.paths.items():
        fields[name] = [cell.text for cell in row.get(source, ()) if cell.text]
        if fields[name]:
            evidence[name] = evidence_of(table, [cell for cell in row[source] if cell.text])
    for name in rule.people:
        fields[name] = []
    for derived in rule.derived:
        fields[derived.field] = _derive(derived, _text(row, derived.source))
        if _text(row, derived.source):
            evidence[derived.field] = evidence_of(table, row[derived.source])
    record = notes.add(rule.kind, fields, evidence)
    for name, about in rule.targets.items():
        notes.has_target(record, name, [_text(row, column, " > ") for column in about])
    return record


def _add_others(table: Table, rule: RecordRule, record: Record, others: dict[str, Cell]) -> None:
    """Keep the cells that no field takes under their headings."""
    if not rule.others:
        return
    printed = {heading: cell for heading, cell in others.items() if cell.text}
    record.fields[rule.others] = {heading: cell.text for heading, cell in printed.items()}
    if printed:
        record.evidence[rule.others] = evidence_of(table, printed.values())


def _lend(evidence: dict[str, tuple[Evidence, ...]], name: str, source: str) -> None:
    if source in evidence:
        evidence[name] = evidence[source]


def _derive(derived: Derived, text: str) -> Value:
    match = re.search(derived.pattern, text)
    if derived.flag:
        return match is not None
    found = match.group(match.re.groups and 1).zfill(derived.pad) if match else ""
    return found.lower() if derived.lower else found


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


def _first(row: Row, name: str) -> Cell | None:
    return next(iter(row.get(name, ())), None)


def _text(row: Row, name: str, between: str = " ") -> str:
    return between.join(cell.text for cell in row.get(name, ()) if cell.text)
