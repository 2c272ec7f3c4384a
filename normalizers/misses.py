"""What a table has of the headings that profiles look for, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Table
from normalizers.headers import HEADER_AT, HEADER_ROWS, RULED, Grid, Mapping, match_header
from normalizers.intestazioni import KNOWN, best_header
from normalizers.layout import Layout, Slide, layouts
from normalizers.layout_text import headings
from normalizers.slide import HEADER_AT as SLIDE_HEADER_AT
from normalizers.vocabolario import NAME as VOCABULARY

SHOWN = 2
"""So many of the headings that a missing column may have are named."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as it is understood: its place from 0, what its header prints, the field."""

    column: int
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Miss:
    """What a table has and lacks of what a profile asks for."""

    layout: str
    found: tuple[Heading, ...]
    missing: tuple[str, ...]
    """In words: `field («heading» or «heading»)`."""


def near_misses(table: Table, grid: Grid) -> tuple[Miss, ...]:
    """What each profile that looks for headings finds in a table and what it lacks, the nearest first."""
    found = [
        _slide_miss(layout, layout.slide, grid) if layout.slide else _tabella_miss(layout, table, grid)
        for layout in layouts()
        if layout.shape in {"tabella", "slide"}
    ]
    found += _words_miss(table, grid)
    return tuple(sorted(found, key=lambda miss: -len(miss.found) / max(1, len(miss.found) + len(miss.missing))))


def headings_of(grid: Grid, mapping: Mapping) -> tuple[tuple[Heading, ...], tuple[int, int]]:
    """The columns that are fields, from the left, and the first and last row of the header."""
    rows = mapping.first_row, mapping.last_row
    known = [
        Heading(column, heading_text(grid, column, *rows), field)
        for field, columns in mapping.fields.items()
        for column in columns
    ]
    return tuple(sorted(known, key=lambda heading: heading.column)), (rows[0], rows[1] - 1)


def heading_text(grid: Grid, column: int, first: int, last: int) -> str:
    """What rows `first` to `last - 1` print over a column, joined from the top, a merged cell once."""
    over = dict.fromkeys(cell for row in grid[first:last] if (cell := row[column]) is not None)
    return " ".join(cell.text for cell in over if cell.text)


def _tabella_miss(layout: Layout, table: Table, grid: Grid) -> Miss:
    """At the rows whose headings give most of the required fields."""
    places = [
        (first, last)
        for first in range(min(HEADER_AT, table.n_rows))
        for last in range(first + 1, min(first + HEADER_ROWS, table.n_rows) + 1)
    ]
    ruled = table.engine == RULED
    tried = [match_header(grid, layout, first, last, ruled) for first, last in places]
    best = max(tried, key=lambda mapping: (len(_required(layout, mapping)), len(mapping.fields)))
    known, _ = headings_of(grid, best)
    names = headings(layout.name)
    missing = (name for name in layout.required if name not in best.fields)
    return Miss(
        layout.name,
        tuple(heading for heading in known if heading.field in layout.required and heading.text),
        tuple(f"{name} ({' or '.join(_quoted(names.get(name, ())))})" for name in missing),
    )


def _words_miss(table: Table, grid: Grid) -> list[Miss]:
    """What the general vocabulary understands of a table that it doesn't read."""
    header = best_header(table, grid)
    if header is None or not header.certainty:
        return []
    named = [(column, header.headings[column], header.senses[column]) for column in header.columns]
    known = tuple(Heading(c, text, found.name) for c, text, found in named if found and found.name != KNOWN)
    unknown = ", ".join(f"«{text}»" for _, text, found in named if found is None and text)
    missing = f"a meaning for {unknown}" if unknown else "columns that its words tell for sure"
    return [Miss(VOCABULARY, known, (missing,))]


def _required(layout: Layout, mapping: Mapping) -> list[str]:
    return [name for name in layout.required if name in mapping.fields]


def _slide_miss(layout: Layout, profile: Slide, grid: Grid) -> Miss:
    """At the rows under which most columns have the headings asked for."""
    columns = range(1 if profile.entity else 0, len(grid[0]))
    rows = len(profile.headings)
    fitting = [
        [c for c in columns if _fits(profile, grid[first : first + rows], c)]
        for first in range(max(1, min(SLIDE_HEADER_AT, len(grid) - rows)))
    ]
    first, best = max(enumerate(fitting), key=lambda tried: len(tried[1]))
    last = first + rows
    missing = [_column_name(heading_text(grid, c, first, last), c) for c in columns if c not in best]
    if profile.title is not None:
        missing.insert(0, f"a title like {profile.title.pattern}")
    return Miss(layout.name, tuple(Heading(c, heading_text(grid, c, first, last), "") for c in best), tuple(missing))


def _fits(profile: Slide, rows: Grid, column: int) -> bool:
    cells = [row[column] for row in rows]
    if len(cells) < len(profile.headings):
        return False
    return all(cell and pattern.search(cell.text) for cell, pattern in zip(cells, profile.headings, strict=True))


def _column_name(text: str, column: int) -> str:
    return f"another heading than «{text}»" if text else f"a heading over column {column + 1}"


def _quoted(names: Sequence[str]) -> list[str]:
    """The first of the headings that a column may have."""
    return [f"«{name}»" if name else "no heading" for name in names[:SHOWN]]
