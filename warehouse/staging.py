"""The rows of some documents, staged in memory, from which they are loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection

from normalizers.records import Reading
from warehouse.documents import Document, Metadata, key
from warehouse.frames import Row, arrow, data_frame, insert_arrow
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
    """Stage what a reading gives, as `stage_all`.

    Raises:
        WarehouseError: a record's kind or field, or a date of the register, is not what the catalogue asks for.
    """
    stage_all(con, [(document, prepare(reading, document.sha256))])


def stage_all(con: DuckDBPyConnection, batch: Sequence[tuple[Document, Prepared]]) -> None:
    """Fill `staging` with documents, in the place of those before. Tables have the names of those they will fill.

    Args:
        batch: no two versions of an act: the warehouse numbers a version when those before it are loaded.

    Raises:
        WarehouseError: a date of the register is not what the catalogue asks for.
    """
    ids = [document.atto_id for document, _ in batch]
    acts = [key("atto", document.atto_logico) for document, _ in batch]
    known = {act: said for act, *said in con.execute(sql("carico/versioni"), {"atti": ids, "logici": acts}).fetchall()}
    _put(con, _joined([own_tables(document, prepared, *known[document.atto_id]) for document, prepared in batch]))


def own_tables(
    document: Document, prepared: Prepared, version: int = 1, acquired: datetime | None = None
) -> dict[str, pa.Table]:
    """The rows of a document with what the file and the register say of it; errors as `stage_all`.

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
    joined = _joined(documents).items()
    return {name.split(".")[1]: data_frame(table.combine_chunks()) for name, table in joined}


def restage_records(con: DuckDBPyConnection, corrected: Mapping[Document, Reading]) -> dict[str, pa.Table]:
    """Put the records and targets of corrected readings in the place of the staged ones; errors as `stage`.

    Returns:
        What was staged, by `schema.table`; nothing without corrected readings.
    """
    acts = {"atti": [document.atto_id for document in corrected]}
    instead = _joined([prepare(own, document.sha256).tables for document, own in corrected.items()])
    tables = {name: f"staging.{name.split('.')[1]}" for name in instead if name.startswith(RECORDS)}
    before = {name: con.sql(f"from {staged}").to_arrow_table() for name, staged in tables.items()}
    for name, staged in tables.items():
        con.execute(f"delete from {staged} where list_contains($atti, atto_id)", acts)
        insert_arrow(con, staged, instead[name])
    return before


def _joined(documents: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The tables of all documents together."""
    return {name: pa.concat_tables([tables[name] for tables in documents]) for name in next(iter(documents), {})}


def _put(con: DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    filled = dict(con.execute(sql("carico/righe_in_staging")).fetchall())
    for name, frame in tables.items():
        short = name.split(".")[1]
        # most tables are empty, and stay so from batch to batch
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
