"""The relations of the catalogue, made in a database: DDL, comments, views, and the rows that no document brings."""

from __future__ import annotations

import hashlib
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.catalogue import Column, Relation, catalogue
from warehouse.dictionary import catalogue_rows
from warehouse.frames import insert
from warehouse.seeds import seed
from warehouse.sql_files import sql, sql_exists
from warehouse.vocabulary import fill_vocabulary

PACKAGE = Path(__file__).parent
SQL_FOLDER = {"main": "star"}
"""Schemas whose SQL is in a folder of another name."""


def fingerprint() -> str:
    """A hash of all that decides what a file holds besides the documents: catalogue, SQL, rules, code."""
    digest = hashlib.sha256()
    for path in sorted(p for kind in ("*.toml", "*.sql", "*.py") for p in PACKAGE.rglob(kind)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def has_query(relation: Relation) -> bool:
    """Whether an SQL file works the relation out; tables without one are filled as they are staged."""
    return sql_exists(_query_name(relation))


def query_of(relation: Relation) -> str:
    """The select that fills a table or stands behind a view."""
    return sql(_query_name(relation))


def create(con: DuckDBPyConnection) -> None:
    """Make every schema, table, view and comment in the current, empty database, and seed it."""
    con.begin()
    made = [relation for relation in catalogue().values() if relation.schema != "staging"]
    for schema in dict.fromkeys(relation.schema for relation in made):
        con.execute(f"create schema if not exists {schema}")
    con.execute(sql("punteggi/macro"))
    # tables before views ("tabella" < "vista"): a view may read a table that the catalogue describes later
    for relation in sorted(made, key=lambda relation: relation.kind):
        con.execute(_definition(relation))
        _comment(con, relation)
    seed(con)
    fill_vocabulary(con)
    insert(con, "main.catalogo", catalogue_rows())
    con.execute("insert into qualita.impianto values (?)", [fingerprint()])
    con.commit()


def _definition(relation: Relation) -> str:
    if relation.kind == "vista":
        return f"create view {relation.qualified} as {query_of(relation)}"
    columns = ", ".join(f'"{column.name}" {column.type}' for column in relation.columns)
    return f"create table {relation.qualified} ({columns})"


def _comment(con: DuckDBPyConnection, relation: Relation) -> None:
    kind = "view" if relation.kind == "vista" else "table"
    con.execute(f"comment on {kind} {relation.qualified} is {_quoted(relation_comment(relation))}")
    for column in relation.columns:
        con.execute(f'comment on column {relation.qualified}."{column.name}" is {_quoted(column_comment(column))}')


def relation_comment(relation: Relation) -> str:
    """What readers see beside a relation: what it is, its grain, its key, and what not to do with it."""
    text = f"{relation.comment}. Una riga: {relation.grain}. Chiave: {', '.join(relation.key)}"
    return f"{text}. Avvertenza: {relation.warning}" if relation.warning else text


def column_comment(column: Column) -> str:
    """What readers see beside a column: what it holds, its unit, whether it names persons, what not to do with it."""
    text = column.comment
    if column.unit:
        text += f" [{column.unit}]"
    if column.privacy == "dati_personali":
        text += " (dati personali)"
    return f"{text}. Avvertenza: {column.warning}" if column.warning else text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _query_name(relation: Relation) -> str:
    return f"{SQL_FOLDER.get(relation.schema, relation.schema)}/{relation.name}"


def create_staging(con: DuckDBPyConnection) -> None:
    """Make the tables that only staging has; `staging` is attached and empty."""
    for relation in catalogue().values():
        if relation.schema == "staging":
            con.execute(_definition(relation))
