"""`schedario layout propose`: a draft layout from a table that no layout claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.model import Table
from normalizers.claims import claims_of
from normalizers.layout import layouts
from normalizers.proposal import propose
from normalizers.proposal_text import as_toml, waiting
from normalizers.records import Reading
from pipelines.errors import PipelineError
from pipelines.folders import shown
from pipelines.inspecting import inspect_pdf


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its text, the table that it is made from, how many of its columns have a field and how many wait."""

    text: str
    table: int
    page: int
    guessed: int
    waiting: int


def propose_layout(pdf: Path, number: int | None, password: str | None) -> Draft:
    """A draft from table `number` of a PDF, or from the first that no profile claims.

    Raises:
        PipelineError: no such file or table, or every table is claimed.
    """
    reading = inspect_pdf(pdf, password)
    table = _unclaimed(reading, pdf) if number is None else _numbered(reading, pdf, number)
    proposal = propose(table)
    page = table.segments[0].page
    text = as_toml(proposal, _title(reading, table) or pdf.stem, f"table {table.number} of {pdf.name}, page {page}")
    left = len(waiting(proposal))
    return Draft(text, table.number, page, table.n_columns - left, left)


def write(draft: Draft, out: Path, force: bool) -> None:
    """Write a draft to a file.

    Raises:
        PipelineError: the file is there already and not forced, or can't be written.
    """
    try:
        with out.open("w" if force else "x", encoding="utf-8") as file:
            file.write(draft.text)
    except FileExistsError:
        raise PipelineError(f"{shown(out)} is there already; write over it with --force") from None
    except OSError as error:
        raise PipelineError(f"{shown(out)} can't be written: {error.strerror}") from error


def _unclaimed(reading: Reading, pdf: Path) -> Table:
    profiles = {profile.name for profile in layouts()}
    for claim in claims_of(reading):
        if claim.layout not in profiles and min(claim.table.n_rows, claim.table.n_columns) > 1:
            return claim.table
    raise PipelineError(f"{shown(pdf)} has no table that waits for a layout; name one with --table N")


def _numbered(reading: Reading, pdf: Path, number: int) -> Table:
    found = [table for table in reading.tables if table.number == number]
    if not found:
        raise PipelineError(f"{shown(pdf)} has no table {number}; its tables are 1 to {len(reading.tables)}")
    return found[0]


def _title(reading: Reading, table: Table) -> str:
    """The text that stands nearest above the table."""
    first = table.segments[0]
    above = [b for b in reading.blocks if b.page == first.page and b.kind == "testo" and b.box[3] <= first.box[1]]
    return max(above, key=lambda block: block.box[3]).text if above else ""
