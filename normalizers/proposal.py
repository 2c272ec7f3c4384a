"""What a layout of an unknown table could say: its header, a guess of each column's field, what is merged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.model import Cell, Table
from normalizers.headers import HEADER_ROWS, Grid
from normalizers.intestazioni import best_header
from normalizers.layout import RecordRule
from normalizers.misses import heading_text
from normalizers.notes import distinct
from normalizers.parole import Sense, vocabulary
from normalizers.text import key
from normalizers.vocabolario import OTHERS, SHARED, TITLES

SAMPLES = 3
"""So many printed values are shown beside a column that waits for a decision."""
TITLE, MEASURE, NUMBER = "titolo", "kpi", "n"
MAIN = {"obiettivo": TITLE, "kpi": MEASURE}
"""The column without which there are no records of a kind."""
ON_BOTH = ("tipo", "direzione")
"""What an indicator repeats from its objective."""
SECTION = "sezione_direzione"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        heading: as a layout writes it: rows joined from the top, `@2` for the second column under one heading.
        name: a name made from the heading, for a column without field.
        field: the guess; empty where there is none, or where no record could hold it.
        likely: the guess, even where it can't be used as it stands.
        sure: 1 where the vocabulary has this very heading.
        merged: whether a cell of it covers several rows.
        samples: what it prints, each text once.
    """

    number: int
    heading: str
    name: str
    field: str
    likely: str
    sure: float
    merged: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft of a layout.

    Attributes:
        section: what the first row of a single cell prints, empty without such rows.
        records: what the rows become, with the columns that are guessed.
        missing: what they could become too, if a column were the one that such records need.
    """

    columns: tuple[Column, ...]
    section: str
    records: tuple[RecordRule, ...]
    missing: tuple[RecordRule, ...]


def propose(table: Table) -> Proposal:
    """A draft for a table, by the general vocabulary."""
    grid = table.grid()
    first, last, senses = _header(table, grid)
    columns = [_column(grid, number, first, last, senses[number]) for number in range(table.n_columns)]
    columns = list(_each_once(_with_title(columns)))
    section = _section(grid, last)
    rules = _rules(columns, section)
    places = {column.field for column in columns}
    records = tuple(rule for rule in rules if MAIN[rule.kind] in places)
    missing = tuple(rule for rule in rules if MAIN[rule.kind] not in places)
    used = {name for rule in records for name in _sources(rule)}
    columns = [column if column.field in used else replace(column, field="") for column in columns]
    return Proposal(tuple(columns), section, records, missing)


def _header(table: Table, grid: Grid) -> tuple[int, int, Sequence[Sense | None]]:
    """First row of the header, the row after it, and what the vocabulary makes of each column."""
    words = best_header(table, grid)
    if words is not None and words.certainty:
        return words.first_row, words.last_row, words.senses
    return *header_rows(grid), [None] * table.n_columns


def header_rows(grid: Grid) -> tuple[int, int]:
    """First row of the header, and the row after it, by shape alone. Rows of a single cell above it are titles."""
    first = next((i for i, row in enumerate(grid) if len(distinct(row)) > 1), 0)
    cells = distinct(grid[first])
    last = max((cell.row + cell.row_span for cell in cells), default=first + 1)
    if last == first + 1 and last < len(grid) and _is_second_row(cells, distinct(grid[last])):
        last += 1
    return first, min(last, first + HEADER_ROWS, len(grid))


def _is_second_row(above: list[Cell], below: list[Cell]) -> bool:
    """Whether a row prints headings only under the wide cells of the row above it."""
    wide = {c for cell in above if cell.column_span > 1 for c in range(cell.column, cell.column + cell.column_span)}
    printed = {cell.column for cell in below if cell.text}
    return bool(printed) and printed <= wide


def _column(grid: Grid, number: int, first: int, last: int, sense: Sense | None) -> Column:
    heading = heading_text(grid, number, first, last)
    lowest = grid[last - 1][number]
    if lowest is not None and lowest.column_span > 1:
        heading = f"{heading} @{number - lowest.column + 1}"
    cells = [cell for row in grid[last:] if (cell := row[number]) is not None and cell.column_span < len(row)]
    field = sense.name if sense is not None and sense.name in vocabulary().campi and key(heading) else ""
    return Column(
        number=number,
        heading=heading,
        name=name_of(heading) or f"colonna_{number + 1}",
        field=field,
        likely=field,
        sure=sense.confidence if sense is not None else 0.0,
        merged=any(cell.row_span > 1 for cell in cells),
        samples=tuple(dict.fromkeys(cell.text for cell in cells if cell.text))[:SAMPLES],
    )


def name_of(heading: str) -> str:
    """A field name made from a heading.

    >>> name_of("Chi se ne occupa: Unità")
    'chi_se_ne_occupa_unita'
    """
    bare = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _with_title(columns: list[Column]) -> list[Column]:
    """Where no column is the title of an objective, the one that is nearest to it."""
    fields = [column.field for column in columns]
    near = next((name for name in TITLES if name in fields), "")
    if TITLE in fields or not near:
        return columns
    return [replace(c, field=TITLE, likely=TITLE, sure=0.0) if c.field == near else c for c in columns]


def _each_once(columns: list[Column]) -> Iterator[Column]:
    """The leftmost of the columns with one guess keeps it."""
    taken: set[str] = set()
    for column in columns:
        yield replace(column, field="") if column.field in taken else column
        taken.add(column.field)


def _rules(columns: list[Column], section: str) -> list[RecordRule]:
    """The vocabulary's rules, as far as there are columns for them, and the one that such records need."""
    places = {column.field: column.number for column in columns if column.field}
    rules = [_rule(rule, places) for rule in vocabulary().records]
    if section:
        rules = [
            rule.model_copy(update={"fields": rule.fields | {SECTION: SECTION}}) if rule.kind == "obiettivo" else rule
            for rule in rules
        ]
    # the cells of columns without field are kept once, with the smallest record of their row
    last = max((i for i, rule in enumerate(rules) if MAIN[rule.kind] in places), default=len(rules) - 1)
    return [rule.model_copy(update={"others": OTHERS if i == last else ""}) for i, rule in enumerate(rules)]


def _rule(rule: RecordRule, places: dict[str, int]) -> RecordRule:
    about_objective = {other: name for name, other in SHARED.items()}
    fields = {field: about_objective.get(column, column) for field, column in rule.fields.items()}
    fields = {field: column for field, column in fields.items() if _fits(column, rule, places)}
    people = {
        name: {part: column for part, column in parts.items() if column in places}
        for name, parts in rule.people.items()
    }
    main = MAIN[rule.kind]
    fields = {main: main} | fields
    begins = NUMBER if NUMBER in places and rule.kind == "obiettivo" else main
    return rule.model_copy(
        update={
            "each": rule.each if rule.each == "row" else begins,
            "required": tuple(dict.fromkeys((begins, main))),
            "fields": fields,
            "people": {name: parts for name, parts in people.items() if parts},
            "lists": {name: column for name, column in rule.lists.items() if column in places},
            "targets": {
                name: tuple(column for column in about if column in places)
                for name, about in rule.targets.items()
                if name in fields and any(column in places for column in about)
            },
            "again": tuple(column for column in rule.again if column in places),
            "derived": (),
        }
    )


def _fits(column: str, rule: RecordRule, places: dict[str, int]) -> bool:
    """Whether a column fills records of this kind; what both kinds may have belongs to those that it stands among."""
    if column not in places:
        return False
    if column not in SHARED or column in ON_BOTH or not set(MAIN.values()) <= places.keys():
        return True
    return (places[column] > places[MEASURE]) == (rule.kind == "kpi")


def _sources(rule: RecordRule) -> Iterator[str]:
    yield from rule.fields.values()
    yield from (column for parts in rule.people.values() for column in parts.values())


def _section(grid: Grid, last: int) -> str:
    """The first row under the header that is one cell over all columns."""
    lines = (distinct(row) for row in grid[last:])
    return next((cells[0].text for cells in lines if len(cells) == 1 and cells[0].text), "")
