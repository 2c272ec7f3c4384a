"""The published files held against every law again, as whoever receives them would."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse import versions
from warehouse.catalogue import Relation, published_relations, references
from warehouse.comparing import compare
from warehouse.database import connect, escaped
from warehouse.errors import WarehouseError
from warehouse.sql_files import sql

TO_LOOK_AT = ("conteggi", "seconda_lettura")
"""Laws whose breaking stopped nothing when the acts were loaded."""
WITHOUT_FIELDS = frozenset({"atto_id", "evidenza_id", "layout", "grid"})
"""Texts that are no print, or whose evidence is in evidenze.cella."""

CHECKSUMS = "checksums of version "
"""Begins the law about the files of a version; its name follows."""
COUNTS = "row counts as published"

Breaks = Callable[[DuckDBPyConnection], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """A law held against the files: how many things break it, the first of them in words."""

    law: str
    broken: int
    warns: bool = False
    told: list[str] = field(default_factory=list)


def verify(curated: Path, shown: int = 5) -> Iterator[Check]:
    """Hold the kept versions against their checksums, and the one in force against every law.

    A law that can't be held, because a file can't be read, is broken.

    Raises:
        WarehouseError: nothing is published.
    """
    name = versions.in_force(curated)
    if not name:
        raise WarehouseError(f"no published version in {curated} to verify; run `schedario run` first")
    kept = {version.nome: version for version in versions.kept_versions(curated)}
    damaged = versions.damaged_versions(curated)
    for each, why in damaged.items():
        yield Check(f"{CHECKSUMS}{each}", 1, told=[why])
    for version in kept.values():
        yield _check(f"{CHECKSUMS}{version.nome}", _changed_files(curated, version), shown)
    folder = versions.place(curated, name)
    file = folder / versions.FILE
    if name in kept:
        yield _held(COUNTS, file, partial(_counts, version=kept[name]), shown)
    else:
        yield Check(COUNTS, 1, told=[damaged[name]])
    yield _check("Parquet equals DuckDB, row for row", _parquet(file, folder / versions.PARQUET), shown)
    for law, breaks in LAWS.items():
        yield _held(law, file, breaks, shown)
    name_free = folder / versions.NAME_FREE / versions.FILE
    if name_free.is_file():
        # keys made from names are made anew there
        yield _held("references without names", name_free, _references, shown)
    for law in TO_LOOK_AT:
        yield _held(law, file, partial(_rows, statement=sql(f"verifica/{law}")), shown, warns=True)


def _check(law: str, found: Iterator[str], shown: int, warns: bool = False) -> Check:
    told = list(found)
    return Check(law, len(told), warns, told[:shown])


def _held(law: str, file: Path, breaks: Breaks, shown: int, warns: bool = False) -> Check:
    """A law of the DuckDB file, on a connection of its own: what one law meets may end it for all others."""
    try:
        with closing(connect(file, read_only=True)) as con:
            return _check(law, breaks(con), shown, warns)
    except (duckdb.Error, WarehouseError) as error:
        return Check(law, 1, told=[_unread(file, error)])


def _unread(file: Path, error: Exception) -> str:
    """Which file can't be read, or was made by another version of the program."""
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return f"{file.name} does not hold what this program's catalogue says; run `schedario run`: {_line(error)}"
    return f"{file.name} can't be read: {_line(error.__cause__ or error)}"


def _line(error: BaseException) -> str:
    """What DuckDB says, without the drawing of where."""
    return " ".join(str(error).split("\n\n")[0].split())


def _changed_files(curated: Path, version: versions.Version) -> Iterator[str]:
    folder = versions.place(curated, version.nome)
    yield from versions.changed_files(curated, version)
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {versions.MANIFEST}
    yield from (f"{name} was not published" for name in sorted(there - version.impronte.keys()))


def _counts(con: DuckDBPyConnection, version: versions.Version) -> Iterator[str]:
    for name, rows in version.righe.items():
        ((found,),) = con.execute(f"select count(*) from {name}").fetchall()
        if found != rows:
            yield f"{name} has {found} rows, {rows} were published"


def _parquet(file: Path, folder: Path) -> Iterator[str]:
    left = deque(published_relations())
    while left:
        try:
            with closing(connect(file, read_only=True)) as con:
                while left:
                    yield from _parquet_differs(con, left[0], folder)
                    left.popleft()
        except WarehouseError as error:
            yield _unread(file, error)
            return
        except duckdb.Error as error:  # it may have ended the connection
            relation = left.popleft()
            yield f"{relation.qualified}: {_parquet_damage(folder, relation) or _unread(file, error)}"


def _parquet_differs(con: DuckDBPyConnection, relation: Relation, folder: Path) -> Iterator[str]:
    difference = compare(con, relation, relation.qualified, _parquet_source(folder, relation))
    if difference:
        first = (difference.only_first + difference.only_second)[0]
        yield f"{relation.qualified}: {difference.rows[0]} rows, {difference.rows[1]} in Parquet; first: {first}"


def _parquet_damage(folder: Path, relation: Relation) -> str:
    """Why a Parquet file can't be read; empty if it can, and the DuckDB file is to blame."""
    columns = ", ".join(f'count("{column.name}")' for column in relation.columns)
    try:
        with closing(duckdb.connect()) as con:
            con.execute(f"select {columns} from {_parquet_source(folder, relation)}").fetchall()
    except (duckdb.IOException, duckdb.BinderException):
        return f"its Parquet file {relation.parquet} is missing, damaged or has other columns"
    except duckdb.Error as error:
        return f"its Parquet file {relation.parquet} can't be read: {_line(error)}"
    return ""


def _parquet_source(folder: Path, relation: Relation) -> str:
    return f"read_parquet('{escaped(folder / relation.parquet)}')"


def _tables() -> list[Relation]:
    return [relation for relation in published_relations() if relation.kind == "tabella"]


def _evidence(con: DuckDBPyConnection, relation: Relation) -> Iterator[str]:
    yield from _of(con, relation, "evidenza")
    if relation.schema == "pubblicato":
        yield from _of(con, relation, "riga_pubblicata", nome=relation.name)


def _fields(con: DuckDBPyConnection, relation: Relation) -> Iterator[str]:
    texts = [c.name for c in relation.columns if c.type == "VARCHAR" and c.name not in WITHOUT_FIELDS]
    if texts and _has(relation, "evidenza_id"):
        yield from _of(con, relation, "campo", campi=", ".join(f'"{name}"' for name in texts))


def _required(con: DuckDBPyConnection, relation: Relation) -> Iterator[str]:
    for column in relation.columns:
        if column.required:
            yield from _of(con, relation, "obbligatorio", colonna=column.name)


def _references(con: DuckDBPyConnection) -> Iterator[str]:
    """Views refer to what their tables refer to."""
    for relation in _tables():
        for column, other in references(relation):
            yield from _of(con, relation, "riferimento", colonna=column, altra=other.qualified)


def _of(con: DuckDBPyConnection, relation: Relation, law: str, **parts: str) -> Iterator[str]:
    key = ", ".join(f'"{name}"' for name in relation.key)
    statement = sql(f"verifica/{law}").format(relazione=relation.qualified, chiave=key, **parts)
    yield from (f"{relation.qualified}: {line}" for line in _rows(con, statement))


def _rows(con: DuckDBPyConnection, statement: str) -> Iterator[str]:
    yield from (f"{where}: {what}" for where, what in con.execute(statement).fetchall())


def _has(relation: Relation, column: str) -> bool:
    return any(own.name == column for own in relation.columns)


LAWS: dict[str, Breaks] = {
    "glyphs": lambda con: _rows(con, sql("verifica/segni")),
    "rows": lambda con: _rows(con, sql("verifica/righe")),
    "evidence of each row": lambda con: (
        line for r in _tables() if _has(r, "evidenza_id") for line in _evidence(con, r)
    ),
    "evidence of each field": lambda con: (
        line for r in _tables() if r.schema == "pubblicato" for line in _fields(con, r)
    ),
    "keys": lambda con: (line for r in _tables() for line in _of(con, r, "chiave")),
    "required fields": lambda con: (line for r in _tables() for line in _required(con, r)),
    "references": _references,
}
"""Each law of the DuckDB file alone: what breaks it."""
