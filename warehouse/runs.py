"""The diary: runs, what became of each document, the outcome of each expectation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import uuid4

from duckdb import DuckDBPyConnection

from warehouse import quarantine
from warehouse.database import transaction
from warehouse.documents import Document, Metadata, key
from warehouse.frames import Row, insert
from warehouse.sql_files import sql
from warehouse.staging import now

OUTCOME_FIELDS = ("suite", "aspettativa", "livello", "esito", "gravita", "osservato", "dettaglio")
"""Attributes of an expectation's outcome; who asks them has a class of its own."""


def begin_run(con: DuckDBPyConnection, version: str) -> str:
    """Open a run; returns its `run_id`, which sorts by time."""
    started = now()
    run_id = f"{started:%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
    row = {"run_id": run_id, "iniziata_il": started, "stato": "in_corso", "versione": version}
    insert(con, "qualita.corsa", [row])
    return run_id


def end_run(con: DuckDBPyConnection, run_id: str, stato: str, counts: Mapping[str, int] | None = None) -> None:
    """Close a run as `riuscita` or `fallita`, with whatever it counted."""
    values = {"run_id": run_id, "stato": stato, "fine": now(), "conteggi": dict(counts or {})}
    con.execute(sql("carico/fine_corsa"), values)


def loaded_documents(con: DuckDBPyConnection) -> dict[str, str]:
    """SHA-256 of each document that is loaded -> version of the reading that it was loaded with."""
    return dict(con.execute(sql("carico/documenti_caricati")).fetchall())


def acquired_documents(con: DuckDBPyConnection) -> list[Document]:
    """The loaded documents with all that is known of them, in the order in which they were acquired.

    The file may be of another version of this package: what it doesn't tell stays empty.
    """
    rows = con.sql(sql("carico/documenti")).to_arrow_table().to_pylist()
    return [
        Document(
            row["nome_file"],
            row["sha256"],
            row["bytes"],
            row["pagine"] or 0,
            Metadata(**{each.name: str(row[each.name]) for each in fields(Metadata) if row.get(each.name) is not None}),
        )
        for row in rows
    ]


def superseded(con: DuckDBPyConnection, there: Iterable[str]) -> list[tuple[str, int, str, int]]:
    """Documents of the folder of whose act a later version is in force that the folder hasn't got: name and version of
    both.

    Args:
        there: SHA-256 of all documents of the folder.
    """
    return con.execute(sql("carico/superati"), {"presenti": sorted(there)}).fetchall()


def record_unchanged(con: DuckDBPyConnection, run_id: str, documents: Sequence[Document]) -> None:
    """Note documents of this run's folder that are loaded already."""
    insert(con, "qualita.documento", [_document_row(run_id, d, "invariato", "") for d in documents])


def set_aside_document(con: DuckDBPyConnection, run_id: str, document: Document, motivo: str) -> None:
    """Put a whole document in quarantine (reason in Italian); a version of it that is loaded stays as it is."""
    with transaction(con):
        quarantena_id = key(document.atto_id, document.nome_file)
        quarantine.put_document(con, run_id, document, quarantena_id, motivo)
        note_documents(con, run_id, [(document, "scartato", motivo)])


def record_outcomes(
    con: DuckDBPyConnection, run_id: str, held: Iterable[tuple[Document | None, Iterable[object]]]
) -> None:
    """Keep what expectations said of documents or (None) of the star: objects with the `OUTCOME_FIELDS`."""
    ((first,),) = con.execute(sql("carico/prossimo_esito"), [run_id]).fetchall()
    said = [(document.nome_file if document else None, outcome) for document, own in held for outcome in own]
    rows = [
        {"run_id": run_id, "nome_file": name, "n": n} | _outcome_row(outcome)
        for n, (name, outcome) in enumerate(said, first)
    ]
    insert(con, "qualita.esito_aspettativa", rows)


def last_checks(con: DuckDBPyConnection) -> list[tuple[str, str, int, int, list[str]]]:
    """Of each document that was ever checked: name, run of its last check, expectations kept and held, names of those
    that failed, as `suite/name`.
    """
    return con.execute(sql("carico/ultimi_controlli")).fetchall()


def outcomes_of(con: DuckDBPyConnection, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What expectations said of some documents in their last check: by name the `OUTCOME_FIELDS` of each, in order."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for name, *values in con.execute(sql("carico/esiti"), [list(names)]).fetchall():
        found[name].append(dict(zip(OUTCOME_FIELDS, values, strict=True)))
    return found


def note_documents(con: DuckDBPyConnection, run_id: str, notes: Sequence[tuple[Document, str, str]]) -> None:
    """Say what became of documents in a run (`stato`, `motivo`); said twice, the last holds."""
    forget_notes(con, run_id, [document.nome_file for document, _, _ in notes])
    insert(con, "qualita.documento", [_document_row(run_id, *note) for note in notes])


def forget_notes(con: DuckDBPyConnection, run_id: str, names: Sequence[str]) -> None:
    """Say nothing of these documents in a run."""
    con.execute(sql("carico/togli_documenti"), {"run_id": run_id, "nomi": list(names)})


def _document_row(run_id: str, document: Document, stato: str, motivo: str) -> Row:
    return {
        "run_id": run_id,
        "nome_file": document.nome_file,
        "sha256": document.sha256,
        "atto_id": None if stato == "scartato" else document.atto_id,
        "stato": stato,
        "motivo": motivo,
    }


def _outcome_row(outcome: object) -> Row:
    return {name: getattr(outcome, name) for name in OUTCOME_FIELDS}
