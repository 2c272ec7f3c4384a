"""What readers find in a curated folder: which version, and whether it is whole; and what is left lying about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.catalogue import Relation, published_relations
from warehouse.comparing import DIARY, OF_THE_RUN, fingerprint
from warehouse.database import escaped
from warehouse.versions import CURRENT, FILE, FOLDER, MANIFEST, NAME_FREE, PARQUET, kept_versions
from warehouse.versions import fingerprint as sha256

Prints = dict[str, tuple[int, str]]
"""edition and relation -> its rows and their hash, outside the diary of runs and without moments."""

HALF_DONE = ("*.nuovo*", "*.part", "*.json.[0-9]*", "*.wal", "*.tmp", "pending", "sito", "sito_vecchio")


class NotWholeError(AssertionError):
    """Readers find something that isn't a whole version."""


def prints(curated: Path) -> Prints:
    """All that readers can open: the DuckDB file and the Parquet files, of both editions."""
    found: Prints = {}
    for edition in ("", NAME_FREE):
        home = curated / edition
        if home.exists():
            found |= {f"{edition} {name}".strip(): told for name, told in _relations(home)}
    return found


def seen(curated: Path) -> str:
    """The name of the version that readers open now, looked at file by file as its manifest tells it.

    Raises:
        NotWholeError: something is missing, or isn't what was published.
    """
    folder = (curated / CURRENT).resolve()
    version = next((v for v in kept_versions(curated) if v.nome == folder.name), None)
    if version is None:
        raise NotWholeError(f"{folder.name} has no manifest")
    for name, print_ in version.impronte.items():
        if sha256(folder / name) != print_:
            raise NotWholeError(f"{folder.name}/{name} is not what was published")
    for entry in (FILE, PARQUET):
        if (curated / entry).resolve() != folder / entry:
            raise NotWholeError(f"{entry} leads to {(curated / entry).resolve()}")
    rows = _rows_of(curated)
    if rows != version.righe:
        different = [name for name in version.righe if rows.get(name) != version.righe[name]]
        raise NotWholeError(f"{folder.name}: other rows than its manifest says in {different}")
    return version.nome


def left_over(*folders: Path) -> list[str]:
    """Files and folders that something half done left."""
    found = {path for folder in folders for pattern in HALF_DONE for path in folder.rglob(pattern)}
    found |= {path for folder in folders for path in (folder / FOLDER).glob("*") if not (path / MANIFEST).is_file()}
    return sorted(str(path) for path in found if ".work/prefect" not in str(path))


def _relations(home: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    con = duckdb.connect()
    try:
        con.execute(f"attach '{escaped(home / FILE)}' as magazzino (read_only)")
        for relation in published_relations():
            if relation.qualified not in DIARY:
                columns = [c for c in relation.columns if c.name not in OF_THE_RUN and c.type != "TIMESTAMP"]
                found = fingerprint(con, f"magazzino.{relation.qualified}", columns)
                parquet = fingerprint(con, f"read_parquet('{escaped(_parquet(home, relation))}')", columns)
                if found != parquet:
                    raise NotWholeError(f"{relation.qualified}: Parquet has {parquet}, DuckDB {found}")
                yield relation.qualified, found
    finally:
        con.close()


def _rows_of(curated: Path) -> dict[str, int]:
    with duckdb.connect(str(curated / FILE), read_only=True) as con:
        tables = {r.qualified: con.table(r.qualified).shape[0] for r in published_relations() if r.kind == "tabella"}
        views = {
            r.qualified: con.read_parquet(str(_parquet(curated, r))).shape[0]
            for r in published_relations()
            if r.kind != "tabella"
        }
    return tables | views


def _parquet(home: Path, relation: Relation) -> Path:
    return home / PARQUET / relation.parquet
