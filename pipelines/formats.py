"""How rows of a query are printed."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

NARROW = 13
"""Characters that a column needs to be read."""

Rows = list[tuple[object, ...]]


class Format(StrEnum):
    """What a user may ask for."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def show(columns: Sequence[str], rows: Rows, form: Format) -> None:
    """Print rows on standard output."""
    if form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    elif form is Format.JSON:
        print(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, default=str))
    else:
        console = Console()
        fits = len(columns) * NARROW <= console.width
        console.print(as_table(columns, rows) if fits else as_records(columns, rows))


def as_records(columns: Sequence[str], rows: Rows) -> Group:
    """A line for each field, one row under the other, where the terminal is too narrow for so many columns."""
    views: list[RenderableType] = []
    for number, row in enumerate(rows, 1):
        view = Table(title=f"row {number}", title_justify="left", box=None, show_header=False)
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                view.add_row(column, escape(str(value)))
        views.append(view)
    return Group(*views, _count(rows))


def as_table(columns: Sequence[str], rows: Rows) -> Table:
    """A table for the terminal; NULL is an empty cell."""
    view = Table(caption=_count(rows), caption_justify="left")
    for column in columns:
        # a key that is cut off is of no use
        view.add_column(column, overflow="fold")
    for row in rows:
        view.add_row(*("" if value is None else escape(str(value)) for value in row))
    return view


def show_in_groups(columns: Sequence[str], rows: Rows, by: int) -> None:
    """Rows in order, as a table for each combination of the first `by` columns, with these above it."""
    console = Console()
    for values, group in groupby(rows, key=lambda row: row[:by]):
        facts = ", ".join(f"{column} {value}" for column, value in zip(columns[:by], values, strict=True))
        console.print(escape(facts), style="bold")
        console.print(as_table(columns[by:], [row[by:] for row in group]))


def without_empty(columns: Sequence[str], rows: Rows) -> tuple[list[str], Rows]:
    """Without the columns that are NULL in all rows."""
    kept = [n for n in range(len(columns)) if any(row[n] is not None for row in rows)]
    return [columns[n] for n in kept], [tuple(row[n] for n in kept) for row in rows]


def _count(rows: Rows) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def _csv_cell(value: object) -> object:
    """Lists, maps and structs as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value
