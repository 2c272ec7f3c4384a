"""The tables that hold what is kept and made of documents, and how documents leave them."""

from __future__ import annotations

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, catalogue, relations
from warehouse.database import KEPT
from warehouse.schema import has_query

ACCOUNTS = ("pagina", "tabella", "conteggi", "rilievo")
"""Tables of `qualita` that belong to a document; the others belong to a run."""


def printed_tables() -> list[Relation]:
    """What is kept of a document as printed."""
    accounts = [catalogue()[f"qualita.{name}"] for name in ACCOUNTS]
    evidence = [relation for relation in relations("evidenze", "tabella") if relation not in cited_tables()]
    return [*relations("pubblicato", "tabella"), *evidence, *accounts]


def cited_tables() -> list[Relation]:
    """Units and persons, of which the star makes its own: they follow the corrections."""
    return [r for r in relations("evidenze", "tabella") if has_query(r) and r.qualified not in KEPT]


def star_tables() -> list[Relation]:
    """What is made of the staged documents; later tables read earlier ones."""
    return [relation for relation in relations("main", "tabella") if has_query(relation)]


def delete_acts(con: DuckDBPyConnection, relation: Relation, acts: Iterable[str]) -> None:
    """Take the rows of some acts out of a table."""
    if known := list(acts):
        con.execute(f"delete from {relation.qualified} where list_contains($atti, atto_id)", {"atti": known})
