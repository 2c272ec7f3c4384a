"""One extraction in, one reading out: each table to the layout that claims it, or kept whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from extractors.model import Block, Extraction, Table
from extractors.version import source_digest
from normalizers.headers import Grid
from normalizers.layout import layouts
from normalizers.notes import Notes
from normalizers.prosa.reader import ProsaReader
from normalizers.records import CountCheck, Evidence, Finding, Reading, Record, TableAccount, Value
from normalizers.scheda import SchedaReader
from normalizers.slide import SlideReader
from normalizers.tabella import TabellaReader
from normalizers.targets import read_target

ReadTable = Callable[[Table, Grid, Sequence[Block]], TableAccount | None]
"""Reads a table, its grid and the texts just above it; None when it isn't for this reader."""

TITLES = 2
"""So many texts at the foot of a page may be the title of a table at the top of the next."""

VERSION = source_digest(Path(__file__).parent)
"""Changes with every change of this package, layouts included."""


def normalize(extraction: Extraction, year: int | None = None) -> Reading:
    """Read the published records out of an extraction.

    `year` is the plan's, where the user knows it: deadlines without one are read in it unless a header prints another.
    """
    notes = Notes()
    tabelle, readers, schede = _readers(notes)
    _read_prose(extraction, notes)
    accounts: list[TableAccount] = []
    above: list[Block] = []
    for item in _in_order(extraction):
        notes.at = _place(item)
        if isinstance(item, Block):
            above.append(item)
            for scheda in schede:
                scheda.read_block(item)
            continue
        grid = item.grid()
        account = next(filter(None, (read(item, grid, _near(item, above)) for read in readers)), None)
        accounts.append(account or _keep_whole(item, grid, notes))
        above = []
    year = tabelle.year or year or _first_year(notes.records)
    for scheda in schede:
        scheda.finish()
    _read_targets(notes, year)
    records = notes.in_order()
    return Reading(
        sha256=extraction.sha256,
        version=f"{extraction.version}.{VERSION}",
        year=year,
        pages=extraction.pages,
        tables=extraction.tables,
        blocks=extraction.blocks,
        records=records,
        set_aside=notes.set_aside,
        findings=notes.findings + _volumes(records),
        accounts=accounts,
        counts=_counts(extraction, records),
    )


def _readers(notes: Notes) -> tuple[TabellaReader, list[ReadTable], list[SchedaReader]]:
    """Who may read a table, first come first served: profiles by their headings, forms, the general vocabulary."""
    tabelle = TabellaReader(notes)
    schede = [SchedaReader(layout, layout.scheda, notes) for layout in layouts() if layout.scheda is not None]
    slides = [SlideReader(layout, layout.slide, notes) for layout in layouts() if layout.slide is not None]
    profiles = [tabelle.read_table, *(reader.read_table for reader in slides), *(form.read_table for form in schede)]
    return tabelle, [*profiles, tabelle.read_words], schede


def _read_prose(extraction: Extraction, notes: Notes) -> None:
    blocks = [block for block in extraction.blocks if block.kind == "testo"]
    for layout in layouts():
        if layout.prosa is not None:
            notes.layout = layout.name
            ProsaReader(layout, layout.prosa, notes).read(blocks)


def _in_order(extraction: Extraction) -> list[Block | Table]:
    """Blocks of text and tables as one reads them: by page, then from the top."""
    blocks = (block for block in extraction.blocks if block.kind == "testo")
    return sorted([*blocks, *extraction.tables], key=_place)


def _near(table: Table, above: Sequence[Block]) -> list[Block]:
    """The texts just over a table: on its page, and the last ones of the page before, where its title may stand."""
    page = table.segments[0].page
    before = [block for block in above if block.page == page - 1][-TITLES:]
    return before + [block for block in above if block.page == page]


def _place(item: Block | Table) -> tuple[int, float]:
    """Page and top."""
    first = item if isinstance(item, Block) else item.segments[0]
    return first.page, first.box[1]


def _keep_whole(table: Table, grid: Grid, notes: Notes) -> TableAccount:
    """A table that no layout claims: its cells as JSON, row by row, a merged cell in each position that it covers."""
    texts = [[cell.text if cell else "" for cell in row] for row in grid]
    fields: dict[str, Value] = {
        "pagina": table.segments[0].page,
        "tabella": table.number,
        "grid": json.dumps(texts, ensure_ascii=False),
    }
    notes.layout, notes.confidence = "", 1.0
    where = tuple(Evidence(part.page, part.box, "", table.engine, 1.0, table.number) for part in table.segments)
    notes.add("tabella_generica", fields, dict.fromkeys(fields, where))
    notes.find(table, 0, "tabella_senza_layout", "Nessun layout riconosce la tabella: è conservata intera.")
    return TableAccount(table.number, "generica", table.n_rows, table.n_rows, 0, {})


def _first_year(records: list[Record]) -> int | None:
    """The first of the years that the headings of slides print."""
    return min((year for record in records if isinstance(year := record.fields.get("anno"), int)), default=None)


def _read_targets(notes: Notes, year: int | None) -> None:
    for record, name, about in notes.targets:
        record.targets[name] = read_target(str(record.fields[name]), about, year)


def _counts(extraction: Extraction, records: list[Record]) -> list[CountCheck]:
    """Records against how often the page text begins one, on the pages whose text holds nothing that is not printed."""
    pages = {page.page: page.text for page in extraction.pages if not page.hidden}
    used = {record.layout for record in records}
    checks = []
    for count in (count for layout in layouts() if layout.name in used for count in layout.counts):
        found = sum(record.kind == count.kind and _first_page(record) in pages for record in records)
        expected = sum(len(count.pattern.findall(text)) for text in pages.values())
        checks.append(CountCheck(count.kind, found, expected, count.pattern.pattern))
    return checks


def _volumes(records: list[Record]) -> list[Finding]:
    """What is more or less than the layouts expect of a document."""
    found = Counter((record.layout, record.kind) for record in records)
    used = {record.layout for record in records}
    return [
        Finding(
            1, None, None, "volume_inatteso", f"{found[layout.name, kind]} righe di {kind}: attese da {least} a {most}."
        )
        for layout in layouts()
        if layout.name in used
        for kind, (least, most) in layout.volumes.items()
        if not least <= found[layout.name, kind] <= most
    ]


def _first_page(record: Record) -> int:
    """Where a record begins: the page of its first field (a section that it belongs to may stand pages before)."""
    return next((places[0].page for places in record.evidence.values()), 0)
