"""The SQL files of the package, by folder and name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of `sql/<name>.sql`, without the closing semicolon.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")


@cache
def sql_exists(name: str) -> bool:
    """Whether there is a file `sql/<name>.sql`."""
    return (FOLDER / f"{name}.sql").exists()
