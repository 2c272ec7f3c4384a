"""One document's rows, staged in memory: expectations look at them, then they are loaded or left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection

from normalizers.records import Reading
from warehouse.documents import Document, Metadata, key
from warehouse.frames import Row, arrow
from warehouse.rows import Tables, rows_of
from warehouse.sql_files import sql

PRINTED = ("ente", "tipo", "numero", "data", "oggetto")
"""What an act may print of itself, named alike in the register."""


RECORDS = ("pubblicato.", "staging.target")
"""The tables that records fill."""


def now() -> datetime:
    """The moment, in UTC, as the warehouse stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def stage(con: DuckDBPyConnection, document: Document, reading: Reading) -> None:
    """Fill `staging` with a document, in the place of the one before. Tables have the names of those they will fill.

    Raises:
        WarehouseError: a record's kind or field, or a date of the register, is not what the catalogue asks for.
    """
    tables = rows_of(document, reading)
    tables["evidenze.versione"] = [_act(con, document, reading)]
    _put(con, tables)


def restage_records(con: DuckDBPyConnection, document: Document, reading: Reading) -> dict[str, pa.Table]:
    """Put the records and targets of a corrected reading in the place of the staged ones; errors as `stage`.

    Returns:
        What was staged, by `schema.table`.
    """
    tables = {name: rows for name, rows in rows_of(document, reading).items() if name.startswith(RECORDS)}
    before = {name: con.sql(f"from staging.{name.split('.')[1]}").to_arrow_table() for name in tables}
    _put(con, tables)
    return before


def _put(con: DuckDBPyConnection, tables: Tables) -> None:
    for name, rows in tables.items():
        frame = arrow(con, name, rows)
        con.execute(f"create or replace table staging.{name.split('.')[1]} as from frame")
        del frame


def staged_frames(con: DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """What is staged, a frame for each table."""
    names = [name for (name,) in con.execute(sql("carico/tabelle_in_staging")).fetchall()]
    return {name: con.sql(f"from staging.{name}").df() for name in names}


def _act(con: DuckDBPyConnection, document: Document, reading: Reading) -> Row:
    m = _completed(document.metadata, reading)
    # the act's name is the register's alone: measured values hang on it
    act_key = key("atto", document.atto_logico)
    known = {"atto_id": document.atto_id, "atto_logico_id": act_key}
    ((version, acquired),) = con.execute(sql("carico/versione"), known).fetchall()
    return {
        **known,
        "ente_id": replace(document, metadata=m).ente_id,
        "anno": m.year() or reading.year,
        "atto_logico": document.atto_logico,
        "versione": version,
        "nome_file": document.nome_file,
        "sha256": document.sha256,
        "bytes": document.bytes,
        "pagine": document.pagine,
        "ente": m.ente,
        "ente_tipo": m.ente_tipo,
        "codice_ipa": m.codice_ipa,
        "codice_istat": m.codice_istat,
        "tipo": m.tipo,
        "numero": m.numero,
        "data": m.day(),
        "oggetto": m.oggetto,
        "url": m.url,
        "versione_lettura": reading.version,
        "acquisito_il": acquired or now(),
    }


def _completed(register: Metadata, reading: Reading) -> Metadata:
    """What the register says, and where it says nothing what the act prints: a person wrote the register."""
    printed = next((record.fields for record in reading.records if record.kind == "atto"), {})
    silent = {name: str(printed[name]) for name in PRINTED if printed.get(name) and not getattr(register, name)}
    return replace(register, **silent)
