"""The header of a table of an unknown body: which rows it takes, and which field each of its columns may be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from extractors.model import Cell, Table
from normalizers.headers import HEADER_AT, HEADER_ROWS, Grid
from normalizers.parole import Ambiguous, Sense, is_frame, sense, vocabulary

OBJECTIVE = {"titolo", "descrizione_obiettivo", "obiettivo_operativo", "obiettivo_strategico"}
INDICATOR = {"kpi", "descrizione_indicatore", "target_raw"}
KNOWN = "noti"
"""The sense of headings that are words of the trade and have no field."""
LARGE_UNIT, SMALL_UNIT = 2, 3
"""Levels of organisational units: up to the one a `direzione`, from the other on a `unita_organizzativa`."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_LABEL = re.compile(r":\s*\S")
"""A title that tells a value: `Settore: Cultura`."""

Senses = list[Sense | None]


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `first_row` to `last_row - 1` of a table, and what they say of each column."""

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    """The heading of each column, empty where there is none."""
    senses: tuple[Sense | None, ...]
    columns: tuple[int, ...]
    """The columns that print something."""

    @property
    def certainty(self) -> float:
        """How much is understood: the confidences added up of the fields, or fields of a year, of one column each."""
        fields = [(column, found) for column, found in enumerate(self.senses) if found and found.name != KNOWN]
        counts = Counter((found.name, self.year(column)) for column, found in fields)
        return sum(found.confidence for column, found in fields if counts[found.name, self.year(column)] == 1)

    def column_of(self, name: str) -> list[int]:
        """The columns of a field."""
        return [column for column in self.columns if (found := self.senses[column]) is not None and found.name == name]

    def year(self, column: int) -> str:
        """The year that a heading prints; empty without one or with several."""
        years = set(_YEAR.findall(self.headings[column]))
        return years.pop() if len(years) == 1 else ""


def best_header(table: Table, grid: Grid) -> Header | None:
    """The rows that explain most columns as a header, the fewest that do."""
    best: Header | None = None
    for first in range(min(HEADER_AT, table.n_rows)):
        for last in range(first + 1, min(first + HEADER_ROWS, table.n_rows - 1) + 1):
            if _is_whole(grid, first, last):
                found = _header(grid, first, last)
                if best is None or found.certainty > best.certainty:
                    best = found
    return best


def _is_whole(grid: Grid, first: int, last: int) -> bool:
    """Whether rows are all of a header: no cell goes beyond them, and the row above groups none of their columns."""
    ends = (cell for cell in (*grid[first], *grid[last - 1]) if cell)
    beyond = any(cell.row < first or cell.row + cell.row_span > last for cell in ends)
    above = [cell for cell in grid[first - 1] if cell and cell.text] if first else []
    groups = any(1 < cell.column_span < len(grid[0]) and not _LABEL.search(cell.text) for cell in above)
    return not beyond and not groups


def _header(grid: Grid, first: int, last: int) -> Header:
    over = [_over(grid, column, first, last) for column in range(len(grid[0]))]
    printed = [
        number
        for number, cells in enumerate(over)
        if any((cell := row[number]) and cell.text and cell.column == number for row in grid[last:])
        or (cells and cells[-1].column == number)
    ]
    senses: Senses = [None] * len(over)
    for number in printed:
        senses[number] = _sense([cell.text for cell in over[number]])
    resolved = _resolve([senses[number] for number in printed])
    for number, found in zip(printed, resolved, strict=True):
        senses[number] = found
    headings = tuple(" ".join(cell.text for cell in cells) for cells in over)
    return Header(first, last, headings, tuple(senses), tuple(printed))


def _over(grid: Grid, column: int, first: int, last: int) -> list[Cell]:
    """The printed cells of a header over a column, each once, from the top."""
    cells = {id(cell): cell for row in grid[first:last] if (cell := row[column]) is not None and cell.text}
    return list(cells.values())


def _sense(texts: list[str]) -> Sense | None:
    """What a heading of several rows means: all of it, or what stands under headings that add nothing."""
    found = (sense(" ".join(texts)) or sense(" ".join(reversed(texts)))) if texts else None
    if found is None and len(texts) > 1 and is_frame(texts[0]):
        return _sense(texts[1:])
    return found


def _resolve(senses: Senses) -> Senses:
    """Give each column that its heading alone doesn't tell the field that the columns beside it make it."""
    names = {found.name for found in senses if found is not None}
    resolved = list(senses)
    for _ in range(2):  # one that is told may tell the one before it
        for number, found in enumerate(resolved):
            if found is not None and found.name in vocabulary().ambigui:
                fields = _told(vocabulary().ambigui[found.name], resolved, number, names)
                if len(fields) == 1:
                    resolved[number] = Sense(fields.pop(), min(found.confidence, vocabulary().fiducia.dai_vicini))
    for name in vocabulary().ambigui:
        resolved = _rename(resolved, name, KNOWN)
    return _one_description(_people(_units(resolved)))


def _told(heading: Ambiguous, senses: Senses, number: int, names: set[str]) -> set[str]:
    """The fields that the neighbours of a column make it."""
    if heading.senza_kpi and not names & INDICATOR:
        return {heading.senza_kpi}
    if heading.senza_obiettivo and not names & OBJECTIVE:
        return {heading.senza_obiettivo}
    left = [found.name if found else "" for found in reversed(senses[:number])]
    right = [found.name if found else "" for found in senses[number + 1 :]]
    if heading.lontano:
        left = [name for name in left if any(name in beside for beside in heading.dopo.values())]
    before = {field for field, beside in heading.dopo.items() if left and left[0] in beside}
    after = {field for field, beside in heading.prima.items() if right and right[0] in beside}
    return before | after


def _units(senses: Senses) -> Senses:
    """The largest unit that a table prints is the `direzione`, the smallest the `unita_organizzativa`."""
    levels = [int(found.name[-1]) if found and found.name.startswith("struttura_") else 0 for found in senses]
    counts = Counter(levels)
    largest, smallest = min(filter(None, levels), default=0), max(levels, default=0)
    named = {}
    if smallest >= SMALL_UNIT and counts[smallest] == 1:
        named[smallest] = "unita_organizzativa"
    if 0 < largest <= LARGE_UNIT and counts[largest] == 1:
        named[largest] = "direzione"
    return [
        replace(found, name=named.get(level, KNOWN)) if found and level else found
        for found, level in zip(senses, levels, strict=True)
    ]


def _people(senses: Senses) -> Senses:
    """A responsible without a column for the surname stands in one cell, whole."""
    alone = "responsabile_cognome" not in {found.name for found in senses if found}
    if alone:
        senses = _rename(senses, "responsabile_nome", "responsabile_cognome")
    return _rename(senses, "responsabile", "responsabile_cognome" if alone else KNOWN)


def _one_description(senses: Senses) -> Senses:
    """What describes an indicator: its description, else its formula; a description alone is the indicator itself."""
    if "kpi" not in {found.name for found in senses if found}:
        senses = _rename(senses, "descrizione_indicatore", "kpi")
    alone = "descrizione_indicatore" not in {found.name for found in senses if found}
    return _rename(senses, "formula", "descrizione_indicatore" if alone else KNOWN)


def _rename(senses: Senses, name: str, to: str) -> Senses:
    return [replace(found, name=to) if found and found.name == name else found for found in senses]
