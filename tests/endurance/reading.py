"""Readers that ask in a loop while versions take each other's place.

Each version is marked: the same word stands in three tables and shows in a view. Who sees two words has seen a mix.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq

import warehouse
from pipelines.folders import Folders
from warehouse.versions import FILE, PARQUET

from .processes import CONTEXT

MARKED = {
    "main.dim_obiettivo": "titolo",
    "main.dim_indicatore": "testo",
    "pubblicato.kpi": "kpi",
    "punteggi.realizzazione_indicatore": "indicatore",
}
"""Relation -> the column that holds the mark."""
TABLES = list(MARKED)[:3]

Way = Callable[[Path], set[str]]
"""A way of reading: all the marks that it meets in one go."""


@dataclass(slots=True)
class Seen:
    """What one reader met.

    Attributes:
        failed: how questions failed.
        mixed: answers with marks of two versions.
        versions: the marks that it met.
    """

    way: str
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        told = f"{self.asked} questions, {len(self.failed)} failed, {len(self.mixed)} mixed"
        return f"{self.way}: {told}, {len(self.versions)} versions met"


def one_connection(curated: Path) -> set[str]:
    """Statement after statement on one connection to the DuckDB file."""
    with duckdb.connect(str(curated / FILE), read_only=True) as con:
        return _marks(con, "")


def attached(curated: Path) -> set[str]:
    """The file attached to a database of the reader's own, asked from another folder."""
    os.chdir("/")
    with duckdb.connect() as con:
        con.execute(f"attach '{curated / FILE}' as magazzino (read_only)")
        return _marks(con, "magazzino.")


def parquet(curated: Path) -> set[str]:
    """Parquet file after file with three libraries, in the folder that the link led to when the reader began."""
    folder = (curated / PARQUET).resolve()
    found: set[str] = set()
    for name, column in MARKED.items():
        path = str(folder / f"{name.replace('.', '/')}.parquet")
        found |= {mark for (mark,) in duckdb.sql(f"select distinct {column} from '{path}'").fetchall()}
        found |= set(pd.read_parquet(path, columns=[column])[column])
        found |= set(pq.read_table(path, columns=[column])[column].to_pylist())
    return found


def one_file(curated: Path) -> set[str]:
    """One Parquet file through the link: opened once, it is of one version. Of a path pyarrow opens the file twice, and
    a publication may fall between.
    """
    with (curated / PARQUET / "main" / "dim_obiettivo.parquet").open("rb") as file:
        return set(pq.read_table(file, columns=["titolo"])["titolo"].to_pylist())


WAYS: tuple[Way, ...] = (one_connection, attached, parquet, one_file)


def publications(folders: Folders, number: int) -> Iterator[str]:
    """Mark the working file and publish it, again and again; gives each mark when it is in force."""
    for n in range(number):
        mark = f"versione {n}"
        con = warehouse.connect(folders.working)
        for table in TABLES:
            con.execute(f"update {table} set {MARKED[table]} = ?", [mark])
        con.close()
        warehouse.publish(folders.working, folders.curated)
        yield mark


def watched(folders: Folders, number: int) -> list[Seen]:
    """So many publications under the eyes of a reader for each way of reading."""
    every = publications(folders, number)
    next(every)
    with _asking(folders.curated) as readers:
        for _ in every:
            pass
    return [reader.recv() for reader in readers]


@contextmanager
def _asking(curated: Path) -> Iterator[list[Connection]]:
    """A process for each way, that asks until the block ends and then tells what it met."""
    pipes = [CONTEXT.Pipe() for _ in WAYS]
    readers = [
        CONTEXT.Process(target=_ask, args=(way, curated, theirs)) for way, (_, theirs) in zip(WAYS, pipes, strict=True)
    ]
    for reader in readers:
        reader.start()
    for ours, _ in pipes:
        ours.recv()  # it has asked once
    yield [ours for ours, _ in pipes]
    for ours, _ in pipes:
        ours.send("enough")


def _ask(way: Way, curated: Path, said: Connection) -> None:
    seen = Seen(way.__name__)
    held = duckdb.connect(str(curated / FILE), read_only=True) if way is parquet else None
    first = _marks(held, "") if held else set()
    while not said.poll():
        _once(way, curated, seen)
        if held and _marks(held, "") != first:
            seen.mixed.append("a connection held open")
        if seen.asked == 1:
            said.send("asked")
    said.send(seen)


def _once(way: Way, curated: Path, seen: Seen) -> None:
    seen.asked += 1
    try:
        found = way(curated)
    except Exception as error:
        seen.failed.append(f"{type(error).__name__}: {error}")
        return
    seen.versions |= found
    if len(found) != 1:
        seen.mixed.append(", ".join(sorted(found)))


def _marks(con: duckdb.DuckDBPyConnection, prefix: str) -> set[str]:
    questions = [f"select distinct {column} from {prefix}{name}" for name, column in MARKED.items()]
    return {mark for question in questions for (mark,) in con.execute(question).fetchall()}
