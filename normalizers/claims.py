"""Which profile claims which table of a document and why, and how near the other profiles came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.model import Table
from normalizers.headers import Grid, Mapping, recognise
from normalizers.layout import Layout, Slide, layouts
from normalizers.misses import Heading, Miss, headings_of, near_misses
from normalizers.records import Reading, Record
from normalizers.slide import find_headers
from normalizers.vocabolario import OTHERS, recognise_words

GENERIC = "generica"
"""What stands for a layout in the account of a table that nobody claims."""

How = Literal["headings", "continuation", "form", "words", "none"]
"""`headings`: they are a profile's; `continuation`: it goes on with the table before; `form`: it stands in a form;
`words`: its headings are in the general vocabulary; `none`: nobody claims it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who reads a table, and why.

    Attributes:
        header_rows: first and last row of its header, counted from 0; None without one.
        unknown: headings that no field takes; `kept_in` is the field that keeps their cells all the same, if any.
        records: kind -> records that the table gives.
        misses: the other profiles that look for headings, the nearest first; empty where one claims the table.
    """

    table: Table
    layout: str
    how: How
    confidence: float
    header_rows: tuple[int, int] | None
    headings: tuple[Heading, ...]
    unknown: tuple[Heading, ...]
    kept_in: str
    records: dict[str, int]
    misses: tuple[Miss, ...]


def claims_of(reading: Reading) -> list[Claim]:
    """A claim for each table of a document that was read with the layouts as they are now."""
    profiles = {layout.name: layout for layout in layouts()}
    owner = {account.table: account.layout for account in reading.accounts}
    return [_claim(table, profiles.get(owner[table.number]), owner[table.number], reading) for table in reading.tables]


def _claim(table: Table, profile: Layout | None, name: str, reading: Reading) -> Claim:
    grid = table.grid()
    records = [record for record in reading.records if record.kind != "tabella_generica" and _stands_in(record, table)]
    how, mapping = _why(table, grid, profile, name)
    known, header_rows = headings_of(grid, mapping) if mapping else ((), None)
    if profile is not None and profile.slide is not None:
        known, header_rows = _slide_headings(profile.slide, table, grid, reading)
    kinds = [record.kind for record in records]
    return Claim(
        table=table,
        layout=name,
        how=how,
        confidence=min((record.confidence for record in records), default=mapping.confidence if mapping else 1.0),
        header_rows=header_rows,
        headings=known,
        unknown=tuple(Heading(c, text, "") for c, text in sorted(mapping.unknown.items())) if mapping else (),
        kept_in=OTHERS if profile is None else "".join({rule.others for rule in profile.records}),
        records={kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        misses=() if profile is not None else near_misses(table, grid),
    )


def _stands_in(record: Record, table: Table) -> bool:
    return any(place.table == table.number for places in record.evidence.values() for place in places)


def _why(table: Table, grid: Grid, profile: Layout | None, name: str) -> tuple[How, Mapping | None]:
    if name == GENERIC:
        return "none", None
    if profile is None:
        spelt = recognise_words(table, grid)
        return ("words", spelt[1]) if spelt else ("continuation", None)
    if profile.shape == "tabella":
        mapping = recognise(table, grid, profile)
        return ("headings" if mapping else "continuation"), mapping
    return ("form" if profile.scheda else "headings"), None


def _slide_headings(
    profile: Slide, table: Table, grid: Grid, reading: Reading
) -> tuple[tuple[Heading, ...], tuple[int, int] | None]:
    page = table.segments[0].page
    near = [block for block in reading.blocks if page - 1 <= block.page <= page]
    headers = find_headers(profile, table, grid, near)
    if not headers:
        return (), None
    header = headers[0]
    known = (Heading(c, text, field) for c, facts in header.facts.items() for field, (text, _) in facts.items())
    return tuple(known), (header.first_row, header.last_row - 1)
