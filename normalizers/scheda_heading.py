"""The header of a sub-table of a form: which column is which field, which are of one kind (quarters, years)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.model import Cell, Table
from normalizers.headers import Grid
from normalizers.layout import SubTable
from normalizers.notes import distinct, evidence_of
from normalizers.records import Evidence
from normalizers.text import key


@dataclass(slots=True)
class Heading:
    """The columns of a sub-table, as its header row prints them. `times` are the columns of one kind."""

    columns: int
    """How many columns its table has: it says nothing of a table with others."""
    first: int
    block: str
    title: str
    title_evidence: tuple[Evidence, ...]
    fields: dict[str, int]
    times: list[int]
    time_texts: list[str]
    notes: list[int]
    target_text: str = ""
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """Where its parts are printed: `blocco`, `tempi`, `target`."""


def lowest(rows: Grid) -> list[Cell]:
    """The cells of a header's last row; where one is blank, the one above it over the same columns."""
    bottom = []
    for cell in distinct(rows[-1]):
        over = (row[cell.column] for row in reversed(rows))
        named = (c for c in over if c is not None and c.text and c.column_span == cell.column_span)
        bottom.append(next(named, cell))
    return bottom


def read_heading(
    part: SubTable, bottom: Sequence[Cell], table: Table, title: str, title_evidence: tuple[Evidence, ...]
) -> Heading:
    """Tell the columns of a header row apart: the first, the named ones, those of one kind, the notes."""
    first, *others = bottom
    fields: dict[str, int] = {}
    times: list[Cell] = []
    target = ""
    for cell in others:
        name = _named(key(cell.text), part, fields)
        if name is not None:
            fields[name] = cell.column
            target = cell.text if name == "target" else target
        else:
            times.append(cell)
    kept = max(part.colonne, max((i + 1 for i, cell in enumerate(times) if cell.text), default=0))
    return Heading(
        columns=table.n_columns,
        first=first.column,
        block=first.text,
        title=title,
        title_evidence=title_evidence,
        fields=fields,
        times=[cell.column for cell in times[:kept]],
        time_texts=[cell.text for cell in times[:kept]],
        notes=[cell.column for cell in times[kept:]],
        target_text=target,
        evidence={
            "blocco": evidence_of(table, [first]),
            "tempi": evidence_of(table, times[:kept]),
            "target": evidence_of(table, [cell for cell in others if cell.column == fields.get("target")]),
        },
    )


def _named(name: str, part: SubTable, taken: dict[str, int]) -> str | None:
    fitting = (field_name for field_name, names in part.campi.items() if name and name.startswith(names))
    return next((field_name for field_name in fitting if field_name not in taken), None)
