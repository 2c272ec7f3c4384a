"""Rows that no document brings: calendar, budget classification, scoring rules."""

from __future__ import annotations

import tomllib
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.frames import Row, insert
from warehouse.rules import packaged_rules
from warehouse.sql_files import sql

CLASSIFICATION = Path(__file__).parent / "dati" / "missioni.toml"


def seed(con: DuckDBPyConnection) -> None:
    """Fill the seeded tables of a new file."""
    con.execute(f"insert into main.dim_calendario by name {sql('dati/dim_calendario')}")
    insert(con, "main.dim_missione_programma", budget_rows(CLASSIFICATION))
    insert(con, "punteggi.regola", list(packaged_rules()))


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
