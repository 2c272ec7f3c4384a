"""One document's rows, staged in memory: expectations look at them, then they are loaded or left."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
from duckdb import DuckDBPyConnection

from normalizers.records import Reading
from warehouse.documents import Document, key
from warehouse.frames import Row, arrow
from warehouse.rows import rows_of
from warehouse.sql_files import sql


def now() -> datetime:
    """The moment, in UTC, as the warehouse stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


def stage(con: DuckDBPyConnection, document: Document, reading: Reading) -> None:
    """Fill `staging` with a document, in the place of the one before. Tables have the names of those they will fill.

    Raises:
        WarehouseError: a record's kind or field, or a date of the register, is not what the catalogue asks for.
    """
    tables = rows_of(document, reading)
    tables["evidenze.atto"] = [_act(con, document, reading)]
    for name, rows in tables.items():
        frame = arrow(con, name, rows)
        con.execute(f"create or replace table staging.{name.split('.')[1]} as from frame")
        del frame


def staged_frames(con: DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """What is staged, a frame for each table."""
    names = [name for (name,) in con.execute(sql("carico/tabelle_in_staging")).fetchall()]
    return {name: con.sql(f"from staging.{name}").df() for name in names}


def _act(con: DuckDBPyConnection, document: Document, reading: Reading) -> Row:
    m = document.metadata
    act_key = key("atto", document.atto_logico)
    known = {"atto_id": document.atto_id, "atto_logico_id": act_key}
    ((version, acquired),) = con.execute(sql("carico/versione"), known).fetchall()
    return {
        **known,
        "ente_id": document.ente_id,
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
