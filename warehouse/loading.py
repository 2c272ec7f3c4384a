"""From staging into the warehouse, one transaction a document: quarantine, published rows, evidence, accounts, star."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse import quarantine
from warehouse.catalogue import Relation, catalogue, relations
from warehouse.corrections import Corrected, record_corrections
from warehouse.database import KEPT, transaction
from warehouse.documents import Document
from warehouse.errors import WarehouseError
from warehouse.runs import note_document
from warehouse.schema import has_query, query_of
from warehouse.sql_files import sql
from warehouse.staging import restage_records

STAGED = re.compile(r"\bstaging\.(\w+)")
ACCOUNTS = ("pagina", "tabella", "conteggi", "rilievo")
"""Tables of `qualita` that belong to a document; the others belong to a run."""


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did.

    Attributes:
        current: whether it is the newest version of its act, the one in the star.
        quarantined: rows of the document in quarantine.
        rows: rows by published table, empty tables left out.
    """

    atto_id: str
    versione: int
    current: bool
    quarantined: int
    rows: dict[str, int] = field(default_factory=dict)


def load(
    con: DuckDBPyConnection,
    run_id: str,
    document: Document,
    stato: str,
    motivo: str = "",
    corrected: Corrected | None = None,
) -> LoadSummary:
    """Load what `stage` staged, in the place of what the same bytes gave before; all or nothing.

    The values that the act prints wait for `load_printed`: they depend on the other acts of its body.

    Args:
        stato: `caricato` or `parziale`.
        motivo: why it is partial, in Italian.
        corrected: what the star is made from, where people corrected the reading that is staged.

    Raises:
        WarehouseError: another document is staged.
    """
    known = {"atto_id": document.atto_id}
    # a transaction writes to one database only: staging changes before it
    printed = restage_records(con, document, corrected.reading) if corrected else {}
    filled = _filled(con)
    with transaction(con):
        quarantine.renew(con, run_id, document.atto_id)
        loaded, older, versione, current = _state(con, document)
        for relation in _printed_tables():
            # what a new working file keeps may know the document already
            stale = loaded or relation.qualified in KEPT
            _refill(con, relation, known, stale, filled, printed.get(relation.qualified))
        for relation in _cited_tables():
            _refill(con, relation, known, loaded, filled)
        if current:
            _load_star(con, filled, replace=older)
            record_corrections(con, document, corrected.applied if corrected else ())
        note_document(con, run_id, document, stato, motivo)
    rows = {relation.name: filled[relation.name] for relation in relations("pubblicato") if relation.name in filled}
    return LoadSummary(document.atto_id, versione, current, filled.get("quarantena", 0), rows)


def _filled(con: DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table of staging has; the empty ones are left out."""
    names = [name for (name,) in con.execute(sql("carico/tabelle_in_staging")).fetchall()]
    counts = " union all ".join(sql("carico/conta_in_staging").format(nome=name) for name in names)
    return dict(con.execute(counts).fetchall())


def _state(con: DuckDBPyConnection, document: Document) -> tuple[bool, bool, int, bool]:
    """Of the staged document: loaded already, any version of its act loaded, its version, whether it is the newest."""
    state = con.execute(sql("carico/stato_atto"), [document.atto_id]).fetchone()
    if state is None:
        raise WarehouseError(f"{document.nome_file} is not the document that is staged; stage it, then load it")
    loaded, older, versione, current = state
    return loaded, older, versione, current


def _printed_tables() -> list[Relation]:
    """What is kept of a document as printed."""
    accounts = [catalogue()[f"qualita.{name}"] for name in ACCOUNTS]
    evidence = [relation for relation in relations("evidenze", "tabella") if relation not in _cited_tables()]
    return [*relations("pubblicato", "tabella"), *evidence, *accounts]


def _cited_tables() -> list[Relation]:
    """Units and persons, of which the star makes its own: they follow the corrections."""
    return [r for r in relations("evidenze", "tabella") if has_query(r) and r.qualified not in KEPT]


def _refill(
    con: DuckDBPyConnection,
    relation: Relation,
    known: dict[str, str],
    loaded: bool,
    filled: Mapping[str, int],
    printed: pa.Table | None = None,
) -> None:
    """Put a document's rows in the place of what it had: the staged ones, or those that were staged before it was
    corrected."""
    if loaded:
        con.execute(f"delete from {relation.qualified} where atto_id = $atto_id", known)
    if printed is None:
        _fill(con, relation, filled)
    else:
        con.execute(f"insert into {relation.qualified} by name from printed")


def _fill(con: DuckDBPyConnection, relation: Relation, filled: Mapping[str, int]) -> None:
    """Add the staged document's rows; there are none where nothing is staged that they could come from."""
    source = query_of(relation) if has_query(relation) else f"from staging.{relation.name}"
    needed = set(STAGED.findall(source)) - {"versione"}
    if not needed or needed & filled.keys():
        con.execute(f"insert into {relation.qualified} by name {source}")


def _load_star(con: DuckDBPyConnection, filled: Mapping[str, int], replace: bool) -> None:
    """The staged version takes the place of all versions of its act; later tables read earlier ones."""
    star = [relation for relation in relations("main", "tabella") if has_query(relation)]
    if replace:
        versions = sql("carico/versioni")
        for relation in star:
            con.execute(f"delete from {relation.qualified} where atto_id in ({versions})")
    for relation in star:
        _fill(con, relation, filled)
