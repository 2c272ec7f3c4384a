"""Every relation of a warehouse file as Parquet, with its comments: what can't be read isn't published."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, published_relations
from warehouse.database import bound, connect
from warehouse.errors import WarehouseError
from warehouse.packaging import write_package
from warehouse.schema import column_comment, relation_comment


def export(path: Path, folder: Path) -> dict[str, int]:
    """Write all relations of a file to a folder, with the data package that describes them; rows by relation.

    Raises:
        WarehouseError: the file doesn't hold what the catalogue says.
        OSError, duckdb.IOException: the folder can't be written.
    """
    con = connect(path, read_only=True)
    try:
        bound(con, path)
        rows = {relation.qualified: _export(con, relation, folder) for relation in published_relations()}
        write_package(folder, rows)
        return rows
    except duckdb.IOException:
        raise  # the disk's fault, not the warehouse's
    except duckdb.Error as error:
        raise WarehouseError(f"the warehouse does not hold what its catalogue says, not published: {error}") from error
    finally:
        con.close()


def _export(con: DuckDBPyConnection, relation: Relation, folder: Path) -> int:
    target = folder / relation.parquet
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    comments = {column.name: column_comment(column) for column in relation.columns}
    con.execute(
        f"copy (select {columns} from {relation.qualified}) to ? "
        "(format parquet, compression zstd, kv_metadata {comment: ?, columns: ?})",
        [str(target), relation_comment(relation), json.dumps(comments, ensure_ascii=False)],
    )
    ((count,),) = con.execute("select count(*) from read_parquet(?)", [str(target)]).fetchall()
    return int(count)
