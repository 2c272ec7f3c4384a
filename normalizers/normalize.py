"""One extraction in, one reading out: each table to the layout that claims it, or kept whole."""

from __future__ import annotations

import re

from extractors.model import Extraction, Table
from normalizers import tabella
from normalizers.headers import Grid, Mapping, go_on, recognise
from normalizers.layout import Layout, layouts
from normalizers.notes import Notes
from normalizers.records import CountCheck, Reading, TableAccount
from normalizers.targets import read_target
from normalizers.text import year_in

VERSION = "1"
"""Rises with every change that can change a reading."""


def normalize(extraction: Extraction) -> Reading:
    """Read the published records out of an extraction."""
    notes = Notes()
    accounts: list[TableAccount] = []
    states: dict[str, tabella.State] = {}
    last: tuple[Table, Layout, Mapping] | None = None
    year: int | None = None
    for table in extraction.tables:
        grid = table.grid()
        claim = _claim(table, grid, last)
        if claim is None:
            accounts.append(_generic(table))
            last = None
            continue
        layout, mapping = claim
        year = year or year_in(mapping.header)
        state = states.setdefault(layout.name, tabella.State())
        if mapping.last_row:
            state.section, state.previous = None, {}
        accounts.append(tabella.read(table, grid, layout, mapping, state, notes))
        last = table, layout, mapping
    _read_targets(notes, year)
    return Reading(
        sha256=extraction.sha256,
        version=f"{extraction.version}.{VERSION}",
        year=year,
        pages=extraction.pages,
        tables=extraction.tables,
        blocks=extraction.blocks,
        records=notes.records,
        set_aside=notes.set_aside,
        findings=notes.findings,
        accounts=accounts,
        counts=_counts(extraction, notes, {account.layout for account in accounts}),
    )


def _claim(table: Table, grid: Grid, last: tuple[Table, Layout, Mapping] | None) -> tuple[Layout, Mapping] | None:
    """The layout that claims a table by its header, or because it goes on under the columns of the table before."""
    for layout in layouts():
        if layout.shape == "tabella" and (mapping := recognise(table, grid, layout)) is not None:
            return layout, mapping
    if last is not None:
        earlier, layout, mapping = last
        continued = go_on(table, earlier, mapping)
        if continued is not None:
            return layout, continued
    return None


def _generic(table: Table) -> TableAccount:
    return TableAccount(table.number, "generica", table.n_rows, table.n_rows, 0, {})


def _read_targets(notes: Notes, year: int | None) -> None:
    rules = {rule.kind: rule for layout in layouts() for rule in layout.records}
    for record in notes.records:
        for name, context in rules[record.kind].targets.items() if record.kind in rules else ():
            told = " > ".join(str(record.fields.get(field, "")) for field in context if record.fields.get(field))
            record.targets[name] = read_target(str(record.fields[name]), told, year)


def _counts(extraction: Extraction, notes: Notes, used: set[str]) -> list[CountCheck]:
    text = "\n".join(page.text for page in extraction.pages)
    checks = []
    for layout in layouts():
        if layout.name in used:
            for count in layout.counts:
                found = sum(record.kind == count.kind for record in notes.records)
                checks.append(CountCheck(count.kind, found, len(re.findall(count.pattern, text)), count.pattern))
    return checks
