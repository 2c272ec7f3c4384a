"""From the working file to what readers open: a DuckDB file and Parquet, made aside, checked, put in place at once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from warehouse import versions
from warehouse.database import connect, is_stale
from warehouse.errors import WarehouseError
from warehouse.exporting import export
from warehouse.name_free import write_name_free
from warehouse.staging import now
from warehouse.versions import FILE, NAME_FREE, PARQUET

KEPT_VERSIONS = 5


@dataclass(frozen=True, slots=True)
class Published:
    """Where readers find the warehouse, its version, and how many rows each relation (`schema.name`) has."""

    duckdb: Path
    parquet: Path
    version: str
    rows: dict[str, int]


def publish(working: Path, curated: Path, keep: int = KEPT_VERSIONS, pseudonym_key: bytes | None = None) -> Published:
    """Publish the working file (its connections closed) into a folder. Dying at any point leaves what was there whole.

    What fails takes its half version with it: the next try needs the room.

    Args:
        keep: how many versions stay on disk, the new one with them; the one before it, and those that readers may be
            in the middle of (`versions.GRACE`), stay in any case.
        pseudonym_key: where given, the edition without names is published too.

    Raises:
        WarehouseError: the working file is missing or in use, or its copy doesn't hold what the catalogue says.
        OSError, duckdb.Error: the disk is full, or the folder can't be written.
    """
    if not working.exists() or is_stale(working):
        raise WarehouseError(f"{working} is missing or was made by another version; run `schedario run` first")
    connect(working).execute("checkpoint").close()
    versions.clear(curated)
    moment = now()
    folder = versions.place(curated, f"{moment:%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}")
    folder.mkdir(parents=True)
    try:
        shutil.copyfile(working, folder / FILE)
        rows = export(folder / FILE, folder / PARQUET)
        if pseudonym_key is not None:
            _name_free(folder, pseudonym_key)
        versions.seal(folder, moment.isoformat(timespec="seconds"), versions.in_force(curated), rows)
    except BaseException:
        versions.drop(folder)
        raise
    versions.put_in_force(curated, folder.name)
    versions.drop_old(curated, keep)
    return Published(curated / FILE, curated / PARQUET, folder.name, rows)


def _name_free(folder: Path, key: bytes) -> None:
    edition = folder / NAME_FREE
    edition.mkdir()
    write_name_free(folder / FILE, edition / FILE, key)
    export(edition / FILE, edition / PARQUET)
