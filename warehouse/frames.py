"""Rows in and out of DuckDB in bulk, typed by the table that they are meant for."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

Row = dict[str, Any]


def arrow(con: DuckDBPyConnection, table: str, rows: list[Row]) -> pa.Table:
    """The rows as an Arrow table with the columns and types of a table of the database; absent columns are NULL."""
    schema = con.sql(f"from {table} limit 0").to_arrow_table().schema
    return pa.Table.from_pylist(rows, schema=schema)


def insert(con: DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Append rows to a table."""
    frame = arrow(con, table, rows)
    con.execute(f"insert into {table} by name from frame")
    del frame
