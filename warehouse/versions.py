"""Published versions on disk: which there are, which one is in force, and how another one takes its place.

A version is a folder `.versioni/<name>` with all that readers open. `.corrente` is a link to the one in force, and
`schedario.duckdb`, `parquet`, ... are links through it: replacing that one link changes them all at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
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
"""Written last and removed first: a folder without it is what a killed publication or removal left."""
ASIDE = ".nuovo"
"""Ends the name of what is about to take another one's place."""
GRACE = 3600
"""Seconds that a version stays at least when another one has taken its place: readers may be in the middle of it."""


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
    return [version for folder in _published(curated) if isinstance(version := _read(folder), Version)]


def damaged_versions(curated: Path) -> dict[str, str]:
    """Name -> why, of those that were published and are no longer whole: none of them is ever put in force again."""
    return {folder.name: why for folder in _published(curated) if isinstance(why := _read(folder), str)}


def changed_files(curated: Path, version: Version) -> Iterator[str]:
    """What is no longer as it was published, in words."""
    for name, digest in version.impronte.items():
        path = place(curated, version.nome) / name
        try:
            if fingerprint(path) != digest:
                yield f"{name} has changed since it was published"
        except FileNotFoundError:
            yield f"{name} is missing"
        except OSError as error:
            yield f"{name} can't be read: {error.strerror}"


def seal(folder: Path, pubblicata_il: str, precedente: str, righe: dict[str, int]) -> Version:
    """Write the manifest of a version whose files are all there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    prints = {path.relative_to(folder).as_posix(): fingerprint(path) for path in files}
    version = Version(folder.name, pubblicata_il, precedente, righe, prints)
    aside = folder / f"{MANIFEST}{ASIDE}"
    aside.write_text(json.dumps(asdict(version), ensure_ascii=False, indent=1), encoding="utf-8")
    for path in (*files, aside):
        _sync(path)
    aside.replace(folder / MANIFEST)
    _sync(folder)
    return version


def put_in_force(curated: Path, name: str) -> None:
    """Make a version the one that readers open, in one step; readers that hold another one go on."""
    before = in_force(curated)
    if before and before != name and place(curated, before).is_dir():
        # when it was last in force: from now on it is old
        os.utime(place(curated, before))
    # links through the one that is replaced last: even the first version appears whole
    for entry in (FILE, PARQUET, NAME_FREE):
        if (place(curated, name) / entry).exists() or entry != NAME_FREE:
            _link(curated / entry, Path(CURRENT) / entry)
    _link(curated / CURRENT, Path(FOLDER) / name)
    _sync(curated)


def drop_old(curated: Path, keep: int) -> None:
    """Keep the newest `keep` versions, the one in force, the one before it, and what readers may be in the middle of:
    those that were in force within `GRACE`."""
    names = [folder.name for folder in _published(curated)]
    current = in_force(curated)
    before = [version.precedente for version in kept_versions(curated) if version.nome == current]
    for name in set(names) - {current, *names[-keep:], *before}:
        if time.time() - place(curated, name).stat().st_mtime > GRACE:
            drop(place(curated, name))


def drop(folder: Path) -> None:
    """Remove a version: first what says that it is whole, so that a removal that is killed leaves no half version."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def clear(curated: Path) -> None:
    """Remove what killed publications left; nobody may be publishing."""
    for folder in (curated / FOLDER).glob("*"):
        if not (folder / MANIFEST).is_file() and folder.name != in_force(curated):
            drop(folder)
    for aside in curated.glob(f".*{ASIDE}"):
        if aside.is_symlink():
            aside.unlink()


def rollback(curated: Path) -> Version:
    """Put the version in force that stood before the present one.

    Where the present one's manifest is damaged nothing tells which that is; the newest whole one before it is meant.

    Raises:
        WarehouseError: nothing is published, no version before it is kept, or it is not what was published.
    """
    whole, damaged = {version.nome: version for version in kept_versions(curated)}, damaged_versions(curated)
    current = in_force(curated)
    if not current:
        raise WarehouseError(f"no published version in {curated} to go back from; run `schedario run` first")
    older = [name for name in whole if name < current]
    before = whole[current].precedente if current in whole else max(older, default="")
    if before not in whole | damaged:
        raise WarehouseError(
            f"no version before {current} is kept, so it stays in force; see `schedario publish --list`"
        )
    if why := damaged.get(before) or next(changed_files(curated, whole[before]), ""):
        raise WarehouseError(
            f"the version before, {before}, is damaged ({why}), so {current} stays in force; "
            "to make it again: `schedario publish`"
        )
    put_in_force(curated, before)
    return whole[before]


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _published(curated: Path) -> list[Path]:
    """Folders of all that was published, whole or damaged since, oldest first."""
    sealed = {path.parent for path in (curated / FOLDER).glob(f"*/{MANIFEST}")}
    return sorted(sealed | ({place(curated, name)} if (name := in_force(curated)) else set()))


def _read(folder: Path) -> Version | str:
    """The version in a folder, or why it isn't whole."""
    try:
        version = Version(**json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, TypeError):
        return f"its {MANIFEST} can't be read"
    if version.nome != folder.name:
        return f"its {MANIFEST} is that of {version.nome}"
    return version if (folder / FILE).is_file() else f"its {FILE} is missing"


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, stand on the disk, whatever happens to the machine."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _link(link: Path, target: Path) -> None:
    """Make a link point to a relative target, in one step."""
    if link.is_symlink() and link.readlink() == target:
        return
    aside = link.with_name(f".{link.name.lstrip('.')}{ASIDE}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    aside.replace(link)
