"""The shape `tabella`: columns under headers, one or more records for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.model import Block, Cell, Place, Table
from normalizers.building import apply
from normalizers.headers import Grid, Mapping, go_on, recognise, same_order
from normalizers.layout import Layout, layouts
from normalizers.notes import Notes, distinct
from normalizers.records import TableAccount
from normalizers.row import Row, State, carry_over, text_of
from normalizers.text import year_in
from normalizers.vocabolario import recognise_words


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
        carry_over(table, row, layout, state)
    row = {name: tuple(c for cell in own for c in state.carried.get(id(cell), (cell,))) for name, own in row.items()}
    _report_left(table, index, printed, mapping, notes)
    if layout.group is not None and all(p.search(text_of(row, name)) for name, p in layout.group.when.items()):
        state.group = {name: row[source] for name, source in layout.group.fields.items() if source in row}
        return "gruppo"
    row |= state.group | state.caption
    if layout.section and state.section is not None:
        row[layout.section] = (state.section,)
    missing = [
        name for rule in layout.records for name in rule.required if not text_of(row, rule.fields.get(name, name))
    ]
    if missing:
        notes.put_aside(table, index, f"Manca il valore di: {', '.join(dict.fromkeys(missing))}.", distinct(cells))
        return "quarantena"
    _check_codes(table, index, layout, mapping, row, notes)
    others = {heading: cell for column, heading in mapping.unknown.items() if (cell := cells[column]) is not None}
    for rule in layout.records:
        apply(table, index, rule, row, others, state, notes)
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


def _check_codes(table: Table, index: int, layout: Layout, mapping: Mapping, row: Row, notes: Notes) -> None:
    for column in layout.columns:
        value = text_of(row, column.field)
        if column.codes and value and value not in column.codes:
            message = f"«{value}» non è tra i valori previsti di {column.field}: {', '.join(column.codes)}."
            notes.find(table, index, "valore_fuori_elenco", message, mapping.fields[column.field][0])
