"""Two relations held against each other, row for row, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Column, Relation, published_relations
from warehouse.database import escaped
from warehouse.sql_files import sql

SHOWN = 3
DIARY = frozenset(
    f"qualita.{name}" for name in ("impianto", "corsa", "documento", "esito_aspettativa", "uscita_quarantena", "volume")
)
"""What tells of runs, and not of acts: two runs never write the same there."""
OF_THE_RUN = frozenset({"run_id", "da_parte_dal"})
"""Columns of other tables that tell of runs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two relations that aren't the same: rows of each, and the first rows that only one of them has, as JSON."""

    relation: str
    rows: tuple[int, int]
    only_first: list[str]
    only_second: list[str]


def compare_files(first: Path, second: Path) -> Iterator[tuple[str, str, Difference | None]]:
    """Each relation outside the diary of runs, views too: name, hash of its rows in the first file, difference."""
    con = duckdb.connect()
    try:
        for name, path in (("primo", first), ("secondo", second)):
            con.execute(f"attach '{escaped(path)}' as {name} (read_only)")
        for relation in published_relations():
            if relation.qualified not in DIARY:
                sides = (f"primo.{relation.qualified}", f"secondo.{relation.qualified}")
                columns = [column for column in relation.columns if column.name not in OF_THE_RUN]
                _, digest = fingerprint(con, sides[0], columns)
                yield relation.qualified, digest, compare(con, relation, *sides, columns)
    finally:
        con.close()


def compare(
    con: DuckDBPyConnection, relation: Relation, first: str, second: str, columns: Sequence[Column] | None = None
) -> Difference | None:
    """None if two sources (as SQL names them) hold the same rows, each as often."""
    columns = columns or relation.columns
    found = [fingerprint(con, source, columns) for source in (first, second)]
    if found[0] == found[1]:
        return None
    names = _names(columns)
    only = [_only_in(con, names, *sides) for sides in ((first, second), (second, first))]
    return Difference(relation.qualified, (found[0][0], found[1][0]), *only)


def _only_in(con: DuckDBPyConnection, names: str, one: str, other: str) -> list[str]:
    statement = sql("verifica/solo_in").format(colonne=names, una=one, altra=other, quante=SHOWN)
    return [row for (row,) in con.execute(statement).fetchall()]


def fingerprint(con: DuckDBPyConnection, source: str, columns: Sequence[Column]) -> tuple[int, str]:
    """How many rows a source has, and a hash of them."""
    statement = sql("verifica/impronta").format(colonne=_names(columns), relazione=source)
    ((rows, digest),) = con.execute(statement).fetchall()
    return int(rows), str(digest)


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(f'"{column.name}"' for column in columns)
