"""One document's rows, staged in memory, from which it is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection

from normalizers.records import Reading
from warehouse.documents import Document, Metadata, key
from warehouse.frames import Row, arrow, data_frame
from warehouse.prepared import Prepared, prepare
from warehouse.sql_files import sql

PRINTED = ("ente", "tipo", "numero", "data", "oggetto")
"""What an act may print of itself, named alike in the register."""


RECORDS = ("pubblicato.", "staging.target")
"""The tables that records fill."""


def now() -> datetime:
    """The moment, in UTC, as the warehouse stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def stage(con: DuckDBPyConnection, document: Document, reading: Reading) -> None:
    """Stage what a reading gives, as `stage_prepared`.

    Raises:
        WarehouseError: a record's kind or field, or a date of the register, is not what the catalogue asks for.
    """
    stage_prepared(con, document, prepare(reading, document.sha256))


def stage_prepared(con: DuckDBPyConnection, document: Document, prepared: Prepared) -> None:
    """Fill `staging` with a document, in the place of the one before. Tables have the names of those they will fill.

    Raises:
        WarehouseError: a date of the register is not what the catalogue asks for.
    """
    known = {"atto_id": document.atto_id, "atto_logico_id": key("atto", document.atto_logico)}
    ((version, acquired),) = con.execute(sql("carico/versione"), known).fetchall()
    _put(con, own_tables(document, prepared, version, acquired or now()))


def own_tables(
    document: Document, prepared: Prepared, version: int = 1, acquired: datetime | None = None
) -> dict[str, pa.Table]:
    """The rows of a document with what the file and the register say of it; errors as `stage_prepared`.

    `version` and `acquired` are the warehouse's to say: whether the rest may enter doesn't depend on them.
    """
    aside = prepared.tables["qualita.quarantena"]
    names = pa.array([document.nome_file] * len(aside), pa.string())
    act = _act(document, prepared) | {"versione": version, "acquisito_il": acquired or now()}
    return prepared.tables | {
        "qualita.quarantena": aside.set_column(aside.schema.get_field_index("nome_file"), "nome_file", names),
        "evidenze.versione": arrow("evidenze.versione", [act]),
    }


def document_frames(documents: Sequence[Mapping[str, pa.Table]]) -> dict[str, pd.DataFrame]:
    """The rows of documents (`own_tables`) as their expectations look at them: a frame for each table."""
    joined = {name: pa.concat_tables(each[name] for each in documents) for name in documents[0]}
    return {name.split(".")[1]: data_frame(table.combine_chunks()) for name, table in joined.items()}


def restage_records(con: DuckDBPyConnection, document: Document, reading: Reading) -> dict[str, pa.Table]:
    """Put the records and targets of a corrected reading in the place of the staged ones; errors as `stage`.

    Returns:
        What was staged, by `schema.table`.
    """
    tables = {name: rows for name, rows in prepare(reading, document.sha256).tables.items() if name.startswith(RECORDS)}
    before = {name: con.sql(f"from staging.{name.split('.')[1]}").to_arrow_table() for name in tables}
    _put(con, tables)
    return before


def _put(con: DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    filled = dict(con.execute(sql("carico/righe_in_staging")).fetchall())
    for name, frame in tables.items():
        short = name.split(".")[1]
        # most tables are empty, and stay so from document to document
        if len(frame) or filled.get(short, 1):
            con.execute(f"create or replace table staging.{short} as from frame")


def staged_frames(con: DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """What is staged, a frame for each table."""
    names = [name for (name,) in con.execute(sql("carico/tabelle_in_staging")).fetchall()]
    return {name: con.sql(f"from staging.{name}").df() for name in names}


def _act(document: Document, prepared: Prepared) -> Row:
    m = _completed(document.metadata, prepared)
    return {
        "atto_id": document.atto_id,
        # the act's name is the register's alone: measured values hang on it
        "atto_logico_id": key("atto", document.atto_logico),
        "ente_id": replace(document, metadata=m).ente_id,
        "anno": m.year() or prepared.year,
        "atto_logico": document.atto_logico,
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
        "versione_lettura": prepared.version,
    }


def _completed(register: Metadata, prepared: Prepared) -> Metadata:
    """What the register says, and where it says nothing what the act prints: a person wrote the register."""
    acts = prepared.tables["pubblicato.atto"].slice(0, 1).to_pylist()
    printed = {name: acts[0][name] for name in PRINTED} if acts else {}
    silent = {name: str(text) for name, text in printed.items() if text and not getattr(register, name)}
    return replace(register, **silent)
