"""One extraction in, one reading out: each table to the layout that claims it, or kept whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

from extractors.model import Block, Extraction, Table
from extractors.version import source_digest
from normalizers.headers import Grid
from normalizers.layout import layouts
from normalizers.notes import Notes
from normalizers.records import CountCheck, Evidence, Reading, Record, TableAccount, Value
from normalizers.scheda import SchedaReader
from normalizers.tabella import TabellaReader
from normalizers.targets import read_target

VERSION = source_digest(Path(__file__).parent)
"""Changes with every change of this package, layouts included."""


def normalize(extraction: Extraction, year: int | None = None) -> Reading:
    """Read the published records out of an extraction.

    `year` is the plan's, where the user knows it: deadlines without one are read in it unless a header prints another.
    """
    notes = Notes()
    schede = [SchedaReader(layout, layout.scheda, notes) for layout in layouts() if layout.scheda is not None]
    tabelle = TabellaReader(notes)
    accounts: list[TableAccount] = []
    for item in _in_order(extraction):
        if isinstance(item, Block):
            for reader in schede:
                reader.read_block(item)
            continue
        grid = item.grid()
        read = [tabelle.read_table, *(reader.read_table for reader in schede)]
        account = next(filter(None, (take(item, grid) for take in read)), None)
        accounts.append(account or _keep_whole(item, grid, notes))
    year = tabelle.year or year
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


def _in_order(extraction: Extraction) -> list[Block | Table]:
    """Blocks of text and tables as one reads them: by page, then from the top."""
    placed: list[tuple[int, float, Block | Table]] = [
        (block.page, block.box[1], block) for block in extraction.blocks if block.kind == "testo"
    ]
    placed += [(table.segments[0].page, table.segments[0].box[1], table) for table in extraction.tables]
    return [item for _, _, item in sorted(placed, key=lambda place: place[:2])]


def _keep_whole(table: Table, grid: Grid, notes: Notes) -> TableAccount:
    """A table that no layout claims: its cells as JSON, row by row, a merged cell in each position that it covers."""
    texts = [[cell.text if cell else "" for cell in row] for row in grid]
    fields: dict[str, Value] = {
        "pagina": table.segments[0].page,
        "tabella": table.number,
        "grid": json.dumps(texts, ensure_ascii=False),
    }
    where = tuple(Evidence(part.page, part.box, "", table.engine, 1.0, table.number) for part in table.segments)
    notes.add("tabella_generica", fields, dict.fromkeys(fields, where))
    return TableAccount(table.number, "generica", table.n_rows, table.n_rows, 0, {})


def _read_targets(notes: Notes, year: int | None) -> None:
    for record, name, about in notes.targets:
        record.targets[name] = read_target(str(record.fields[name]), about, year)


def _counts(extraction: Extraction, notes: Notes, used: set[str]) -> list[CountCheck]:
    """Records against how often the page text begins one, on the pages whose text holds nothing that is not printed."""
    pages = {page.page: page.text for page in extraction.pages if not page.hidden}
    checks = []
    for layout in layouts():
        if layout.name in used:
            for count in layout.counts:
                found = sum(record.kind == count.kind and _first_page(record) in pages for record in notes.records)
                expected = sum(len(re.findall(count.pattern, text)) for text in pages.values())
                checks.append(CountCheck(count.kind, found, expected, count.pattern))
    return checks


def _first_page(record: Record) -> int:
    """Where a record begins: the page of its first field (a section that it belongs to may stand pages before)."""
    return next((places[0].page for places in record.evidence.values()), 0)
