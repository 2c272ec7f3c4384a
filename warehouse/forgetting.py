"""How documents leave the star; and the warehouse, where the register gives them to another act than before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.act_tables import cited_tables, delete_acts, printed_tables, star_tables
from warehouse.catalogue import catalogue
from warehouse.database import KEPT, transaction
from warehouse.documents import Document, key
from warehouse.printed import forget_printed
from warehouse.sql_files import sql


def take_from_star(con: DuckDBPyConnection, acts: list[str]) -> None:
    """Take acts out of the star, with the values that they print and those that are printed for them."""
    if acts:
        forget_printed(con, acts)
    for relation in star_tables():
        delete_acts(con, relation, acts)


def forget_renamed(con: DuckDBPyConnection, documents: Iterable[Document], there: Collection[str]) -> None:
    """Take out those that are of another act now, with the other versions of the act that they leave: the newest of
    these takes its place when they are loaded again.

    Args:
        documents: about to be loaded.
        there: SHA-256 of all documents of the folder. What can't be loaded again stays.
    """
    named = [(document.atto_id, key("atto", document.atto_logico)) for document in documents]
    nominati = pa.table({"atto_id": [act for act, _ in named], "atto_logico_id": [name for _, name in named]})
    acts = [act for (act,) in con.execute(sql("carico/rinominati"), {"presenti": sorted(there)}).fetchall()]
    del nominati  # used by DuckDB, which finds it by its name
    with transaction(con):
        take_from_star(con, acts)
        for relation in (*printed_tables(), *cited_tables(), catalogue()["main.correzione"]):
            if relation.qualified not in KEPT:
                delete_acts(con, relation, acts)
