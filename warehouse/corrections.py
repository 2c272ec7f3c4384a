"""Corrections applied: the star is made from the corrected rows, and main.correzione says which and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from normalizers.records import Reading
from warehouse.documents import Document, key
from warehouse.frames import Row, insert
from warehouse.sql_files import sql


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction that a person wrote and the star uses; `printed` is what the published field holds.

    Attributes:
        ordinal: the record's, as in `normalizers.records.Record`.
    """

    kind: str
    ordinal: int
    field: str
    printed: str
    used: str
    perche: str
    chi: str
    quando: date
    stato: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with the corrections in it, and which they are."""

    reading: Reading
    applied: Sequence[Applied]


def record_corrections(
    con: DuckDBPyConnection, staged: list[str], applied: Sequence[tuple[Document, Sequence[Applied]]]
) -> None:
    """Say in main.correzione which corrections the star of staged documents has; those of their acts' other versions
    go.
    """
    con.execute(sql("correzioni/togli"), {"atti": staged})
    insert(con, "main.correzione", [_row(document, item) for document, items in applied for item in items])


def _row(document: Document, item: Applied) -> Row:
    return {
        "atto_id": document.atto_id,
        "evidenza_id": key(document.atto_id, item.kind, item.ordinal),
        "tabella_pubblicata": item.kind,
        "campo": item.field,
        "valore_stampato": item.printed,
        "valore_usato": item.used,
        "perche": item.perche,
        "chi": item.chi,
        "quando": item.quando,
        "stato": item.stato,
    }
