"""Every relation of a warehouse file as Parquet, with its comments: what can't be read isn't published.

A view is worked out once: the views after it find its rows in its Parquet file, and not its query.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, published_relations
from warehouse.database import CATALOG, bound, connect, escaped
from warehouse.errors import WarehouseError
from warehouse.packaging import write_package
from warehouse.schema import column_comment, query_of, relation_comment

WRITTEN = "memory"
"""The catalog of a connection's own, beside that of the file."""


def export(path: Path, folder: Path) -> dict[str, int]:
    """Write all relations of a file to a folder, with the data package that describes them; rows by relation.

    Raises:
        WarehouseError: the file doesn't hold what the catalogue says.
        OSError, duckdb.IOException: the folder can't be written.
    """
    con = connect(path, read_only=True)
    try:
        bound(con, path)
        _prefer_what_is_written(con)
        rows = {relation.qualified: _export(con, relation, folder) for relation in published_relations()}
        write_package(folder, rows)
        return rows
    except duckdb.IOException:
        raise  # the disk's fault, not the warehouse's
    except duckdb.Error as error:
        raise WarehouseError(f"the warehouse does not hold what its catalogue says, not published: {error}") from error
    finally:
        con.close()


def _prefer_what_is_written(con: DuckDBPyConnection) -> None:
    """Have queries look a `schema.name` up among the views that are written already, then in the file."""
    schemas = dict.fromkeys(relation.schema for relation in published_relations())
    for schema in schemas:
        con.execute(f"create schema if not exists {WRITTEN}.{schema}")
    path = (f"{catalog}.{schema}" for schema in schemas for catalog in (WRITTEN, CATALOG))
    con.execute(f"set search_path = '{','.join(path)}'")


def _export(con: DuckDBPyConnection, relation: Relation, folder: Path) -> int:
    target = folder / relation.parquet
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    comments = {column.name: column_comment(column) for column in relation.columns}
    con.execute(
        f"copy (select {columns} from {_source(con, relation)}) to ? "
        "(format parquet, compression zstd, kv_metadata {comment: ?, columns: ?})",
        [str(target), relation_comment(relation), json.dumps(comments, ensure_ascii=False)],
    )
    written = f"read_parquet('{escaped(target)}')"
    if relation.kind == "vista":
        con.execute(f"create view {WRITTEN}.{relation.qualified} as from {written}")
    ((count,),) = con.execute(f"select count(*) from {written}").fetchall()
    return int(count)


def _source(con: DuckDBPyConnection, relation: Relation) -> str:
    """A table, or the query of a view: the view itself would work out again all that it stands on."""
    if relation.kind == "tabella":
        return relation.qualified
    con.execute(f"describe {CATALOG}.{relation.qualified}")  # readers can open it
    return f"({query_of(relation)})"
