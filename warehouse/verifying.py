"""The published files held against every law again, as whoever receives them would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Check:
    """A law held against the files: how many things break it, the first of them in words."""

    law: str
    broken: int
    warns: bool = False
    told: list[str] = field(default_factory=list)


def verify(curated: Path, shown: int = 5) -> Iterator[Check]:
    """Hold the kept versions against their checksums, and the one in force against every law.

    Raises:
        WarehouseError: nothing is published.
    """
    name = versions.in_force(curated)
    kept = {version.nome: version for version in versions.kept_versions(curated)}
    if name not in kept:
        raise WarehouseError(f"no published version in {curated} to verify; run `schedario run` first")
    for version in kept.values():
        yield _check(f"checksums of version {version.nome}", _changed_files(curated, version), shown)
    folder = versions.place(curated, name)
    con = connect(folder / versions.FILE, read_only=True)
    try:
        yield _check("row counts as published", _counts(con, kept[name]), shown)
        yield _check("Parquet equals DuckDB, row for row", _parquet(con, folder / versions.PARQUET), shown)
        for law, found in _laws(con):
            yield _check(law, found, shown)
        yield _check("references without names", _name_free(folder / versions.NAME_FREE / versions.FILE), shown)
        for law in TO_LOOK_AT:
            yield _check(law, _rows(con, sql(f"verifica/{law}")), shown, warns=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{folder / versions.FILE} does not hold what this program's catalogue says; run `schedario run`: {error}"
        ) from error
    finally:
        con.close()


def _check(law: str, found: Iterator[str], shown: int, warns: bool = False) -> Check:
    told = list(found)
    return Check(law, len(told), warns, told[:shown])


def _changed_files(curated: Path, version: versions.Version) -> Iterator[str]:
    folder = versions.place(curated, version.nome)
    for name, digest in version.impronte.items():
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif versions.fingerprint(folder / name) != digest:
            yield f"{name} has changed since it was published"
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {versions.MANIFEST}
    yield from (f"{name} was not published" for name in sorted(there - version.impronte.keys()))


def _counts(con: DuckDBPyConnection, version: versions.Version) -> Iterator[str]:
    for name, rows in version.righe.items():
        ((found,),) = con.execute(f"select count(*) from {name}").fetchall()
        if found != rows:
            yield f"{name} has {found} rows, {rows} were published"


def _parquet(con: DuckDBPyConnection, folder: Path) -> Iterator[str]:
    for relation in published_relations():
        source = f"read_parquet('{escaped(folder / relation.parquet)}')"
        try:
            difference = compare(con, relation, relation.qualified, source)
        except (duckdb.IOException, duckdb.BinderException):
            yield f"{relation.qualified}: its Parquet file is missing or has other columns"
            continue
        if difference:
            first = (difference.only_first + difference.only_second)[0]
            yield f"{relation.qualified}: {difference.rows[0]} rows, {difference.rows[1]} in Parquet; first: {first}"


def _laws(con: DuckDBPyConnection) -> Iterator[tuple[str, Iterator[str]]]:
    """Each law with what breaks it."""
    tables = [relation for relation in published_relations() if relation.kind == "tabella"]
    yield "glyphs", _rows(con, sql("verifica/segni"))
    yield "rows", _rows(con, sql("verifica/righe"))
    yield "evidence of each row", (line for r in tables if _has(r, "evidenza_id") for line in _evidence(con, r))
    yield "evidence of each field", (line for r in tables if r.schema == "pubblicato" for line in _fields(con, r))
    yield "keys", (line for r in tables for line in _of(con, r, "chiave"))
    yield "required fields", (line for r in tables for line in _required(con, r))
    yield "references", _references(con)


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
    for relation in published_relations():
        for column, other in references(relation) if relation.kind == "tabella" else ():
            yield from _of(con, relation, "riferimento", colonna=column, altra=other.qualified)


def _name_free(file: Path) -> Iterator[str]:
    """References that don't hold in the edition without names: keys made from names are made anew there."""
    if not file.exists():
        return
    con = connect(file, read_only=True)
    try:
        yield from _references(con)
    finally:
        con.close()


def _of(con: DuckDBPyConnection, relation: Relation, law: str, **parts: str) -> Iterator[str]:
    key = ", ".join(f'"{name}"' for name in relation.key)
    statement = sql(f"verifica/{law}").format(relazione=relation.qualified, chiave=key, **parts)
    yield from (f"{relation.qualified}: {line}" for line in _rows(con, statement))


def _rows(con: DuckDBPyConnection, statement: str) -> Iterator[str]:
    yield from (f"{where}: {what}" for where, what in con.execute(statement).fetchall())


def _has(relation: Relation, column: str) -> bool:
    return any(own.name == column for own in relation.columns)
