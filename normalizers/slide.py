"""The shape `slide`: one heading a column, lists in the cells, a row for each entity or one row alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Block, Cell, Table
from normalizers.headers import Grid
from normalizers.layout import Layout, Slide
from normalizers.lists import is_list, nested, numbered
from normalizers.notes import Notes, distinct, evidence_of
from normalizers.records import Evidence, TableAccount, Value

HEADER_AT = 3
"""A header begins in the first rows of a table: a title may stand above it."""

Facts = dict[str, tuple[str, tuple[Evidence, ...]]]
"""Field -> printed text and where it stands."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a slide: what each column's headings say, which column prints the totals, rows that it takes."""

    first_row: int
    last_row: int
    facts: dict[int, Facts]
    total: int | None
    title: Facts
    part: tuple[int, int] | None
    """Which sheet of how many: "1 di 2"."""


@dataclass(slots=True)
class SlideReader:
    """Reads the tables that a layout of this shape claims."""

    layout: Layout
    profile: Slide
    notes: Notes
    _awaited: tuple[int, int] | None = None
    """The part that must come next, and of how many."""
    _entity: Cell | None = None

    def read_table(self, table: Table, grid: Grid, above: Sequence[Block]) -> TableAccount | None:
        """Turn each cell into records; None when the layout doesn't claim the table."""
        headers = find_headers(self.profile, table, grid, above)
        if not headers or not _holds_lists(self.profile, grid, headers[0]):
            return None
        self.notes.layout, self.notes.confidence = self.layout.name, 1.0
        fate: Counter[str] = Counter()
        ends = [header.first_row for header in headers[1:]] + [table.n_rows]
        titles = headers[0].first_row
        for header, end in zip(headers, ends, strict=True):
            self._check_part(table, header)
            self._begin(grid, header)
            fate["intestazione"] += header.last_row - header.first_row
            for index in range(header.last_row, end):
                fate[self._read_row(table, index, grid[index], header)] += 1
        fate["titolo"] += titles
        data, aside = fate.pop("dati", 0), fate.pop("quarantena", 0)
        return TableAccount(table.number, self.layout.name, table.n_rows, data, aside, dict(+fate))

    def _begin(self, grid: Grid, header: Header) -> None:
        """A new sheet: without rulings its header may hold the name of the row below it."""
        first = grid[header.last_row - 1][0]
        self._entity = first if self.profile.entity is not None and first is not None and first.text else None

    def _check_part(self, table: Table, header: Header) -> None:
        """Where the print counts its sheets ("1 di 2") none may be missing."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None and header.part != awaited:
            self.notes.find(table, header.first_row, "parte_mancante", f"Manca il foglio {awaited[0]} di {awaited[1]}.")
        if header.part is not None and header.part[0] < header.part[1]:
            self._awaited = header.part[0] + 1, header.part[1]

    def _read_row(self, table: Table, index: int, cells: list[Cell | None], header: Header) -> str:
        printed = [cell for cell in distinct(cells) if cell.text and cell.row == index]
        if not printed:
            return "vuota"
        if len(distinct(cells)) == 1:
            return "titolo"
        row = self._row_facts(table, cells, header)
        if row is None:
            self.notes.put_aside(table, index, "Non si legge a chi si riferisce la riga.", distinct(cells))
            return "quarantena"
        for cell in printed:
            if cell.column in header.facts:
                self._add_items(table, cell, header.title | header.facts[cell.column] | row)
            elif cell.column != header.total and not (self.profile.entity and cell.column == 0):
                message = f"Nessun campo per la cella «{cell.text}»."
                self.notes.find(table, index, "cella_non_presa", message, cell.column)
        return "dati"

    def _row_facts(self, table: Table, cells: list[Cell | None], header: Header) -> Facts | None:
        """What the row says of all its cells: its entity, its total."""
        facts: Facts = {}
        if self.profile.entity is not None:
            # a page break leaves the entity's cell blank where its row goes on
            self._entity = cells[0] if cells[0] is not None and cells[0].text else self._entity
            match = self.profile.entity.search(self._entity.text) if self._entity else None
            if match is None or self._entity is None:
                return None
            facts |= _groups(match, evidence_of(table, [self._entity]))
        if header.total is not None and (total := cells[header.total]) is not None:
            facts[self.profile.total_field] = total.text, evidence_of(table, [total])
        return facts

    def _add_items(self, table: Table, cell: Cell, facts: Facts) -> None:
        where = evidence_of(table, [cell])
        shared: dict[str, Value] = {
            name: int(text) if name in self.profile.integers else text for name, (text, _) in facts.items()
        }
        evidence = {name: places for name, (text, places) in facts.items() if text}
        for own in _items(self.profile, cell):
            self.notes.add(self.profile.kind, shared | own, evidence | dict.fromkeys(own, where))


def find_headers(profile: Slide, table: Table, grid: Grid, above: Sequence[Block]) -> list[Header]:
    """The headers of a table, one for each sheet that it holds; none when it isn't this layout's."""
    rows = len(profile.headings)
    headers: list[Header] = []
    for first in range(table.n_rows - rows):
        if not headers and first >= HEADER_AT:
            break
        columns = _columns(profile, table, grid[first : first + rows])
        if columns is None or (headers and first < headers[-1].last_row):
            continue
        texts = _titles_in(table, grid[headers[-1].last_row if headers else 0 : first])
        texts += [] if headers else [(b.text, (Evidence(b.page, b.box, b.text, "testo", 1.0),)) for b in above]
        title = _title(profile, texts)
        if title is None and headers:
            title = headers[-1].title
        if title is not None:
            part = profile.part and next(filter(None, (profile.part.search(text) for text, _ in texts)), None)
            numbers = (int(part.group(1)), int(part.group(2))) if part else None
            headers.append(Header(first, first + rows, *columns, title, numbers))
    return headers


def _holds_lists(profile: Slide, grid: Grid, header: Header) -> bool:
    """Whether most of the cells under the headings are lists, where the layout says that they are."""
    cells = [
        cell for row in grid[header.last_row :] for c in header.facts if (cell := row[c]) is not None and cell.text
    ]
    lists = sum(is_list(cell.paragraphs) for cell in cells)
    return profile.items.kind == "whole" or 2 * lists >= len(cells)


def _titles_in(table: Table, rows: Grid) -> list[tuple[str, tuple[Evidence, ...]]]:
    """The rows that are one text, the nearest to what follows first."""
    cells = [distinct(row)[0] for row in reversed(rows) if len(distinct(row)) == 1]
    return [(cell.text, evidence_of(table, [cell])) for cell in cells]


def _title(profile: Slide, titles: Sequence[tuple[str, tuple[Evidence, ...]]]) -> Facts | None:
    if profile.title is None:
        return {}
    found = ((match, where) for text, where in titles if (match := profile.title.search(text)))
    match, where = next(found, (None, ()))
    return None if match is None else _groups(match, where)


def _columns(profile: Slide, table: Table, rows: Grid) -> tuple[dict[int, Facts], int | None] | None:
    """What the headings of each column say, and the column of the totals; None if one says something else."""
    facts: dict[int, Facts] = {}
    total: int | None = None
    over_entities = " ".join(dict.fromkeys(row[0].text for row in rows if row[0] is not None and row[0].text))
    if profile.entity_heading is not None and not profile.entity_heading.search(over_entities):
        return None
    for column in range(1 if profile.entity else 0, table.n_columns):
        cells = [row[column] for row in rows]
        texts = list(dict.fromkeys(cell.text for cell in cells if cell is not None and cell.text))
        if not texts:
            continue
        if profile.total is not None and profile.total.search(" ".join(texts)):
            total = column
            continue
        own = _heading(profile, table, cells)
        if own is None:
            return None
        facts[column] = own
    return (facts, total) if facts and (total is not None or profile.total is None) else None


def _heading(profile: Slide, table: Table, cells: Sequence[Cell | None]) -> Facts | None:
    facts: Facts = {}
    for cell, pattern in zip(cells, profile.headings, strict=True):
        match = pattern.search(cell.text) if cell is not None else None
        if match is None or cell is None:
            return None
        facts |= _groups(match, evidence_of(table, [cell]))
    return facts


def _groups(match: re.Match[str], where: tuple[Evidence, ...]) -> Facts:
    return {name: ((text or "").strip(), where) for name, text in match.groupdict().items()}


def _items(profile: Slide, cell: Cell) -> Iterator[dict[str, Value]]:
    items = profile.items
    if items.kind == "whole":
        yield {items.text: cell.text}
    elif items.kind == "numbered":
        for number, text in numbered(cell.paragraphs):
            yield {items.number: number, items.text: text}
    else:
        for path in nested(cell.paragraphs):
            yield {items.path: list(path)}
