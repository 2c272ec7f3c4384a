"""A user's own rules into `punteggi.regola`, above the packaged ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.database import transaction
from warehouse.frames import insert
from warehouse.rules import rules_in_force


def load_rules(con: DuckDBPyConnection, paths: Iterable[Path]) -> int:
    """Put the packaged rules and those of a user's files in the place of all rules; how many there are.

    Raises:
        RuleError: a file is wrong; then the rules stay as they are.
    """
    rows = rules_in_force(paths)
    with transaction(con):
        con.execute("delete from punteggi.regola")
        insert(con, "punteggi.regola", rows)
    return len(rows)
