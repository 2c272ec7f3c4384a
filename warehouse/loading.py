"""From staging into the warehouse, all the staged documents in one transaction: quarantine, published rows, evidence,
accounts, star."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse import quarantine
from warehouse.act_tables import cited_tables, delete_acts, printed_tables, star_tables
from warehouse.catalogue import Relation, relations
from warehouse.corrections import Corrected, record_corrections
from warehouse.database import KEPT, transaction
from warehouse.documents import Document
from warehouse.errors import WarehouseError
from warehouse.forgetting import take_from_star
from warehouse.frames import insert_arrow
from warehouse.runs import note_documents
from warehouse.schema import has_query, query_of
from warehouse.sql_files import sql
from warehouse.staging import restage_records


@dataclass(frozen=True, slots=True)
class Entering:
    """A staged document that may enter.

    Attributes:
        stato: `caricato` or `parziale`.
        motivo: why it is partial, in Italian.
        corrected: what the star is made from, where people corrected the reading that is staged.
    """

    document: Document
    stato: str
    motivo: str = ""
    corrected: Corrected | None = None


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


@dataclass(frozen=True, slots=True)
class _State:
    """What the warehouse knows of a staged document: is it loaded, is any version of its act, is it the newest."""

    loaded: bool
    older: bool
    versione: int
    current: bool


def load(
    con: DuckDBPyConnection,
    run_id: str,
    document: Document,
    stato: str,
    motivo: str = "",
    corrected: Corrected | None = None,
) -> LoadSummary:
    """Load the only document that is staged; see `load_all` and `Entering`."""
    (summary,) = load_all(con, run_id, [Entering(document, stato, motivo, corrected)])
    return summary


def load_all(con: DuckDBPyConnection, run_id: str, entering: Sequence[Entering]) -> list[LoadSummary]:
    """Load what is staged, in the place of what the same bytes gave before; all or nothing.

    The values that the acts print wait for `load_printed`: they depend on the other acts of their bodies.

    Raises:
        WarehouseError: other documents are staged.
    """
    states = _states(con, entering)
    # a transaction writes to one database only: staging changes before it
    printed = restage_records(con, {e.document: e.corrected.reading for e in entering if e.corrected})
    _stage_star(con, [act for act, state in states.items() if state.current])
    filled = _filled(con)
    loaded = [act for act, state in states.items() if state.loaded]
    with transaction(con):
        quarantine.renew(con, run_id)
        for relation in printed_tables():
            # what a new working file keeps may know the documents already
            delete_acts(con, relation, states if relation.qualified in KEPT else loaded)
            if has_query(relation):
                _fill(con, relation, query_of(relation))
            elif relation.name in filled:
                _fill(con, relation, f"from staging.{relation.name}", printed.get(relation.qualified))
        for relation in cited_tables():
            delete_acts(con, relation, loaded)
            _fill(con, relation, f"from staging.{relation.name}")
        _load_star(con, states, entering)
        note_documents(con, run_id, [(e.document, e.stato, e.motivo) for e in entering])
    return [_summary(e.document.atto_id, states[e.document.atto_id], filled) for e in entering]


def _states(con: DuckDBPyConnection, entering: Iterable[Entering]) -> dict[str, _State]:
    """Of each staged document, by `atto_id`."""
    states = {act: _State(*state) for act, *state in con.execute(sql("carico/stato_atti")).fetchall()}
    if states.keys() != {each.document.atto_id for each in entering}:
        names = ", ".join(each.document.nome_file for each in entering)
        raise WarehouseError(f"{names} is not what is staged; stage it, then load it")
    return states


def _stage_star(con: DuckDBPyConnection, current: list[str]) -> None:
    """Work out what is made of the staged documents; the star only of those that are the newest versions."""
    for relation in cited_tables():
        con.execute(f"create or replace table staging.{relation.name} as {query_of(relation)}")
    for relation in star_tables():
        con.execute(
            f"create or replace table staging.{relation.name} as "
            f"from ({query_of(relation)}) where list_contains($atti, atto_id)",
            {"atti": current},
        )


def _filled(con: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """How many rows each document has in each table of staging; what has none is left out."""
    names = [name for (name,) in con.execute(sql("carico/tabelle_in_staging")).fetchall()]
    counts = " union all ".join(sql("carico/conta_in_staging").format(nome=name) for name in names)
    filled: dict[str, dict[str, int]] = {}
    for name, act, count in con.execute(counts).fetchall():
        filled.setdefault(name, {})[act] = count
    return filled


def _summary(act: str, state: _State, filled: dict[str, dict[str, int]]) -> LoadSummary:
    found = {name: counts[act] for name, counts in filled.items() if act in counts}
    rows = {relation.name: found[relation.name] for relation in relations("pubblicato") if relation.name in found}
    return LoadSummary(act, state.versione, state.current, found.get("quarantena", 0), rows)


def _fill(con: DuckDBPyConnection, relation: Relation, source: str, instead: pa.Table | None = None) -> None:
    """Add what is staged, or what was staged before it was corrected."""
    if instead is None:
        con.execute(f"insert into {relation.qualified} by name {source}")
    else:
        insert_arrow(con, relation.qualified, instead)


def _load_star(con: DuckDBPyConnection, states: dict[str, _State], entering: Iterable[Entering]) -> None:
    """Newest versions take the place of all versions of their acts."""
    current = [act for act, state in states.items() if state.current]
    older = any(states[act].older for act in current)
    gone = con.execute(sql("carico/altre_versioni"), {"atti": current}).fetchall() if older else []
    take_from_star(con, [act for act, state in states.items() if state.loaded] + [act for (act,) in gone])
    for relation in star_tables():
        _fill(con, relation, f"from staging.{relation.name}")
    applied = [(e.document, e.corrected.applied) for e in entering if e.corrected and e.document.atto_id in current]
    record_corrections(con, current, applied)
