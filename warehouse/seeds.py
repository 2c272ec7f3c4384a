"""Rows that no document brings: calendar, budget classification, scoring rules; checked as they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.catalogue import catalogue
from warehouse.errors import WarehouseError
from warehouse.frames import Row, insert
from warehouse.sql_files import sql

RULES = Path(__file__).parent / "regole"
CLASSIFICATION = Path(__file__).parent / "dati" / "missioni.toml"


def seed(con: DuckDBPyConnection) -> None:
    """Fill the seeded tables of a new file."""
    con.execute(f"insert into main.dim_calendario by name {sql('dati/dim_calendario')}")
    insert(con, "main.dim_missione_programma", budget_rows(CLASSIFICATION))
    insert(con, "punteggi.regola", [row for path in sorted(RULES.glob("*.toml")) for row in rule_rows(path)])


def budget_rows(path: Path) -> list[Row]:
    """One row for each programme of each mission."""
    missions = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "missione_programma_id": f"{code}.{programme}",
            "missione_codice": code,
            "missione": mission["nome"],
            "programma_codice": programme,
            "programma": name,
        }
        for code, mission in missions.items()
        for programme, name in mission["programmi"].items()
    ]


def rule_rows(path: Path) -> list[Row]:
    """The rules of a file: `[[regola]]` rows, each with the file's `ente` and `anno` unless it has its own.

    Raises:
        WarehouseError: a row has an unknown key or parameter.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    common = {name: value for name, value in data.items() if name != "regola"}
    return [_checked(path, {**common, **raw}) for raw in data["regola"]]


def _checked(path: Path, row: dict[str, Any]) -> Row:
    columns = {column.name: column for column in catalogue()["punteggi.regola"].columns}
    if unknown := row.keys() - columns.keys():
        raise WarehouseError(f"{path}: unknown key {', '.join(sorted(unknown))} in rule {row.get('regola')}")
    if row.get("parametro") not in columns["parametro"].codes:
        raise WarehouseError(f"{path}: unknown parametro '{row.get('parametro')}' in rule {row.get('regola')}")
    return row
