"""`schedario inspect`: what is found in one PDF, and what would be loaded. Nothing is loaded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Group, RenderableType
from rich.table import Table

from extractors.drawing import draw_page
from extractors.model import Table as PdfTable
from normalizers.records import Reading
from pipelines.documents import readings
from pipelines.errors import PipelineError, ReadingError
from pipelines.folders import shown
from pipelines.night.children import read_in_child

Json = dict[str, object]


def inspect_pdf(pdf: Path, password: str | None) -> Reading:
    """The reading of a PDF, made in a child process as in a run.

    Raises:
        PipelineError: no such file, or it can't be read.
    """
    if not pdf.is_file():
        raise PipelineError(f"no file {shown(pdf)}")
    with TemporaryDirectory() as folder:
        out = Path(folder) / "reading.json"
        try:
            read_in_child(pdf, out, password)
        except ReadingError as error:
            raise PipelineError(f"{shown(pdf)}: {error.english}") from error
        return readings.load(out)


def draw(pdf: Path, reading: Reading, number: int, out: Path, password: str | None) -> None:
    """Write a PNG of a page with what was found on it.

    Raises:
        PipelineError: no such page, or the file can't be written.
    """
    try:
        draw_page(pdf, number, reading.tables, reading.blocks, out, password)
    except (IndexError, OSError) as error:
        raise PipelineError(f"{shown(pdf)}: {error}") from error


def as_json(reading: Reading) -> Json:
    """The tables: `segments` with page, box and rows from-to, `engine`, `rows` of cell texts, merged cells repeated."""
    return {"tables": [_table_json(table) for table in reading.tables]}


def _table_json(table: PdfTable) -> Json:
    segments = [
        {"page": s.page, "box": list(s.box), "first_row": s.first_row, "last_row": s.last_row} for s in table.segments
    ]
    rows = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    return {"segments": segments, "engine": table.engine, "rows": rows}


def as_report(reading: Reading) -> RenderableType:
    """What a person wants to see of a reading."""
    return Group(_pages_line(reading), _tables(reading), _records(reading), *_notes(reading))


def _pages_line(reading: Reading) -> str:
    glyphs = sum(page.glyphs for page in reading.pages)
    residue = sum(page.residue for page in reading.pages)
    blocks = sum(block.kind == "testo" for block in reading.blocks)
    return f"{len(reading.pages)} pages, {blocks} text blocks, {glyphs:,} glyphs, {residue:,} of them without a place"


def _tables(reading: Reading) -> Table:
    view = Table(title="Tables", title_justify="left")
    for heading in ("table", "pages", "rows x columns", "engine", "layout", "data", "not data", "set aside"):
        view.add_column(heading, justify="left" if heading in {"engine", "layout"} else "right")
    accounts = {account.table: account for account in reading.accounts}
    for table in reading.tables:
        account = accounts.get(table.number)
        counts = (
            (account.layout, account.data, sum(account.non_data.values()), account.set_aside) if account else ("",) * 4
        )
        first, last = table.segments[0].page, table.segments[-1].page
        pages = f"{first}-{last}" if last > first else f"{first}"
        size = f"{table.n_rows} x {table.n_columns}"
        view.add_row(str(table.number), pages, size, table.engine, *map(str, counts))
    return view


def _records(reading: Reading) -> Table:
    view = Table(title="What would be loaded", title_justify="left")
    view.add_column("table of schema pubblicato")
    view.add_column("rows", justify="right")
    for kind, number in Counter(record.kind for record in reading.records).items():
        view.add_row(kind, str(number))
    return view


def _notes(reading: Reading) -> list[str]:
    aside = [f"set aside: page {line.page}, {line.reason}" for line in reading.set_aside]
    findings = [f"finding: {_page(finding.page)}{finding.message}" for finding in reading.findings]
    counts = [
        f"count: {check.found} {check.kind} read, {check.expected} counted in the page text ({check.how})"
        for check in reading.counts
        if check.found != check.expected
    ]
    return aside + counts + findings


def _page(page: int | None) -> str:
    return f"page {page}, " if page else ""
