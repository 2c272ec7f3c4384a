"""What is set aside, when it came, and when and why it left: nothing leaves the quarantine silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.documents import Document
from warehouse.frames import insert
from warehouse.sql_files import sql
from warehouse.staging import now


class Released(NamedTuple):
    """A row (or, without a page, a document) that left the quarantine; `motivo` put it there, `perche` let it go."""

    nome_file: str
    pagina: int | None
    tabella: int | None
    riga: int | None
    motivo: str
    perche: str


def renew(con: DuckDBPyConnection, run_id: str) -> None:
    """Put what the staged documents set aside in the place of what their last loading did, and note what left."""
    ((before, staged),) = con.execute(sql("quarantena/quante")).fetchall()
    if before or staged:
        con.execute(sql("quarantena/prima"))
        con.execute(sql("quarantena/uscite"), {"run_id": run_id})
        con.execute(sql("carico/togli_quarantena"))
        con.execute(sql("quarantena/entrate"), {"run_id": run_id, "adesso": now()})


def put_document(con: DuckDBPyConnection, run_id: str, document: Document, quarantena_id: str, motivo: str) -> None:
    """Set a whole document aside; one that was aside already keeps the moment in which it came."""
    known = con.execute(sql("quarantena/da_quando"), [quarantena_id]).fetchone()
    con.execute(sql("carico/togli_da_quarantena"), [quarantena_id])
    row = {
        "run_id": run_id,
        "quarantena_id": quarantena_id,
        "atto_id": document.atto_id,
        "nome_file": document.nome_file,
        "motivo": motivo,
        "da_parte_dal": known[0] if known else now(),
    }
    insert(con, "qualita.quarantena", [row])


def release_absent(con: DuckDBPyConnection, run_id: str, folder: Sequence[Document]) -> None:
    """Let go what belongs to documents that the folder no longer holds as they were, and note why."""
    known = {"atti": [d.atto_id for d in folder], "nomi": [d.nome_file for d in folder]}
    con.execute(sql("quarantena/assenti"), {"run_id": run_id, **known})
    con.execute(sql("quarantena/togli_uscite"), {"run_id": run_id})


def released(con: DuckDBPyConnection, run_id: str) -> list[Released]:
    """What left the quarantine in a run."""
    return [Released(*row) for row in con.execute(sql("quarantena/uscite_della_corsa"), {"run_id": run_id}).fetchall()]
