"""Rows in and out of DuckDB in bulk, typed by the table that they are meant for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from warehouse.catalogue import catalogue

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "JSON": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


def arrow(table: str, rows: list[Row]) -> pa.Table:
    """The rows as an Arrow table with the columns and types of a table of the catalogue; absent columns are NULL."""
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The columns of a table of the catalogue, typed as DuckDB gives them to Arrow."""
    return pa.schema([(column.name, _arrow_type(column.type)) for column in catalogue()[table].columns])


def insert(con: DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Append rows to a table."""
    insert_arrow(con, table, arrow(table, rows))


def insert_arrow(con: DuckDBPyConnection, table: str, frame: pa.Table) -> None:
    """Append rows that are in Arrow to a table."""
    con.execute(f"insert into {table} by name from frame")
    del frame  # used by DuckDB, which finds it by its name


def data_frame(table: pa.Table) -> pd.DataFrame:
    """A table as a data frame: numbers and truth values may be NULL, maps are dicts, days are timestamps."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=_pandas_type, maps_as_pydicts="strict", date_as_object=False)
    return frame


@cache
def _pandas_type(kind: pa.DataType) -> Any:
    # who only makes rows doesn't wait for its import
    import pandas as pd

    types = {
        pa.string(): pd.StringDtype("pyarrow", na_value=float("nan")),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    # a struct is an object of Python for each row otherwise
    return types.get(kind, pd.ArrowDtype(kind) if pa.types.is_struct(kind) else None)


def _arrow_type(text: str) -> pa.DataType:
    """The type that a DuckDB type such as `STRUCT(nome VARCHAR)[]` has in Arrow."""
    if text.endswith("[]"):
        return pa.list_(pa.field("l", _arrow_type(text[:-2])))
    if found := re.fullmatch(r"MAP\((\w+), (\w+)\)", text):
        return pa.map_(ARROW[found[1]], ARROW[found[2]])
    if found := re.fullmatch(r"STRUCT\((.+)\)", text):
        parts = (part.split(" ", 1) for part in found[1].split(", "))
        return pa.struct([(name, ARROW[kind]) for name, kind in parts])
    return ARROW[text]
