"""Published versions on disk: which there are, which one is in force, and how another one takes its place.

A version is a folder `.versioni/<name>` with all that readers open. `.corrente` is a link to the one in force, and
`schedario.duckdb`, `parquet`, ... are links through it: replacing that one link changes them all at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.errors import WarehouseError

FILE = "schedario.duckdb"
PARQUET = "parquet"
NAME_FREE = "senza_nomi"
"""The edition without names: a folder with a `FILE` and a `PARQUET` of its own."""

FOLDER = ".versioni"
CURRENT = ".corrente"
MANIFEST = "versione.json"
"""Written last: a folder without it is what a killed publication left."""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version as its manifest tells it.

    Attributes:
        nome: sorts by time.
        pubblicata_il: ISO, UTC.
        precedente: the version that was in force when it was published.
        righe: rows by relation (`schema.name`).
        impronte: SHA-256 of each file, by its path in the version's folder.
    """

    nome: str
    pubblicata_il: str
    precedente: str
    righe: dict[str, int]
    impronte: dict[str, str]


def place(curated: Path, name: str) -> Path:
    """The folder of a version."""
    return curated / FOLDER / name


def in_force(curated: Path) -> str:
    """Name of the version that readers open; empty when nothing is published."""
    link = curated / CURRENT
    return link.readlink().name if link.is_symlink() else ""


def kept_versions(curated: Path) -> list[Version]:
    """The whole versions that are kept, oldest first."""
    return [_read(path) for path in sorted((curated / FOLDER).glob(f"*/{MANIFEST}"))]


def seal(folder: Path, pubblicata_il: str, precedente: str, righe: dict[str, int]) -> Version:
    """Write the manifest of a version whose files are all there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    prints = {path.relative_to(folder).as_posix(): fingerprint(path) for path in files}
    version = Version(folder.name, pubblicata_il, precedente, righe, prints)
    aside = folder / f"{MANIFEST}.nuovo"
    aside.write_text(json.dumps(asdict(version), ensure_ascii=False, indent=1), encoding="utf-8")
    for path in (*files, aside):
        _sync(path)
    aside.replace(folder / MANIFEST)
    return version


def put_in_force(curated: Path, name: str) -> None:
    """Make a version the one that readers open, in one step; readers that hold another one go on."""
    _link(curated / CURRENT, Path(FOLDER) / name)
    for entry in (FILE, PARQUET, NAME_FREE):
        if (place(curated, name) / entry).exists() or entry != NAME_FREE:
            _link(curated / entry, Path(CURRENT) / entry)


def drop_old(curated: Path, keep: int) -> None:
    """Keep the newest `keep` versions, the one in force and the one before it, which readers may just be opening."""
    whole = {version.nome: version for version in kept_versions(curated)}
    current = in_force(curated)
    kept = {current, *sorted(whole)[-keep:]}
    if current in whole:
        kept.add(whole[current].precedente)
    for folder in (curated / FOLDER).iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def rollback(curated: Path) -> Version:
    """Put the version in force that stood before the present one.

    Raises:
        WarehouseError: nothing is published, or no version before it is kept.
    """
    whole = {version.nome: version for version in kept_versions(curated)}
    current = in_force(curated)
    if current not in whole:
        raise WarehouseError(f"no published version in {curated} to go back from; run `schedario run` first")
    before = whole[current].precedente
    if before not in whole:
        raise WarehouseError(
            f"no version before {current} is kept, so it stays in force; see `schedario publish --list`"
        )
    put_in_force(curated, before)
    return whole[before]


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(manifest: Path) -> Version:
    return Version(**json.loads(manifest.read_text(encoding="utf-8")))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _link(link: Path, target: Path) -> None:
    """Make a link point to a relative target, in one step."""
    if link.is_symlink() and link.readlink() == target:
        return
    aside = link.with_name(f".{link.name}.nuovo")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
