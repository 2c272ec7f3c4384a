"""The working file: opened, made when missing, started afresh when this package changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import schema
from warehouse.catalogue import catalogue
from warehouse.errors import WarehouseError
from warehouse.sql_files import sql

CATALOG = "schedario"
STORAGE_VERSION = "v1.2.0"
"""Today's BI drivers carry DuckDB 1.2 or later; a plain copy of the working file opens in them."""

MEMORY = "2GB"
"""What DuckDB is told to take for loading and publishing, however big the warehouse; the rest goes to disk. Writing
Parquet takes some hundred megabytes more, whatever it is told."""
CHECKPOINT = "128MB"
"""Size of the log that makes a checkpoint: each batch reaches the default, and checkpoints would be half of loading."""

KEPT = (
    "main.fact_rilevazione",
    "punteggi.rilevazione_esclusa",
    "evidenze.acquisizione",
    "qualita.corsa",
    "qualita.documento",
    "qualita.quarantena",
    "qualita.uscita_quarantena",
    "qualita.volume",
)
"""What can't be made again from the documents: what people typed in, in which order the documents came, the diary."""


def connect(path: Path, read_only: bool = False) -> DuckDBPyConnection:
    """Open a warehouse; it is the current catalog, named `schedario`.

    For writing, the file is made when missing; when it was made by another version of this package, a fresh one takes
    its place with what can't be made again carried over, and the caller loads the documents again
    (`loaded_documents` is empty).

    Raises:
        WarehouseError: another process holds the file, it is no DuckDB file, or (read only) it isn't there.
    """
    if read_only:
        if not path.exists():
            raise WarehouseError(f"{path} is not there; run `schedario run` first")
        return _open(path, " (read_only)")
    if not path.exists():
        make(path)
    elif is_stale(path):
        make(path, kept_from=path)
    return _writable(path)


def is_stale(path: Path) -> bool:
    """Whether a file was made by another catalogue, SQL, rules or code than today's."""
    con = _open(path, "")
    try:
        return con.execute("select impronta from qualita.impianto").fetchall() != [(schema.fingerprint(),)]
    except duckdb.CatalogException:
        return True
    finally:
        con.close()


@contextmanager
def transaction(con: DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any exception."""
    con.begin()
    try:
        yield
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a commit that failed has rolled back, and says so
            con.rollback()
        raise


def make(path: Path, kept_from: Path | None = None) -> None:
    """Make a new file, with what can't be made again from another one. It is built aside and put in its place at once,
    so that a crash leaves the old one or the new one.
    """
    aside = path.with_name(path.name + ".nuovo")
    aside.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kept_from:
        _settle(kept_from)
    con = _open(aside, f" (storage_version '{STORAGE_VERSION}')")
    try:
        schema.create(con)
        if kept_from:
            _carry_over(con, kept_from)
        con.execute(f"checkpoint {CATALOG}")
    finally:
        con.close()
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    aside.replace(path)


def _settle(path: Path) -> None:
    """Have all that was committed stand in the file itself: what stands beside it goes when a new one takes its place.

    A published version has nothing beside it, and isn't written to.
    """
    if path.with_name(path.name + ".wal").exists():
        con = _open(path, "")
        try:
            con.execute(f"checkpoint {CATALOG}")
        finally:
            con.close()


def _carry_over(con: DuckDBPyConnection, old: Path) -> None:
    con.execute(f"attach '{escaped(old)}' as vecchio (read_only)")
    for table in KEPT:
        known = {name for (name,) in con.execute(sql("carico/colonne_vecchie"), table.split(".")).fetchall()}
        common = ", ".join(c.name for c in catalogue()[table].columns if c.name in known)
        if common:
            con.execute(f"insert into {table} by name select {common} from vecchio.{table}")
    con.execute("detach vecchio")
    for statement in ("togli_stampati", "togli_stampati_esclusi"):
        con.execute(sql(f"risultati/{statement}"), {"atti": None})  # they come again with the acts


def _writable(path: Path) -> DuckDBPyConnection:
    con = _open(path, f" (storage_version '{STORAGE_VERSION}')")
    bound(con, path)
    # a batch is too small for several threads: they cost processor time, and the checks want the other core
    con.execute("set threads = 1")
    con.execute(f"set checkpoint_threshold = '{CHECKPOINT}'")
    con.execute("attach ':memory:' as staging")
    schema.create_staging(con)
    con.execute(sql("macro"))
    return con


def bound(con: DuckDBPyConnection, path: Path) -> None:
    """Bound the memory of a connection that nobody else shares its file (`path`) with.

    What goes to disk lies beside the file: there is room, and the folder that a run starts in may not be written to.
    """
    spilled = path.with_suffix(".tmp")
    shutil.rmtree(spilled, ignore_errors=True)  # of one that was killed
    con.execute(f"set temp_directory = '{escaped(spilled)}'")
    con.execute(f"set memory_limit = '{MEMORY}'")


def _open(path: Path, options: str) -> DuckDBPyConnection:
    con = duckdb.connect()
    try:
        con.execute(f"attach '{escaped(path)}' as {CATALOG}{options}")
        con.execute(f"use {CATALOG}")
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(_advice(path, error)) from error
    return con


def _advice(path: Path, error: duckdb.Error) -> str:
    if re.search("lock|conflict", str(error), re.IGNORECASE):
        return f"{path} is in use by another process; wait until it ends, or query the published file instead"
    if re.search("cannot open file", str(error), re.IGNORECASE):
        return f"{path} can't be opened ({error})"
    return f"{path} can't be opened as a warehouse ({error}); move it away and run again"


def escaped(path: Path) -> str:
    """A path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")
