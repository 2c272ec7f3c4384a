"""From the working file to what readers open: a DuckDB file and Parquet, made aside, checked, put in place at once."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.catalogue import Relation, catalogue
from warehouse.database import connect, is_stale
from warehouse.errors import WarehouseError
from warehouse.schema import column_comment, relation_comment
from warehouse.staging import now

FILE = "schedario.duckdb"
PARQUET = "parquet"
VERSIONS = ".versioni"
CURRENT = ".corrente"
"""A link to the version in force. `schedario.duckdb` and `parquet` point through it, so that replacing this one link
changes both at once; the version before it is kept for readers that are just opening it."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where readers find the warehouse, and how many rows each relation (`schema.name`) has."""

    duckdb: Path
    parquet: Path
    rows: dict[str, int]


def publish(working: Path, curated: Path) -> Published:
    """Publish the working file (its connections closed) into a folder. Dying at any point leaves what was there whole.

    Raises:
        WarehouseError: the working file is missing or in use, or its copy doesn't hold what the catalogue says.
    """
    if not working.exists() or is_stale(working):
        raise WarehouseError(f"{working} is missing or was made by another version; run `schedario run` first")
    connect(working).execute("checkpoint").close()
    version = curated / VERSIONS / f"{now():%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
    version.mkdir(parents=True)
    shutil.copyfile(working, version / FILE)
    rows = _check_and_export(version / FILE, version / PARQUET)
    _sync(version / FILE)
    kept = {version.name, (curated / CURRENT).resolve().name}
    _link(curated / CURRENT, Path(VERSIONS) / version.name)
    for name in (FILE, PARQUET):
        _link(curated / name, Path(CURRENT) / name)
    for old in (curated / VERSIONS).iterdir():
        if old.name not in kept:
            shutil.rmtree(old, ignore_errors=True)
    return Published(curated / FILE, curated / PARQUET, rows)


def _check_and_export(path: Path, folder: Path) -> dict[str, int]:
    """Count every relation of the copy, read only, and write it as Parquet: what can't be read isn't published."""
    con = connect(path, read_only=True)
    try:
        return {r.qualified: _export(con, r, folder) for r in catalogue().values() if r.schema != "staging"}
    except duckdb.Error as error:
        raise WarehouseError(f"the warehouse does not hold what its catalogue says, not published: {error}") from error
    finally:
        con.close()


def _export(con: DuckDBPyConnection, relation: Relation, folder: Path) -> int:
    target = folder / relation.schema / f"{relation.name}.parquet"
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


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _link(link: Path, target: Path) -> None:
    """Make a link point to a relative target, in one step."""
    if link.is_symlink() and link.readlink() == target:
        return
    aside = link.with_name(f".{link.name}.nuovo")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
