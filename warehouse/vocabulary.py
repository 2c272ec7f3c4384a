"""Words that say what the print means: levels of objectives, words that don't tell two units apart. Data files."""

from __future__ import annotations

import tomllib
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.frames import insert

FOLDER = Path(__file__).parent / "dati"


def fill_vocabulary(con: DuckDBPyConnection) -> None:
    """Fill the vocabulary's tables of a new file."""
    levels = tomllib.loads((FOLDER / "livelli.toml").read_text(encoding="utf-8"))
    insert(con, "main.dim_livello", levels["dim_livello"])
    insert(con, "punteggi.parola_vuota", [{"parola": word} for word in empty_words()])


def empty_words() -> list[str]:
    """Words that don't tell the names of two units apart: articles, prepositions, kinds of unit."""
    words: list[str] = tomllib.loads((FOLDER / "parole_vuote.toml").read_text(encoding="utf-8"))["parole"]
    return words
