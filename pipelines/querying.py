"""Read-only questions to the published file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression, DuckDBPyConnection

from pipelines.errors import PipelineError, disk_trouble
from pipelines.folders import Folders, shown
from pipelines.formats import Rows
from warehouse.catalogue import catalogue

Result = tuple[list[str], Rows]
"""Names of the columns, and the rows."""

SQL = Path(__file__).parent / "sql"
NOT_PUBLISHED = "staging"
DAMAGE = ("Corrupt database file", "not a valid DuckDB database file", "Could not read enough bytes")
"""What DuckDB says of a file that isn't what it has written, with exceptions of many kinds."""
TOO_MANY_ROWS = "atto_id"
"""A key that every row of an act has is no key to a row."""


@contextmanager
def published(folders: Folders) -> Iterator[DuckDBPyConnection]:
    """The published file, open for reading.

    Raises:
        PipelineError: nothing is published there, or it is damaged.
    """
    if not folders.published.is_file():
        raise PipelineError(f"nothing is published in {shown(folders.curated)} yet; run: schedario run")
    with told_if_damaged(folders), duckdb.connect(str(folders.published), read_only=True) as con:
        yield con


@contextmanager
def told_if_damaged(folders: Folders) -> Iterator[None]:
    """For what reads the published file.

    Raises:
        PipelineError: it is damaged.
    """
    try:
        yield
    except duckdb.Error as error:
        if not _is_damage(error):
            raise
        raise PipelineError(
            f"{shown(folders.published)} is damaged ({_one_line(error)}); make it again: schedario publish"
        ) from error


def query(folders: Folders, sql: str, parameters: list[object] | None = None) -> Result:
    """The answer to one statement.

    It is asked in a thread of its own: on many cores DuckDB doesn't see Ctrl-C in the main one while it works.

    Raises:
        PipelineError: DuckDB refuses it; the message is DuckDB's.
    """
    with published(folders) as con, ThreadPoolExecutor(1) as aside:
        asked = aside.submit(_answer, con, sql, parameters)
        try:
            return asked.result()
        except duckdb.Error as error:
            if _is_damage(error):
                raise
            raise PipelineError(_one_line(error)) from error
        except KeyboardInterrupt:
            con.interrupt()
            raise


def evidence(folders: Folders, key: str) -> Result:
    """Where each field of the rows with this key is printed; the key is one of a row of the star, or an evidenza_id.

    Raises:
        PipelineError: no row has it.
    """
    with published(folders) as con:
        found = sorted(_evidence_ids(con, key))
    if not found:
        raise PipelineError(
            f"no row has the key {key}; take one from a column that ends in _id, as in: "
            'schedario query "select indicatore_id, testo from dim_indicatore limit 5"'
        )
    return query(folders, sql_text("evidenza"), [found])


def status(folders: Folders) -> dict[str, Result]:
    """The last run, its documents, and what is set aside: heading -> rows."""
    names = {"Last run": "corsa", "Documents": "documenti", "Set aside": "quarantena"}
    return {heading: query(folders, sql_text(name)) for heading, name in names.items()}


def _answer(con: DuckDBPyConnection, sql: str, parameters: list[object] | None) -> Result:
    con.execute(sql, parameters)
    return [column[0] for column in con.description or []], con.fetchall()


def _evidence_ids(con: DuckDBPyConnection, key: str) -> set[str]:
    found: set[str] = set()
    for relation in catalogue().values():
        traceable = any(column.name == "evidenza_id" for column in relation.columns)
        if traceable and relation.schema != NOT_PUBLISHED:
            for column in relation.key:
                if column.endswith("_id") and column != TOO_MANY_ROWS:
                    rows = con.table(relation.qualified).filter(ColumnExpression(column) == ConstantExpression(key))
                    found.update(known for (known,) in rows.select("evidenza_id").fetchall() if known)
    return found


def _is_damage(error: duckdb.Error) -> bool:
    return any(words in str(error) for words in DAMAGE) and not disk_trouble(error)


def _one_line(error: duckdb.Error) -> str:
    """What DuckDB says, without the drawing of where."""
    return " ".join(str(error).split("\n\nLINE")[0].split())


def sql_text(name: str) -> str:
    """The text of a query in `sql/`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
